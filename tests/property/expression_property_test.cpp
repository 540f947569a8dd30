// Laws of expressions over generated ones: the machine says what the reference evaluator says, exact arithmetic is what
// school arithmetic gives, and no source at all does harm.
#include <gtest/gtest.h>

#include "shared/base/decimal_math.h"
#include "shared/expr/parser.h"
#include "tests/support/allocation_count.h"
#include "tests/support/expression_generator.h"
#include "tests/support/expression_reference.h"

namespace kedang {
namespace {

TEST(ExpressionLawsTest, AWarmEvaluatorDoesNotAllocate) {
  ExpressionWorld world;
  const EvaluationContext context = world.Context();
  ASSERT_GT(AllocationCount(), 0u);
  Evaluator evaluator;
  for (const char* source :
       {"合同金额 > 10万 且 阶段 = \"谈判\"", "客户名称 & \"（\" & 合同金额 / 7 & \"，\" & today() & \"）\" & true", "-0.05 & \"\"",
        "客户标签 contains \"重点客户\" and has(服务, \"施工\")", "负责人 = me() or source() in [\"导入\", \"接口\"]",
        "round(合同金额 * 6% / 12, 2) + mod(员工数, 7)", "upper(replace(left(客户名称, 9), \"云\", \"yun\"))",
        "if(matches(手机, \"1[3-9]*\"), add_months(成立日期, 3), 最近跟进)", "join(unique([客户名称, 手机, 客户名称]), \"/\")",
        "max([员工数, 合同金额, 3]) in [1, 2, 3]", "地区 属于 \"330000\" and stage() >= \"方案\""}) {
    const Compilation compilation = CompileExpression(source, world.Scope());
    ASSERT_TRUE(compilation.ok()) << source;
    ASSERT_TRUE(evaluator.Evaluate(compilation.program, context).ok());
    const std::size_t before = AllocationCount();
    for (int i = 0; i < 100; ++i) static_cast<void>(evaluator.Evaluate(compilation.program, context));
    EXPECT_EQ(AllocationCount(), before) << source;
  }
}

TEST(ExpressionLawsTest, MachineAndReferenceAgree) {
  SeededRandom random(1);
  ExpressionGenerator generator(random);
  Evaluator evaluator;
  int compared = 0, nulls = 0;
  for (int round = 0; round < 20000; ++round) {
    ExpressionWorld world;
    Scramble(world, random);
    const int depth = 1 + static_cast<int>(random.Below(3) * random.Below(2) + random.Below(2));
    std::string source;
    switch (random.Below(6)) {
      case 0: source = generator.Boolean(depth); break;
      case 1: source = generator.Number(depth); break;
      case 2: source = generator.Date(depth); break;
      case 3: source = generator.Text(depth); break;
      case 4: source = generator.Numbers(depth); break;
      default: source = generator.Texts(depth); break;
    }
    const ExpressionScope scope = world.Scope();
    const Compilation compilation = CompileExpression(source, scope);
    ASSERT_TRUE(compilation.ok()) << source << "\n" << FormatExpressionError(compilation.error);
    const EvaluationContext context = world.Context();
    const Evaluation evaluation = evaluator.Evaluate(compilation.program, context);
    ASSERT_TRUE(evaluation.ok()) << source;
    SyntaxTree tree;
    ExpressionError error;
    ASSERT_TRUE(ParseExpression(source, tree, error));
    ASSERT_TRUE(Checker(source, scope, tree, error).Check(nullptr));
    ASSERT_TRUE(ReferenceEvaluator::Knows(tree)) << source;
    const std::string expected = ReferenceEvaluator::Format(ReferenceEvaluator(tree, world.schemas, context).Evaluate());
    ASSERT_EQ(FormatPlain(ToValue(evaluation.value)), expected) << "round " << round << ": " << source;
    ++compared;
    nulls += expected.empty() ? 1 : 0;
  }
  // A generator that only makes nulls would agree, too.
  EXPECT_LT(nulls, compared / 2);
}

Decimal RandomDecimal(SeededRandom& random) {
  std::int64_t units = static_cast<std::int64_t>(random.Below(std::size_t{1} << random.Below(63)));
  if (random.OneIn(20)) units = std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(random.Below(3));
  if (random.OneIn(2)) units = -units;
  if (random.OneIn(50)) units = std::numeric_limits<std::int64_t>::min();
  return *NormalizeDecimal({units, static_cast<std::int32_t>(random.Below(10))});
}

TEST(DecimalLawsTest, ArithmeticIsExact) {
  SeededRandom random(2);
  for (int round = 0; round < 30000; ++round) {
    const Decimal a = RandomDecimal(random), b = RandomDecimal(random);
    const BigInteger x = ToNine(a), y = ToNine(b);
    const std::string place = FormatDecimal(a) + " and " + FormatDecimal(b);
    ASSERT_EQ(AddDecimal(a, b), ToDecimal(AddBig(x, y), 9)) << place;
    ASSERT_EQ(SubtractDecimal(a, b), ToDecimal(AddBig(x, Negated(y)), 9)) << place;
    ASSERT_EQ(MultiplyDecimal(a, b), ToDecimal(MultiplyBig(x, y), 18)) << place;
    ASSERT_EQ(NegateDecimal(a), ToDecimal(Negated(x), 9)) << place;
    if (b.units == 0) {
      ASSERT_FALSE(DivideDecimal(a, b).has_value() || ModuloDecimal(a, b).has_value());
      continue;
    }
    ASSERT_EQ(DivideDecimal(a, b), ToDecimal(DivideBigRounded(x.TimesTen(9), y, BigRounding::kHalfAway), 9)) << place;
    const BigInteger times = DivideBigRounded(x, y, BigRounding::kFloor);
    ASSERT_EQ(ModuloDecimal(a, b), ToDecimal(AddBig(x, Negated(MultiplyBig(times, y))), 9)) << place;
    const auto places = static_cast<std::int64_t>(random.Below(30)) - 19;
    const BigInteger unit = BigInteger::Of(1).TimesTen(static_cast<std::int32_t>(9 - std::clamp<std::int64_t>(places, -18, 9)));
    ASSERT_EQ(RoundDecimal(a, places, Rounding::kFloor), ToDecimal(MultiplyBig(DivideBigRounded(x, unit, BigRounding::kFloor), unit), 9))
        << place << " to " << places;
    ASSERT_EQ(RoundDecimal(a, places, Rounding::kHalfAway),
              ToDecimal(MultiplyBig(DivideBigRounded(x, unit, BigRounding::kHalfAway), unit), 9));
  }
}

// Tokens in any order: an error inside the source, or a program that ends.
TEST(ExpressionLawsTest, AnySourceIsAnsweredInBounds) {
  static const char* const kPieces[] = {"(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "&", "=", "<", "≥", " 且 ", " or ", " not ",
                                        " in ", "包含", "\"谈判\"", "“", "\"", "{", "}", "合同", "金额", "客户阶段", "1.5", "10万", "5%",
                                        "null", "是", "count(", "if(", "sum(", "filter(", "latest(", "上级客户", "今天()", "客户标签",
                                        "　", "！", "地区", "\"2026-1-2\"", "成立日期", "负责人", "me()", "\xF0\x9F\x98\x80", "。", "|"};
  SeededRandom random(3);
  ExpressionWorld world;
  Evaluator evaluator;
  int good = 0;
  for (int round = 0; round < 200000; ++round) {
    std::string source;
    const std::size_t length = 1 + random.Below(8);
    for (std::size_t i = 0; i < length; ++i) source += kPieces[random.Below(std::size(kPieces))];
    const Compilation compilation = CompileExpression(source, world.Scope());
    if (compilation.ok()) {
      ++good;
      static_cast<void>(evaluator.Evaluate(compilation.program, world.Context()));
    } else {
      ASSERT_LE(compilation.error.offset + compilation.error.length, source.size()) << source;
      ASSERT_TRUE(compilation.program.is_empty());
    }
  }
  EXPECT_GT(good, 100);
}

}  // namespace
}  // namespace kedang
