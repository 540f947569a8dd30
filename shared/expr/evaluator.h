// Evaluator: runs programs. It keeps its stack and the memory of made texts between evaluations, so that evaluating
// allocates nothing in the common case. One evaluator, one thread.
#pragma once

#include <memory>
#include <vector>

#include "shared/expr/program.h"

namespace kedang {

struct Evaluation {
  Datum value;  // looks into the record, the program and the evaluator until its next Evaluate
  ExpressionCode error = ExpressionCode::kNone;  // kTooCostly or kNoRecords; then value is null

  std::int64_t steps_left = 0;  // of the context's step_limit

  bool ok() const { return error == ExpressionCode::kNone; }
};

class Evaluator {
 public:
  Evaluator();

  Evaluation Evaluate(const Program& program, const EvaluationContext& context);
  // Whether a condition holds: null and errors are false.
  bool Holds(const Program& program, const EvaluationContext& context) { return Evaluate(program, context).value.is_true(); }

 private:
  Arena arena_;
  std::unique_ptr<Datum[]> stack_;
  std::vector<const Record*> found_;
};

}  // namespace kedang
