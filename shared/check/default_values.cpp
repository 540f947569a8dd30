#include "shared/check/default_values.h"

#include <algorithm>

#include "shared/expr/expression.h"
#include "shared/expr/formula_order.h"
#include "shared/field/checked.h"
#include "shared/model/computed_field.h"

namespace kedang {

DefaultValues::DefaultValues(const ExpressionScope& scope) {
  std::vector<Default> found;
  for (const Field& field : scope.schema->fields) {
    if (field.default_value.empty() || field.is_retired || IsReadOnly(field.type)) continue;
    ExpressionGoal goal;
    goal.field = &field;
    Compilation compilation = CompileExpression(field.default_value, scope, goal);
    if (compilation.ok()) found.push_back({field, std::move(compilation.program)});
    else AddBroken(field, FormatExpressionError(compilation.error), compilation.error.offset);
  }
  for (;;) {
    std::vector<Formula> formulas;
    for (const Default& made : found) formulas.push_back({scope.schema->id, made.field.id, &made.program});
    const FormulaOrder order = OrderFormulas(formulas);
    if (order.cycle.empty()) {
      for (const std::size_t index : order.order) defaults_.push_back(std::move(found[index]));
      return;
    }
    std::string circle = "circle: ";
    for (const std::size_t index : order.cycle) circle += found[index].field.label.zh + " → ";
    circle += found[order.cycle.front()].field.label.zh;
    std::vector<std::size_t> left = order.cycle;
    std::sort(left.rbegin(), left.rend());
    for (const std::size_t index : left) {
      AddBroken(found[index].field, circle, 0);
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(index));
    }
  }
}

void DefaultValues::AddBroken(const Field& field, std::string error, std::size_t offset) {
  Issue issue = MakeIssue(Severity::kWarn, "default_broken", {{"field", field.key}, {"error", error}, {"offset", std::to_string(offset)}});
  issue.field = field.id;
  broken_.push_back(std::move(issue));
}

std::vector<FieldId> DefaultValues::Fill(Record& record, const std::vector<FieldId>& except, const EvaluationContext& world,
                                         Evaluator& evaluator, ComputedReader& computed, Issues& issues) const {
  std::vector<FieldId> filled;
  for (const Default& made : defaults_) {
    if (!record.Get(made.field.id).is_null() || std::find(except.begin(), except.end(), made.field.id) != except.end()) continue;
    EvaluationContext context = world;
    context.record = &record;
    context.computed = &computed;
    const Evaluation evaluation = evaluator.Evaluate(made.program, context);
    if (!evaluation.ok()) {
      Issue issue = MakeIssue(Severity::kWarn, "default_unjudged", {{"error", ExpressionCodeName(evaluation.error)}});
      issue.field = made.field.id;
      issues.push_back(std::move(issue));
      continue;
    }
    Value value = ToCell(evaluation.value, made.field.type);
    if (value.is_null()) continue;
    record.Set(made.field.id, std::move(value));
    computed.Forget();
    filled.push_back(made.field.id);
  }
  return filled;
}

}  // namespace kedang
