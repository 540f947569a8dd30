#include "shared/query/record_filter.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/expr/expression.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/text/fold.h"

namespace kedang {

RecordFilter::RecordFilter(const Query& query, const QueryScope& scope, Date today, const Matcher* matcher)
    : format_(scope.format()), matcher_(matcher) {
  if (scope.schema != nullptr) {
    for (const Field& field : scope.schema->fields) {
      if (field.search_weight > 0 && !field.is_retired && !IsComputed(field.type)) fields_.push_back(field);
    }
  }
  root_ = Compile(ReadableOf(query, scope), scope, today);
}

RecordFilter::~RecordFilter() = default;

RecordFilter::Node RecordFilter::Compile(const Query& query, const QueryScope& scope, Date today) const {
  Node node;
  node.kind = query.kind;
  for (const Query& part : query.parts) node.parts.push_back(Compile(part, scope, today));
  if (query.kind == Query::Kind::kWord) node.words = TermsOf(query.word);
  if (query.kind == Query::Kind::kCondition) {
    const std::string source = ConditionExpression(query.condition, scope, today);
    node.program = CompileExpression(source, scope.expression(), kConditionGoal).program;
  }
  return node;
}

bool RecordFilter::Holds(const Record& record, const EvaluationContext& context) {
  EvaluationContext own = context;
  own.record = &record;
  return HoldsAt(root_, own);
}

bool RecordFilter::HoldsAt(const Node& node, const EvaluationContext& context) {
  const auto holds = [&](const Node& part) { return HoldsAt(part, context); };
  switch (node.kind) {
    case Query::Kind::kAll: return std::all_of(node.parts.begin(), node.parts.end(), holds);
    case Query::Kind::kAny: return std::any_of(node.parts.begin(), node.parts.end(), holds);
    case Query::Kind::kNot: return !holds(node.parts[0]);
    case Query::Kind::kWord: return matcher_ == nullptr || HasWords(node.words, *context.record);
    case Query::Kind::kCondition: return !node.program.is_empty() && evaluator_.Holds(node.program, context);
  }
  return false;
}

bool RecordFilter::HasWords(const SearchWords& words, const Record& record) const {
  std::vector<std::u32string> texts;
  for (const Field& field : fields_) {
    const Value& value = record.Get(field.id);
    if (value.is_null()) continue;
    std::string text;
    AppendSearchText(field, value, format_, text);
    if (!text.empty()) texts.push_back(ToCodePoints(Fold(text)));
  }
  return std::all_of(words.terms.begin(), words.terms.end(), [&](const SearchTerm& term) {
    return std::any_of(texts.begin(), texts.end(), [&](const std::u32string& text) {
      std::size_t end = 0;
      return matcher_->Find(term, text, 0, end) != Matcher::kNoMatch;
    });
  });
}

}  // namespace kedang
