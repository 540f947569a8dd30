// How expressions are written, what they mean, and what is said about those that mean nothing.
#include <gtest/gtest.h>

#include "shared/expr/formula_order.h"
#include "shared/expr/syntax_tree.h"
#include "tests/support/expression_world.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

struct Row {
  const char* source;
  const char* result;
};

class ExpressionTest : public ::testing::Test {
 protected:
  std::string Run(std::string_view source, const Lexicon* lexicon = nullptr) {
    const Compilation compilation = CompileExpression(source, world_.Scope(lexicon));
    if (!compilation.ok()) return FormatExpressionError(compilation.error);
    const Evaluation evaluation = evaluator_.Evaluate(compilation.program, world_.Context(lexicon));
    if (!evaluation.ok()) return std::string(ExpressionCodeName(evaluation.error));
    return FormatPlain(ToValue(evaluation.value));
  }
  template <std::size_t N>
  void Check(const Row (&rows)[N], const Lexicon* lexicon = nullptr) {
    for (const Row& row : rows) EXPECT_EQ(Run(row.source, lexicon), row.result) << row.source;
  }

  ExpressionWorld world_;
  Evaluator evaluator_;
};

TEST_F(ExpressionTest, Literals) {
  Check({{"12", "12"},
         {"1.50", "1.5"},
         {"10万", "100000"},
         {"1.5亿", "150000000"},
         {"10万亿", "10000000000000"},
         {"5%", "0.05"},
         {"１２．５", "12.5"},
         {"\"a\"\"b\"", "a\"b"},
         {"\"a\\\"b\\\\c\\n\"", "a\"b\\c\n"},
         {"\"\\*\"", "\\*"},
         {"“谈判”", "谈判"},
         {"＂谈判＂", "谈判"},
         {"\"\"", ""},
         {"true", "true"},
         {"真", "true"},
         {"是", "true"},
         {"False", "false"},
         {"假", "false"},
         {"否", "false"},
         {"null", ""},
         {"空", ""},
         {"[]", ""},
         {"[1, 2，3、4]", "1;2;3;4"},
         {"【\"a\",null,\"b\"】", "a;b"}});
}

TEST_F(ExpressionTest, OperatorsAndTheirOrder) {
  Check({{"1 + 2 * 3 - 4 / 2", "5"},
         {"(1 + 2) * 3", "9"},
         {"（1＋2）×3÷9", "1"},
         {"-2 * -3", "6"},
         {"- - 2", "2"},
         {"2 - 3 - 4", "-5"},
         {"8 / 4 / 2", "1"},
         {"1 & 2 + 3 & 4", "154"},
         {"1 + 1 = 2", "true"},
         {"1 == 1", "true"},
         {"1 != 1", "false"},
         {"1 <> 2", "true"},
         {"1 ≠ 1", "false"},
         {"1 ！＝ 2", "true"},
         {"1 < 2", "true"},
         {"1 <= 1", "true"},
         {"1 ≤ 0", "false"},
         {"2 > 1", "true"},
         {"2 ≥ 3", "false"},
         {"1 等于 1", "true"},
         {"1 不等于 1", "false"},
         {"1 大于 2", "false"},
         {"1 小于 2", "true"},
         {"1 大于等于 1", "true"},
         {"1 不大于 1", "true"},
         {"true or false and false", "true"},
         {"(true or false) and false", "false"},
         {"true 或者 false && false", "true"},
         {"false || true", "true"},
         {"not 1 = 2 and 3 > 2", "true"},
         {"非 真", "false"},
         {"!真 或 真", "true"},
         {"2 in [1, 2]", "true"},
         {"2 not in [1, 2]", "false"},
         {"3 不属于 [1, 2]", "true"},
         {"\"云锦科技\" contains \"科\"", "true"},
         {"\"云锦科技\" 不包含 \"科\"", "false"},
         {"\"云锦科技\" not contains \"x\"", "true"},
         {"[1, 2] = [1, 2]", "true"},
         {"[1, 2] contains 3", "false"}});
}

TEST_F(ExpressionTest, ChineseAndEnglishMeanTheSame) {
  const std::pair<const char*, const char*> kPairs[] = {
      {"合同金额 > 100000 且 阶段 = \"谈判\"", "amount > 100000 and stage = \"negotiation\""},
      {"合同金额>10万且阶段=\"商务谈判\"或重点", "{Contract amount} > 100000 and STAGE = \"Negotiation\" or key"},
      {"count（合同，状态＝“已签”）＞1", "count(contract, status = \"signed\") > 1"},
      {"求和(合同.金额, 签订日期 >= \"2026年1月1日\")", "sum(contracts.amount, signed_on >= \"2026-01-01\")"},
      {"距今天数(最近跟进) > 7 且 客户标签 包含 \"重点客户\"", "days_since(last_contact_on) > 7 and tags contains \"重点客户\""},
      {"如果(重点, 左取(客户名称, 2), 空)", "if(is_key, left(name, 2), null)"},
      {"上级客户.客户名称 & \"/\" & 客户名稱", "parent.name & \"/\" & name"},
      {"服务 包含 \"施工\"", "services contains \"Building\""}};
  for (const auto& [zh, en] : kPairs) {
    const std::string result = Run(zh);
    EXPECT_EQ(result, Run(en)) << zh;
    EXPECT_EQ(result.find(" at "), std::string::npos) << zh << ": " << result;
  }
  EXPECT_EQ(Run(kPairs[0].first), "true");
}

TEST_F(ExpressionTest, ChineseNeedsNoBlanks) {
  Check({{"合同金额大于10万且阶段等于\"谈判\"", "true"},
         {"客户标签包含\"重点客户\"", "true"},
         {"客户标签不包含\"重点客户\"", "false"},
         {"地区属于\"330000\"且地区不属于\"110000\"", "true"},
         {"重点且合同金额>1", "true"},
         {"非重点或真", "true"},
         {"非重点", "false"},
         {"非真或非否", "true"},
         {"真且假", "false"},
         {"空等于简称", "true"},
         {"简称等于空且是", "true"},
         {"count(合同,状态等于\"已签\"且金额大于10万)", "1"},
         {"合同.金额包含50000", "true"},
         {"上级客户.客户名称等于“云锦集团”或假", "true"},
         {"amount大于10万且name包含\"云锦\"", "true"},
         {"合同金额且重点", "wrong_type at 0: expected=boolean found=number"},
         {"不知道且重点", "unknown_name at 0: name=不知道且重点"},
         {"{重点且合同金额} > 1", "unknown_name at 0: name=重点且合同金额 (did you mean 合同金额?)"}});
  // A label with an operator in it is a label.
  world_.schemas.schemas.front().fields[1].label.zh = "重点且急";
  EXPECT_EQ(Run("重点且急 = 空"), "true");
  EXPECT_EQ(Run("重点且急等于空且重点且重点"), "true");
}

TEST_F(ExpressionTest, NamesAndTheirRecords) {
  Check({{"{付款 (备注)} = 空", "true"},
         {"企业名称", "杭州云锦科技有限公司"},
         {"上级客户.客户名称", "云锦集团"},
         {"上级客户.上级客户.客户名称", ""},
         {"上级客户 = \"云锦集团\"", "true"},
         {"\"归属：\" & 上级客户", "归属：云锦集团"},
         {"上级客户 = 空", "false"},
         {"合同.金额", "120000;50000;200000.5"},
         {"合同.回款.金额", "30000;60000;10000"},
         {"合同.客户.客户名称", "杭州云锦科技有限公司;杭州云锦科技有限公司;杭州云锦科技有限公司"},
         {"合同.标签", "一期;年度;二期;年度;三期;年度"},
         {"count(合同, 金额 > 合同金额)", "1"},
         {"count(合同, any(回款, 逾期))", "1"},
         {"count(合同, 客户.重点)", "3"},
         {"all(合同, owner() = 空)", "true"},
         {"latest(合同).合同名称", "三期"},
         {"latest(合同.签订日期, 状态 = \"signed\")", "2026-01-10"},
         {"first(合同, 金额 < 6万).合同名称", "二期"},
         {"first(合同).金额", "120000"},
         {"合同.合同名称 contains \"二期\"", "true"}});
}

TEST_F(ExpressionTest, LiteralsBecomeWhatTheyAreComparedWith) {
  Check({{"阶段 = \"谈判\"", "true"},
         {"\"Negotiation\" = 阶段", "true"},
         {"阶段 in [\"线索\", \"商务谈判\"]", "true"},
         {"阶段 >= \"方案\"", "true"},
         {"阶段 < \"谈判\"", "false"},
         {"if(重点, \"谈判\", \"线索\") = 阶段", "true"},
         {"coalesce(null, 阶段, \"成交\") = \"谈判\"", "true"},
         {"成立日期 = \"2015/6/18\"", "true"},
         {"成立日期 in [\"20150618\", \"2020-01-01\"]", "true"},
         {"\"2026-11-22\" - 成立日期", "4175"},
         {"成立日期 > if(重点, \"2015-01-01\", \"2016-01-01\")", "true"},
         {"负责人 = \"王芳\"", "true"},
         {"owner() in [\"王芳\"]", "true"},
         {"source() = \"手工\"", "true"},
         {"地区 = \"330108\"", "true"},
         {"地区 属于 \"330000\"", "true"}});
  const Lexicon* lexicon = &ShippedLexicon();
  Check({{"地区 属于 \"浙江\"", "true"},
         {"地区 属于 [\"江苏省\", \"杭州市\"]", "true"},
         {"地区 不属于 \"上海\"", "true"},
         {"地区 = \"杭州市滨江区\"", "true"},
         {"within(地区, \"杭州\")", "true"},
         {"within(地区, 地区)", "true"},
         {"所属行业 属于 \"信息传输、软件和信息技术服务业\"", "true"},
         {"所属行业 in \"软件和信息技术服务业\"", "true"},
         {"地区 = \"鼓楼区\"", "ambiguous_choice at 9: text=鼓楼区 field=地区 (did you mean \"江苏省 南京市 鼓楼区\"?)"},
         {"地区 = \"杭洲市\"", "unknown_choice at 9: text=杭洲市 field=地区 (did you mean \"杭州市\"?)"}},
        lexicon);
}

TEST_F(ExpressionTest, NullIsAValueThatComputesToNull) {
  Check({{"简称 + 1", "wrong_type at 7: expected=number found=text (did you mean &?)"},
         {"null + 1", ""},
         {"-null", ""},
         {"1 / 0", ""},
         {"mod(1, 0)", ""},
         {"9223372036854775807 + 1", ""},
         {"9999999999 * 9999999999", ""},
         {"0.1 + 0.2 = 0.3", "true"},
         {"1 / 3", "0.333333333"},
         {"2 / 3", "0.666666667"},
         {"null = null", "true"},
         {"简称 = \"\"", "true"},
         {"null <> 1", "true"},
         {"null < 1", "false"},
         {"null >= null", "false"},
         {"not null", "true"},
         {"null or true", "true"},
         {"null and true", "false"},
         {"if(null, 1, 2)", "2"},
         {"if(false, 1)", ""},
         {"if(false, 1, false, 2, true, 3, 4)", "3"},
         {"简称 & \"a\" & null", "a"},
         {"length(简称)", "0"},
         {"left(客户名称, null)", ""},
         {"year(null)", ""},
         {"today() + null", ""},
         {"date(2023, 2, 29)", ""},
         {"date(9999, 12, 31) + 1", ""},
         {"today() + 0.5", ""},
         {"1 + today()", "2026-11-23"},
         {"sum(null, 1, null, 2)", "3"},
         {"sum([])", ""},
         {"average([null])", ""},
         {"count(合同, 金额 > 1亿)", "0"},
         {"sum(合同.金额, 金额 > 1亿)", ""},
         {"max(合同.金额, 金额 > 1亿) = 空", "true"},
         {"any(合同, 金额 > 1亿)", "false"},
         {"all(合同.回款.逾期)", "false"},
         {"first([])", ""},
         {"[] = null", "true"}});
}

TEST_F(ExpressionTest, ErrorsSayWhereAndWhatWasMeant) {
  Check({{"", "unexpected at 0: found="},
         {"1 +", "unexpected at 3: found="},
         {"1 2", "unexpected at 2: found=2"},
         {"(1", "unexpected at 2: found="},
         {"1 < 2 < 3", "unexpected at 6: found=<"},
         {"[1,]", "unexpected at 3: found=]"},
         {"1 ? 2", "unexpected at 2: found=?"},
         {"a not b", "unexpected at 6: found=b"},
         {"\"abc", "unclosed_text at 0:"},
         {"“abc\"", "unclosed_text at 0:"},
         {"1 + {abc", "unclosed_text at 4:"},
         {"\"a\" & \"\xFF\"", "bad_text at 7:"},
         {"1.2.3", "bad_number at 0:"},
         {"1 + 0.1234567891", "bad_number at 4:"},
         {"99999999999999999999", "bad_number at 0:"},
         {"成立日期 > \"2015-13-01\"", "bad_date at 15: text=2015-13-01"},
         {"合同金客 > 3", "unknown_name at 0: name=合同金客 (did you mean 合同金额?)"},
         {"ammount > 3", "unknown_name at 0: name=ammount (did you mean amount?)"},
         {"付款备注 = 空", "unknown_name at 0: name=付款备注"},
         {"{付款 (备注} = 空", "unknown_name at 0: name=付款 (备注 (did you mean {付款 (备注)}?)"},
         {"上级客户.名子", "unknown_name at 13: name=名子"},
         {"count(合同, 状太 = \"已签\")", "unknown_name at 14: name=状太 (did you mean 状态?)"},
         {"lenght(客户名称)", "unknown_function at 0: name=lenght (did you mean length?)"},
         {"阶段 = \"谈叛\"", "unknown_choice at 9: text=谈叛 field=客户阶段 (did you mean \"谈判\"?)"},
         {"阶段 in [\"谈判\", \"x\"]", "unknown_choice at 21: text=x field=客户阶段"},
         {"负责人 = \"李伟\"", "ambiguous_choice at 12: text=李伟 field=负责人"},
         {"邮编 = 310000", "wrong_type at 9: expected=text found=number (did you mean \"310000\"?)"},
         {"合同金额 > \"100\"", "wrong_type at 15: expected=number found=text (did you mean 100?)"},
         {"\"a\" + \"b\"", "wrong_type at 4: expected=number found=text (did you mean &?)"},
         {"客户标签 = \"重点客户\"", "wrong_type at 13: expected=text_list found=text (did you mean 包含?)"},
         {"tags = \"x\"", "wrong_type at 5: expected=text_list found=text (did you mean contains?)"},
         {"1 and true", "wrong_type at 0: expected=boolean found=number"},
         {"not 合同金额", "wrong_type at 4: expected=boolean found=number"},
         {"合同金额.客户", "wrong_type at 0: expected=record found=number"},
         {"true < false", "wrong_type at 0: expected=number found=boolean"},
         {"1 in 2", "wrong_type at 5: expected=list found=number"},
         {"[1, \"a\"]", "wrong_type at 4: expected=number found=text"},
         {"if(1, 2, 3)", "wrong_type at 3: expected=boolean found=number"},
         {"if(true, 1, \"a\")", "wrong_type at 12: expected=number found=text"},
         {"filter(客户标签, 真)", "wrong_type at 7: expected=records found=text_list"},
         {"count(客户标签, 真)", "wrong_type at 6: expected=records found=text_list"},
         {"label(客户名称)", "wrong_type at 6: expected=choice found=text"},
         {"left(客户名称)", "wrong_count at 0: function=left expected=2 found=1"},
         {"今天(1)", "wrong_count at 0: function=今天 expected=0 found=1"},
         {"round(1, 2, 3)", "wrong_count at 0: function=round expected=1-2 found=3"},
         {"if(true)", "wrong_count at 0: function=if expected=2+ found=1"}});
}

TEST_F(ExpressionTest, SizesAreLimited) {
  EXPECT_EQ(Run(std::string(kMaxExpressionBytes + 1, ' ')), "too_long at 65536: limit=65536");
  const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "1" + std::string(depth, ')'); };
  EXPECT_EQ(Run(nested(100)), "1");
  EXPECT_EQ(Run(nested(101)), "too_deep at 100: limit=100");
  EXPECT_EQ(Run(std::string(101, '-') + "1"), "too_deep at 100: limit=100");
  EXPECT_EQ(Run(std::string(2000, '[')).substr(0, 8), "too_deep");
  std::string chain = "上级客户";
  for (int i = 0; i < 20; ++i) chain += ".上级客户";
  EXPECT_EQ(Run(chain).substr(0, 8), "too_deep");
  std::string conditions = "真";
  for (int i = 0; i < 9; ++i) conditions = "any(" + std::string(i % 2 == 0 ? "合同" : "合同") + ".客户, " + conditions + ")";
  EXPECT_EQ(Run(conditions).substr(0, 8), "too_deep");
  // The deepest there is, with an operator of every level at each: it fits the stack of a browser, too.
  std::string deepest = "真";
  for (int i = 0; i < 99; ++i) deepest = "真 或 假 且 \"a\" = \"b\" & 1 + 1 * if(" + deepest + ", 1, 2)";
  EXPECT_EQ(Run(deepest), "true");
  // Long chains are no nesting.
  std::string sum = "1";
  for (int i = 0; i < 9000; ++i) sum += "+1";
  EXPECT_EQ(Run(sum), "9001");
  for (int i = 0; i < 2000; ++i) sum += "+1";
  EXPECT_EQ(Run(sum).substr(0, 7), "too_big");
  std::string list = "7 in [0";
  for (int i = 1; i < 9000; ++i) list += "," + std::to_string(i);
  EXPECT_EQ(Run(list + "]"), "true");
  std::string values = "count([员工数";
  for (int i = 0; i < 600; ++i) values += ",员工数";
  EXPECT_EQ(Run(values + "])").substr(0, 7), "too_big");
}

TEST_F(ExpressionTest, AGoalDecidesWhatMayComeOut) {
  const ExpressionScope scope = world_.Scope();
  EXPECT_TRUE(CompileExpression("合同金额 > 1", scope, kConditionGoal).ok());
  EXPECT_EQ(FormatExpressionError(CompileExpression("合同金额", scope, kConditionGoal).error),
            "wrong_type at 0: expected=boolean found=number");
  ExpressionGoal stage;
  stage.field = scope.schema->Find("stage");
  const Compilation compilation = CompileExpression("if(合同金额 > 10万, \"谈判\", \"线索\")", scope, stage);
  ASSERT_TRUE(compilation.ok());
  EXPECT_EQ(evaluator_.Evaluate(compilation.program, world_.Context()).value.text(), "negotiation");
  EXPECT_EQ(CompileExpression("\"不知道\"", scope, stage).error.code, ExpressionCode::kUnknownChoice);
  ExpressionGoal founded;
  founded.field = scope.schema->Find("founded_on");
  EXPECT_TRUE(CompileExpression("\"2026-01-01\"", scope, founded).ok());
  EXPECT_FALSE(CompileExpression("1", scope, founded).ok());
}

TEST_F(ExpressionTest, ReadsAndOrderOfFormulas) {
  const ExpressionScope scope = world_.Scope();
  const auto program = [&](const char* source) { return CompileExpression(source, scope).program; };
  const Program own = program("合同金额 + 员工数 + 合同金额");
  EXPECT_EQ(own.reads(), (std::vector<FieldRead>{{1, 3, true}, {1, 16, true}}));
  EXPECT_FALSE(own.is_volatile());
  EXPECT_TRUE(program("today() > 成立日期").is_volatile());
  const Program related = program("sum(合同.金额, 状态 = \"已签\")");
  EXPECT_EQ(related.reads(), (std::vector<FieldRead>{{2, 2, false}, {2, 5, false}, {2, 3, false}}));
  EXPECT_TRUE(related.is_volatile());

  const Program a = program("员工数 + 1"), b = program("length(客户名称)"), c = program("合同金额 * 2");
  // 3 = amount reads staff, 16 = staff reads name, 2 = short name reads amount.
  const std::vector<Formula> formulas = {{1, 2, &c}, {1, 3, &a}, {1, 16, &b}};
  EXPECT_EQ(OrderFormulas(formulas).order, (std::vector<std::size_t>{2, 1, 0}));
  const Program back = program("合同金额 - 1");
  const std::vector<Formula> circle = {{1, 2, &c}, {1, 3, &a}, {1, 16, &back}, {1, 17, &b}};
  const FormulaOrder order = OrderFormulas(circle);
  EXPECT_EQ(order.order, (std::vector<std::size_t>{3}));
  EXPECT_EQ(order.cycle, (std::vector<std::size_t>{1, 2}));
  const std::vector<Formula> self = {{1, 3, &c}};
  EXPECT_EQ(OrderFormulas(self).cycle, (std::vector<std::size_t>{0}));
}

}  // namespace
}  // namespace kedang
