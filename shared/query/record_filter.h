// RecordFilter: the conditions of a query as compiled expressions, each judged on one record. One filter, one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/expr/evaluator.h"
#include "shared/query/query.h"
#include "shared/query/query_scope.h"
#include "shared/search/matcher.h"

namespace kedang {

// The condition in the expression language, for the day that is `today` where the reader is: 金额:>10万 → {amount} > 100000.
// "false" where nothing can fit: values nobody could read. @duplicate has no expression: empty.
std::string ConditionExpression(const QueryCondition& condition, const QueryScope& scope, Date today);
// Whether what it means depends on the day.
bool IsOfToday(const QueryCondition& condition);

class RecordFilter {
 public:
  // Nothing of the scope is kept but `lexicon` and `names`. The matcher is for words; null: words hold for every record.
  RecordFilter(const Query& query, const QueryScope& scope, Date today, const Matcher* matcher = nullptr);
  ~RecordFilter();

  // Whether the query holds for the record; context.record is not read. @duplicate is false: one record does not tell.
  bool Holds(const Record& record, const EvaluationContext& context);

 private:
  struct Node;
  bool HoldsAt(const Node& node, const Record& record, EvaluationContext& context);
  std::unique_ptr<Node> Compile(const Query& query, const QueryScope& scope, Date today);
  bool HasWord(const SearchTerm& term, const Record& record) const;

  std::unique_ptr<Node> root_;
  Schema schema_;  // for the words of its fields
  FormatContext format_;
  const Matcher* matcher_;
  Evaluator evaluator_;
};

}  // namespace kedang
