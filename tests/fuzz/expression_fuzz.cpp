// Any source: the error lies inside it, or the program ends within its limits and says the same again.
#include <cstdlib>

#include "shared/base/bytes.h"
#include "tests/support/expression_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kedang;
  static ExpressionWorld world;
  const std::string_view source = AsText(ByteSpan(data, size));
  const Compilation compilation = CompileExpression(source, world.Scope());
  if (!compilation.ok()) {
    if (compilation.error.offset + compilation.error.length > size) std::abort();
    if (!compilation.program.is_empty()) std::abort();
    return 0;
  }
  Evaluator evaluator;
  EvaluationContext context = world.Context();
  context.step_limit = 50'000;
  context.byte_limit = 1 << 20;
  const Evaluation first = evaluator.Evaluate(compilation.program, context);
  const ExpressionCode error = first.error;
  const Value value = ToValue(first.value);
  const Evaluation second = evaluator.Evaluate(compilation.program, context);
  if (second.error != error || !(ToValue(second.value) == value)) std::abort();
  return 0;
}
