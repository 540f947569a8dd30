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

// The records a run looks at. Everything must stay as it is from Start to the end of a run; a change of revision means Start.
struct QueryWorld {
  const SearchIndex* index = nullptr;
  const MemoryStore* records = nullptr;
  QueryScope scope;                   // scope.schema is not read
  EvaluationContext context;          // today, zone, user, related, computed; `record` is not read
  std::uint64_t revision = 0;         // rises when a record looks different
  const RowJournal* journal = nullptr;  // null: any row may have changed with every revision
  ConditionIndex* columns = nullptr;  // null: every condition looks at the records
  ConditionMemory* memory = nullptr;  // never null
};

class QueryRun {
 public:
  QueryRun();
  ~QueryRun();
  QueryRun(QueryRun&&) noexcept;
  QueryRun& operator=(QueryRun&&) noexcept;

  // Starts over. `schema` 0: the words and whatever else there is are asked of records of every schema by `queries`.
  void Start(const QueryWorld& world, const Query& query, SchemaId schema);
  void Start(const QueryWorld& world, const std::vector<SchemaQuery>& queries);
  // Works until `is_over`; true when everything is found. `is_over` is asked every few hundred rows.
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
  struct Plan;
  void Reset();
  void AddPlan(const QueryWorld& world, const Query& query, SchemaId schema);
  void Rank(const QueryWorld& world);

  std::vector<std::unique_ptr<Plan>> plans_;
  std::size_t at_ = 0;
  bool is_done_ = true;
  bool is_approximate_ = false;
  bool is_narrowed_ = false;  // by more than words
  SearchWords words_;
  RowSet found_, named_;
  std::vector<Hit> best_;
};

}  // namespace kedang
