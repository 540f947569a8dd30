// QueryRun: the rows a query means, words and conditions, found in slices so that no frame waits. What conditions said of rows
// is remembered (ConditionMemory) until the rows change, so that typing words beside a condition looks at no record twice.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "shared/expr/runtime.h"
#include "shared/query/condition_index.h"
#include "shared/query/condition_memory.h"
#include "shared/query/query_parser.h"
#include "shared/search/search_run.h"
#include "shared/store/memory_store.h"

namespace kedang {

// The records a run looks at, as they are during a step.
struct QueryWorld {
  const SearchIndex* index = nullptr;
  const MemoryStore* records = nullptr;
  QueryScope scope;                     // scope.schema is not read
  EvaluationContext context;            // today, zone, user, related, computed; `record` is not read
  std::uint64_t revision = 0;           // rises when a record looks different
  const RowJournal* journal = nullptr;  // null: any row may have changed with every revision
  ConditionIndex* columns = nullptr;    // null: every condition looks at the records
  ConditionMemory* memory = nullptr;    // never null
  std::function<void()> release;        // nobody needs what `related` and `computed` made until now any more; may be empty
};

class QueryPlan;

class QueryRun {
 public:
  QueryRun();
  ~QueryRun();
  QueryRun(QueryRun&&) noexcept;
  QueryRun& operator=(QueryRun&&) noexcept;

  // Starts over, with records of one schema; or of each schema by its own query (ParseQueries).
  void Start(const QueryWorld& world, const Query& query, SchemaId schema);
  void Start(const QueryWorld& world, std::vector<SchemaQuery> queries);
  // Works until `is_over`, which is asked every few hundred rows; true when everything is found. Starts over by itself when the
  // world's revision or day is another one.
  bool Step(const QueryWorld& world, const std::function<bool()>& is_over);
  void Finish(const QueryWorld& world);

  bool is_done() const { return is_done_; }
  // Words at the top that every hit holds: for highlights.
  const SearchWords& words() const { return words_; }

  // Of a run that is done: all hits; those whose words are all in name-like fields (none when there are no words); the best
  // of the words' hits first.
  const RowSet& found() const { return found_; }
  const RowSet& named() const { return named_; }
  const std::vector<Hit>& best() const { return best_; }
  HitList Hits() const { return HitList(found_, named_, best_); }
  // Nothing held the words as they are (SearchRun).
  bool is_approximate() const { return is_approximate_; }

 private:
  void Restart(const QueryWorld& world);
  bool Rank(const QueryWorld& world, const std::function<bool()>& is_over);

  std::vector<SchemaQuery> queries_;
  std::vector<std::unique_ptr<QueryPlan>> plans_;
  std::size_t at_ = 0;
  bool is_done_ = true;
  bool is_approximate_ = false;
  bool is_narrowed_ = false;  // by more than words
  bool is_plain_ = false;     // words asked of all schemas by one plan
  std::uint64_t revision_ = 0;
  Date today_;
  SearchWords words_;
  Row next_ranked_ = 0;
  std::unique_ptr<SearchRun> word_run_;  // of the first plan; kept, for words that narrow the ones before
  RowSet found_, named_;
  std::vector<Hit> best_;
};

}  // namespace kedang
