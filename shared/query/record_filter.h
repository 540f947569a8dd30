// RecordFilter: the conditions of a query as compiled expressions, each judged on one record. One filter, one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/expr/evaluator.h"
#include "shared/query/query.h"
#include "shared/query/query_scope.h"
#include "shared/search/matcher.h"

namespace kedang {

// The condition in the expression language, for the day that is `today` where the reader is: 金额:>10万 → {amount} > 100000.
// "false" where nothing can fit. @duplicate has no expression: "false".
std::string ConditionExpression(const QueryCondition& condition, const QueryScope& scope, Date today);
// Whether a value of it could be read. A condition without one is left out of what is asked; its problem says so.
bool IsReadable(const QueryCondition& condition, const QueryScope& scope);
Query ReadableOf(const Query& query, const QueryScope& scope);

class RecordFilter {
 public:
  // The matcher is for words; without one they hold for every record. It, the lexicon and the names of the scope must outlive
  // the filter; nothing else is kept.
  RecordFilter(const Query& query, const QueryScope& scope, Date today, const Matcher* matcher = nullptr);
  ~RecordFilter();

  // Whether the query holds for the record, which is of the scope's schema; context.record is not read. @duplicate is false:
  // one record does not tell.
  bool Holds(const Record& record, const EvaluationContext& context);

 private:
  struct Node {
    Query::Kind kind = Query::Kind::kAll;
    std::vector<Node> parts;
    SearchWords words;
    Program program;
  };
  Node Compile(const Query& query, const QueryScope& scope, Date today) const;
  bool HoldsAt(const Node& node, const EvaluationContext& context);
  bool HasWords(const SearchWords& words, const Record& record) const;

  Node root_;
  std::vector<Field> fields_;  // searched ones
  FormatContext format_;
  const Matcher* matcher_;
  Evaluator evaluator_;
};

}  // namespace kedang
