// Evaluations a second in the world the tests run in. Off unless asked for, also under Node:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='*Bench*'
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "tests/support/expression_world.h"

namespace kedang {
namespace {

TEST(ExpressionBench, DISABLED_EvaluationsPerSecond) {
  ExpressionWorld world;
  Evaluator evaluator;
  const EvaluationContext context = world.Context();
  for (const char* source :
       {"阶段 = \"谈判\"", "合同金额 > 10万", "合同金额 > 100000 且 阶段 = \"谈判\"", "days_since(最近跟进) > 7 and stage in [\"谈判\", \"成交\"]",
        "客户标签 contains \"重点客户\"", "round(合同金额 * 6% / 12, 2)", "客户名称 & \"（\" & 合同金额 & \"）\"", "count(合同, 金额 > 10万)"}) {
    const Compilation compilation = CompileExpression(source, world.Scope());
    ASSERT_TRUE(compilation.ok()) << source;
    std::size_t done = 0, size = 0;
    const auto start = std::chrono::steady_clock::now();
    double seconds = 0;
    do {
      for (int i = 0; i < 10'000; ++i) size += evaluator.Evaluate(compilation.program, context).value.size;
      done += 10'000;
      seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    } while (seconds < 0.5);
    std::printf("%6.1f million/s  %s (%zu)\n", static_cast<double>(done) / seconds / 1e6, source, size / done);
  }
}

}  // namespace
}  // namespace kedang
