#include "shared/expr/evaluator.h"

#include "shared/expr/machine.h"

namespace kedang {

Evaluator::Evaluator() : stack_(std::make_unique<Datum[]>(kMaxExpressionStack)) {}

Evaluation Evaluator::Evaluate(const Program& program, const EvaluationContext& context) {
  arena_.Reset();
  Evaluation evaluation;
  if (program.is_empty()) return evaluation;
  Machine machine(program, context, arena_, stack_.get(), found_);
  if (machine.Run(0, program.code().size())) evaluation.value = machine.top();
  else evaluation.error = machine.error();
  evaluation.steps_left = machine.steps_left();
  return evaluation;
}

}  // namespace kedang
