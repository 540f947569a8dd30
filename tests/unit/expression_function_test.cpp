// Every row of the function table keeps what its documentation says, and nothing runs for ever.
#include <gtest/gtest.h>

#include <set>

#include "shared/expr/function_docs.h"
#include "shared/expr/nearest.h"
#include "shared/expr/text_pattern.h"
#include "tests/support/asset.h"
#include "tests/support/expression_world.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

TEST(FunctionTableTest, ExamplesGiveWhatTheySay) {
  ExpressionWorld world;
  Evaluator evaluator;
  const Lexicon* lexicon = &ShippedLexicon();
  for (const FunctionRow* row : FunctionTable()) {
    const Compilation compilation = CompileExpression(row->example, world.Scope(lexicon));
    ASSERT_TRUE(compilation.ok()) << row->name << ": " << FormatExpressionError(compilation.error);
    const Evaluation evaluation = evaluator.Evaluate(compilation.program, world.Context(lexicon));
    ASSERT_TRUE(evaluation.ok()) << row->name;
    EXPECT_EQ(FormatPlain(ToValue(evaluation.value)), row->result) << row->example;
    // The example shows the function, under one of its names.
    const std::string example(row->example);
    EXPECT_TRUE(example.find(std::string(row->name) + "(") != std::string::npos ||
                example.find(std::string(row->zh) + "(") != std::string::npos)
        << row->name;
  }
}

TEST(FunctionTableTest, NamesAreUniqueAndEveryRowIsWhole) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < FunctionTable().size(); ++i) {
    const FunctionRow& row = *FunctionTable()[i];
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(names.insert(row.zh).second) << row.zh;
    EXPECT_EQ(FindFunction(row.name), i);
    EXPECT_EQ(FindFunction(row.zh), i);
    EXPECT_FALSE(row.doc_en.empty() || row.doc_zh.empty());
    const bool is_compiled = row.form == FunctionForm::kIf || row.form == FunctionForm::kCoalesce ||
                             row.form == FunctionForm::kFilter || row.form == FunctionForm::kStage ||
                             row.form == FunctionForm::kOwner || row.form == FunctionForm::kLabel;
    EXPECT_EQ(row.body == nullptr, is_compiled) << row.name;
  }
  EXPECT_EQ(FindFunction("ＬＥＦＴ"), FindFunction("left"));
  EXPECT_FALSE(FindFunction("nothing").has_value());
}

TEST(FunctionTableTest, DocumentationHoldsEveryFunctionInBothLanguages) {
  const std::string zh = FunctionDocs(false), en = FunctionDocs(true);
  for (const FunctionRow* row : FunctionTable()) {
    EXPECT_NE(zh.find("`" + std::string(row->zh) + "("), std::string::npos) << row->zh;
    EXPECT_NE(en.find("`" + std::string(row->name) + "("), std::string::npos) << row->name;
    EXPECT_NE(en.find(row->doc_en), std::string::npos) << row->name;
  }
  EXPECT_EQ(FunctionUsage(*FunctionTable()[*FindFunction("mid")], true), "mid(text, number[, number])");
  EXPECT_EQ(FunctionUsage(*FunctionTable()[*FindFunction("mid")], false), "截取(文本, 数值[, 数值])");
}

TEST(ExpressionErrorTest, EveryCodeHasItsTextInBothLanguages) {
  for (const char* file : {"assets/locale/zh.json", "assets/locale/en.json"}) {
    const std::string locale = ReadAsset(file);
    for (int code = 1; code < kExpressionCodeCount; ++code) {
      const std::string key = "\"expr." + std::string(ExpressionCodeName(static_cast<ExpressionCode>(code))) + "\"";
      EXPECT_NE(locale.find(key), std::string::npos) << file << " " << key;
    }
    for (int kind = 0; kind < 12; ++kind) {
      const ExpressionType type{static_cast<ExpressionKind>(kind / 2), kind % 2 == 1, nullptr, nullptr};
      EXPECT_NE(locale.find("\"expr.type_" + std::string(TypeName(type)) + "\""), std::string::npos) << TypeName(type);
    }
  }
}

TEST(TextPatternTest, FitsTheWholeText) {
  EXPECT_TRUE(MatchesPattern("", ""));
  EXPECT_TRUE(MatchesPattern("", "**"));
  EXPECT_FALSE(MatchesPattern("", "?"));
  EXPECT_TRUE(MatchesPattern("杭州云锦", "杭?云*"));
  EXPECT_FALSE(MatchesPattern("杭州云锦", "杭云*"));
  EXPECT_TRUE(MatchesPattern("KD-01", "[A-Z][A-Z]-[0-9]?"));
  EXPECT_TRUE(MatchesPattern("x", "[!0-9]"));
  EXPECT_FALSE(MatchesPattern("5", "[!0-9]"));
  EXPECT_TRUE(MatchesPattern("]", "[]]"));
  EXPECT_TRUE(MatchesPattern("a*b", "a\\*b"));
  EXPECT_FALSE(MatchesPattern("axb", "a\\*b"));
  EXPECT_TRUE(MatchesPattern("[", "["));
  EXPECT_TRUE(MatchesPattern("abab", "*ab"));
  EXPECT_FALSE(MatchesPattern(std::string(5000, 'a'), "*a*a*a*a*a*a*a*a*b"));
}

TEST(NearestWordTest, FindsWhatWasMeant) {
  EXPECT_EQ(EditDistance(U"谈判", U"谈叛"), 1u);
  EXPECT_EQ(EditDistance(U"ab", U"ba"), 1u);
  EXPECT_EQ(EditDistance(U"", U"abc"), 3u);
  EXPECT_EQ(NearestWord("STAEG", {"name", "stage"}), "stage");
  EXPECT_EQ(NearestWord("金额", {"客户", "合同金额"}), "合同金额");
  EXPECT_EQ(NearestWord("完全不同", {"客户", "合同金额"}), "");
}

// A cost limit ends what a reader could not wait for; the memory of the attempt is bounded, too.
TEST(EvaluatorLimitsTest, NothingRunsForEver) {
  ExpressionWorld world;
  Evaluator evaluator;
  world.records.front().Set(1, Value::Text(std::string(60'000, 'a')));
  world.records.front().Set(2, Value::Text(std::string(30'000, 'a') + "b"));
  for (int i = 0; i < 3000; ++i) {
    Record& contract = world.Add(2, Id{2, static_cast<std::uint64_t>(i)});
    contract.Set(2, Value::Text(FormatId({1, 100})));
    contract.Set(3, Value::Integer(i));
  }
  std::string doubled = "客户名称";
  for (int i = 0; i < 60; ++i) doubled = "concat(" + doubled + ", " + "客户名称" + ")";
  std::string replaced = "客户名称";
  for (int i = 0; i < 5; ++i) replaced = "replace(" + replaced + ", \"a\", 客户名称)";
  const std::string kSources[] = {
      doubled + " & " + doubled,
      replaced,
      "客户名称 contains 简称",
      "matches(客户名称, \"*\" & 简称)",
      "count(合同, count(合同.客户, 真) > 0)",
      "count(合同, any(客户.合同, 金额 > 1亿))",
      "count(unique(合同.金额))"};
  for (const std::string& source : kSources) {
    const Compilation compilation = CompileExpression(source, world.Scope());
    ASSERT_TRUE(compilation.ok()) << FormatExpressionError(compilation.error);
    const Evaluation evaluation = evaluator.Evaluate(compilation.program, world.Context());
    EXPECT_EQ(evaluation.error, ExpressionCode::kTooCostly) << source.substr(0, 60);
    EXPECT_TRUE(evaluation.value.is_null());
  }
  // The evaluator is as good as new.
  const Compilation compilation = CompileExpression("1 + 1", world.Scope());
  EXPECT_EQ(evaluator.Evaluate(compilation.program, world.Context()).value.units, 2);
  // Work below the limit is done.
  const Compilation sum = CompileExpression("sum(合同.金额, 金额 < 10)", world.Scope());
  EXPECT_EQ(evaluator.Evaluate(sum.program, world.Context()).value.units, 45);
}

TEST(EvaluatorLimitsTest, WithoutRecordsOrARecord) {
  ExpressionWorld world;
  Evaluator evaluator;
  EvaluationContext context = world.Context();
  context.related = nullptr;
  for (const char* source : {"count(合同)", "上级客户.客户名称", "上级客户 & \"\""}) {
    const Compilation compilation = CompileExpression(source, world.Scope());
    ASSERT_TRUE(compilation.ok());
    EXPECT_EQ(evaluator.Evaluate(compilation.program, context).error, ExpressionCode::kNoRecords) << source;
  }
  const Compilation empty = CompileExpression("上级客户 = 空", world.Scope());
  EXPECT_FALSE(evaluator.Evaluate(empty.program, context).value.is_true());
  context.record = nullptr;
  EXPECT_TRUE(evaluator.Evaluate(empty.program, context).value.is_true());
}

TEST(EvaluatorTest, AProgramOutlivesItsSchemasAndMoves) {
  auto world = std::make_unique<ExpressionWorld>();
  Compilation compilation = CompileExpression("label(阶段) & \"/\" & if(阶段 in [\"谈判\"], \"是\", \"不\")", world->Scope());
  ASSERT_TRUE(compilation.ok());
  const Program program = std::move(compilation.program);
  const Record record = world->records.front();
  world.reset();
  EvaluationContext context;
  context.record = &record;
  Evaluator evaluator;
  EXPECT_EQ(evaluator.Evaluate(program, context).value.text(), "谈判/是");
  context.is_english = true;
  EXPECT_EQ(evaluator.Evaluate(program, context).value.text(), "Negotiation/是");
}

}  // namespace
}  // namespace kedang
