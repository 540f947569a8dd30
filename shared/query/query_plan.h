// QueryPlan: how one query is answered over the rows of one schema; QueryRun's inside. Each part of the tree narrows the rows
// that are left, cheap parts first, so that a condition looks only at records that may still be hits.
#pragma once

#include "shared/query/duplicate_finder.h"
#include "shared/query/query_run.h"
#include "shared/expr/evaluator.h"

namespace kedang {

class QueryPlan {
 public:
  // `schema` 0: records of all schemas; then the query holds words only. `query` is readable (ReadableOf).
  QueryPlan(const Query& query, SchemaId schema, const QueryScope& scope, const QueryWorld& world);
  ~QueryPlan();

  // `words` is the run of the words at the top. True when found() is whole.
  bool Step(const QueryWorld& world, SearchRun& words, const std::function<bool()>& is_over);
  const RowSet& found() const { return found_; }
  bool has_words() const { return !words_.is_empty(); }

  std::unique_ptr<SearchRun> word_run;

 private:
  struct Node;
  using IsOver = std::function<bool()>;

  std::unique_ptr<Node> Make(const Query& query, const QueryScope& scope, const QueryWorld& world);
  bool StepRows(const QueryWorld& world, const IsOver& is_over);
  bool StepNode(Node& node, RowSet candidates, const QueryWorld& world, const IsOver& is_over);
  bool StepParts(Node& node, const QueryWorld& world, const IsOver& is_over);
  bool StepWord(Node& node, const QueryWorld& world, const IsOver& is_over);
  bool StepPhrases(Node& node, const QueryWorld& world, const IsOver& is_over);
  bool StepCondition(Node& node, const QueryWorld& world, const IsOver& is_over);
  bool StepDuplicates(Node& node, const QueryWorld& world, const IsOver& is_over);
  bool AskColumns(Node& node, const QueryWorld& world);

  SchemaId schema_;
  const Schema* of_ = nullptr;
  SearchWords words_;
  std::unique_ptr<Node> rest_;  // what is asked besides the words at the top; null: nothing
  std::shared_ptr<JudgedCondition> rows_;  // the live rows of the schema
  Row next_row_ = 0;
  int stage_ = 0;
  bool has_started_ = false;
  RowSet found_;
  Evaluator evaluator_;
};

}  // namespace kedang
