// The text of queries and what is read from it.
#include "shared/query/query_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "shared/query/query_writer.h"
#include "tests/support/query_world.h"

namespace kedang {
namespace {

class QueryParserTest : public ::testing::Test {
 protected:
  // The canonical text in Chinese, or in English.
  std::string Canonical(std::string_view text, bool is_english = false) {
    const ParsedQuery parsed = ParseQuery(text, world_.Scope("customer"));
    const std::string written = WriteQuery(parsed.query, world_.Scope("customer", is_english));
    const ParsedQuery again = ParseQuery(written, world_.Scope("customer", is_english));
    EXPECT_TRUE(again.query == parsed.query) << text << " → " << written;
    return written;
  }
  std::string Problems(std::string_view text, std::string_view schema = "customer") {
    std::string lines;
    for (const QueryProblem& problem : ParseQuery(text, world_.Scope(schema)).problems) {
      lines += (lines.empty() ? "" : "\n") + FormatQueryProblem(problem);
    }
    return lines;
  }

  QueryWorldForTests world_;
};

TEST_F(QueryParserTest, WordsPhrasesAndNot) {
  EXPECT_EQ(Canonical(""), "");
  EXPECT_EQ(Canonical("  杭州　软件 "), "杭州 软件");
  EXPECT_EQ(Canonical("“杭州 云锦” -上海"), "\"杭州 云锦\" -上海");
  EXPECT_EQ(Canonical("‘a b’ ＂c d＂"), "\"a b\" \"c d\"");
  EXPECT_EQ(Canonical("华测（杭州）有限公司"), "华测（杭州）有限公司");
  EXPECT_EQ(Canonical("(华测(杭州)有限公司)"), "华测(杭州)有限公司");
  EXPECT_EQ(Canonical("－上海 --北京 非 天津"), "-上海 北京 -天津");
  EXPECT_EQ(Canonical("尾号5678 尾号:1234"), "尾号5678 尾号1234");
  EXPECT_EQ(Canonical("尾号5678", true), "ending:5678");
  EXPECT_EQ(Canonical("http://a.cn 10:30"), "\"http://a.cn\" \"10:30\"");
  EXPECT_EQ(Problems("http://a.cn 10:30 华测（杭州）有限公司"), "");
}

TEST_F(QueryParserTest, EitherOr) {
  EXPECT_EQ(Canonical("杭州|上海 软件"), "杭州|上海 软件");
  EXPECT_EQ(Canonical("杭州 软件 或 上海"), "杭州 软件 或 上海");
  EXPECT_EQ(Canonical("杭州 | 上海"), "杭州|上海");
  EXPECT_EQ(Canonical("(杭州 OR 等级:A) 软件"), "(杭州 或 客户等级:\"A 战略\") 软件");
  EXPECT_EQ(Canonical("(杭州 OR 等级:A) 软件", true), "(杭州 OR Level:\"A Strategic\") 软件");
  EXPECT_EQ(Canonical("-（杭州 上海）"), "-(杭州 上海)");
  EXPECT_EQ(Canonical("((a)) b"), "a b");
}

TEST_F(QueryParserTest, FieldsByEveryName) {
  EXPECT_EQ(Canonical("阶段:跟进中"), "客户阶段:跟进中");
  EXPECT_EQ(Canonical("客戶階段：跟進中"), "客户阶段:跟进中");
  EXPECT_EQ(Canonical("Stage:\"In contact\""), "客户阶段:跟进中");
  EXPECT_EQ(Canonical("STATUS:active|project"), "客户阶段:跟进中|已立项");
  EXPECT_EQ(Canonical("\"Short name\":云锦"), "简称:云锦");
  EXPECT_EQ(Canonical("\"Short name\":云锦", true), "short_name:云锦");
  EXPECT_EQ(Canonical("更新:今天 changed:yesterday 创建:2025"), "更新:今天 更新:昨天 创建:2025");
  EXPECT_EQ(Canonical("缺:手机 -缺:邮箱 missing:name has:uscc"), "缺:手机 有:邮箱 缺:客户名称 有:信用代码");
  EXPECT_EQ(Canonical("缺:手机|邮箱"), "缺:手机 或 缺:邮箱");
  EXPECT_EQ(Canonical("重复:是 重复:否"), "重复:是 -重复:是");
  EXPECT_EQ(Canonical("重复:否|是"), "重复:否|是");
  EXPECT_EQ(Canonical("标签:重点客户"), "客户标签:重点客户");
  EXPECT_EQ(Canonical("tags:\"key customer\"", true), "Tags:\"Key customer\"");
}

TEST_F(QueryParserTest, PeopleAsFarAsTheyAreTyped) {
  EXPECT_EQ(Canonical("负责人:王芳"), "负责人:王芳");
  EXPECT_EQ(Canonical("负责人:王"), "负责人:王芳");
  EXPECT_EQ(Canonical("负责人:limin"), "负责人:李敏");
  EXPECT_EQ(Canonical("负责人:wf|lm"), "负责人:王芳|李敏");
  EXPECT_EQ(Problems("负责人:wf"), "");
  EXPECT_NE(Problems("负责人:芳"), "");
}

TEST_F(QueryParserTest, ComparisonsAndRanges) {
  EXPECT_EQ(Canonical("预算:>10万"), "预算:>100000");
  EXPECT_EQ(Canonical("预算>=10万 预算：＜5千"), "预算:>=100000 预算:<5000");
  EXPECT_EQ(Canonical("预算:1万..5万"), "预算:10000..50000");
  EXPECT_EQ(Canonical("预算:1万~5万 预算:..3 预算:4..  预算:-1.5"), "预算:10000..50000 预算:<=3 预算:>=4 预算:-1.5");
  EXPECT_EQ(Canonical("预算:>10|<5"), "预算:>10 或 预算:<5");
  EXPECT_EQ(Canonical("-预算:>10|<5"), "-(预算:>10 或 预算:<5)");
  EXPECT_EQ(Canonical("阶段:!=公海|沉睡"), "-客户阶段:公海|沉睡");
  EXPECT_EQ(Canonical("等级:>=B"), "客户等级:>=\"B 重点\"");
  EXPECT_EQ(Canonical("名称:=云锦 名称!=云锦"), "客户名称:=云锦 -客户名称:云锦");
  EXPECT_EQ(Canonical("最近跟进:2025-03..2025年5月"), "最近跟进:2025-03..2025-05");
  EXPECT_EQ(Canonical("名称:a..b"), "客户名称:a..b");
}

TEST_F(QueryParserTest, DatesInBothLanguages) {
  EXPECT_EQ(Canonical("更新:最近7天|过去30天|近2周|上个月|本季度|2025年|2025Q3|2025-3-1"),
            "更新:最近7天|最近30天|最近2周|上月|本季度|2025|2025-Q3|2025-03-01");
  EXPECT_EQ(Canonical("更新:最近7天|未来3个月|30天前|7天后", true),
            "changed:last-7-days|next-3-months|30-days-ago|7-days-later");
  EXPECT_EQ(Canonical("更新:last_7_days|thisweek|tomorrow"), "更新:最近7天|本周|明天");
}

TEST_F(QueryParserTest, ValuesOfEveryKind) {
  EXPECT_EQ(Canonical("地区:浙江|杭州"), "地区:浙江省|杭州市");
  EXPECT_EQ(ValuesOf(ParseQuery("地区:浙江|杭州", world_.Scope("customer")).query, "region"),
            (std::vector<std::string>{"330000", "330100"}));
  EXPECT_EQ(Canonical("负责人:我|王芳"), "负责人:我|王芳");
  EXPECT_EQ(Canonical("owner:me", true), "Owner:me");
  EXPECT_EQ(Canonical("经销商:是 手机:138-1234"), "是否经销商:是 手机:138-1234");
  EXPECT_EQ(Canonical("阶段:谈"), "客户阶段:谈");  // what is typed so far
  EXPECT_EQ(Problems("阶段:归"), "");
}

TEST_F(QueryParserTest, ProblemsHavePlacesAndSuggestions) {
  EXPECT_EQ(Problems("云锦 客户阶断:公海"), "unknown field at 7: 客户阶断 (did you mean 客户阶段?)");
  EXPECT_EQ(Canonical("云锦 客户阶断:公海"), "云锦 客户阶断 公海");
  EXPECT_EQ(Problems("budgt:>5"), "unknown field at 0: budgt (did you mean Budget?)");
  EXPECT_EQ(Problems("阶段:公孩"), "unknown value at 7: 公孩 (Stage) (did you mean 公海?)");
  EXPECT_EQ(Problems("缺:手鸡"), "unknown field at 4: 手鸡 (did you mean 手机?)");
  EXPECT_EQ(Problems("预算:很多"), "bad number at 7: 很多 (Budget)");
  EXPECT_EQ(Problems("更新:某天"), "bad date at 7: 某天 (changed)");
  EXPECT_EQ(Problems("名称:>5"), "wrong operator at 7 (Name)");
  EXPECT_EQ(Problems("阶段:"), "missing value at 0 (Stage)");
  EXPECT_EQ(Problems("\"杭州 云锦"), "unclosed quote at 0");
  EXPECT_EQ(Canonical("\"杭州 云锦"), "杭州 云锦");
  EXPECT_EQ(Problems("(杭州 (云锦"), "unclosed group at 0\nunclosed group at 8");
  EXPECT_EQ(Canonical("(杭州 (云锦"), "杭州 云锦");
  EXPECT_EQ(Problems("杭州) 云锦"), "stray close at 6");
  EXPECT_EQ(Canonical("杭州) 云锦"), "杭州 云锦");
  EXPECT_EQ(Problems("杭州 或"), "missing part at 7");
  EXPECT_EQ(Problems("- 杭州"), "missing part at 0");
  EXPECT_EQ(Problems("负责人:没有这个人"), "unknown value at 10: 没有这个人 (Owner)");
  EXPECT_EQ(Problems("杭州\xFF"), "bad text at 6");
}

TEST_F(QueryParserTest, AnythingIsAnsweredSoon) {
  const std::vector<std::string> pieces = {"杭", "\"", "“", "(", ")", "（", "-", "|", ":", "阶段:", "a:", "..", "\xFF", "😀", "𠮷", "缺:", "预算:>", "或 ", "‘", "尾号"};
  for (const std::string& piece : pieces) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    const ParsedQuery parsed = ParseQuery(text, world_.Scope("customer"));
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(spent.count(), 2000) << piece;  // far more than it takes: sanitizers are slow
    EXPECT_LE(parsed.problems.size(), 60u);
    const std::string written = WriteQuery(parsed.query, world_.Scope("customer"));
    EXPECT_TRUE(ParseQuery(written, world_.Scope("customer")).query == parsed.query) << piece;
  }
}

// What is passed over costs nothing more for what was read before it.
TEST_F(QueryParserTest, StrayParenthesesBehindManyWordsAreAnsweredSoon) {
  std::string text;
  for (int i = 0; i < 390; ++i) text += "杭 ";
  text += std::string(100'000, ')');
  const auto begin = std::chrono::steady_clock::now();
  const ParsedQuery parsed = ParseQuery(text, world_.Scope("customer"));
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(spent.count(), 2000);
  EXPECT_EQ(parsed.query.parts.size(), 390u);
  EXPECT_EQ(Canonical("a ) b ) ) -c) 阶段:公海"), "a b -c 客户阶段:公海");
}

// Conditions without a value count as parts, too: each of them is looked up.
TEST_F(QueryParserTest, NoMoreThanSoManyConditionsAreRead) {
  for (const char* piece : {"阶段: ", "缺: ", "尾号: "}) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += piece;
    const ParsedQuery parsed = ParseQuery(text + "杭州", world_.Scope("customer"));
    EXPECT_TRUE(parsed.query.is_empty()) << piece;
  }
}

TEST_F(QueryParserTest, AllSchemasAtOnce) {
  const auto count_all = [&] {  // people ask; the product's own records are not among what is found
    const auto& all = world_.schemas().schemas;
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const Schema& schema) { return !schema.is_system; }));
  };
  QueryScope scope = world_.Scope("customer");
  scope.schema = nullptr;
  const ParsedQueries words = ParseQueries("云锦", scope);
  EXPECT_EQ(words.queries.size(), count_all());
  const ParsedQueries amounts = ParseQueries("合同金额:>10万", scope);
  EXPECT_TRUE(amounts.problems.empty());
  EXPECT_LT(amounts.queries.size(), 4u);
  const ParsedQueries unknown = ParseQueries("某某东西:1", scope);
  EXPECT_EQ(unknown.problems.size(), 1u);
  EXPECT_EQ(unknown.queries.size(), count_all());
}

TEST(QueryTest, EditsOfTheTree) {
  Query query;
  SetValues(query, "stage", {"pool", "active"});
  EXPECT_EQ(ValuesOf(query, "stage"), (std::vector<std::string>{"pool", "active"}));
  SetValues(query, "level", {"A"});
  SetValues(query, "stage", {"raw"});
  ASSERT_EQ(PartsOf(query).size(), 2u);
  EXPECT_EQ(PartsOf(query)[0].condition.field, "stage");  // it stays where it was
  AddPart(query, Query::Word("云锦"));
  EXPECT_EQ(WordsOf(query).terms.size(), 1u);
  EXPECT_TRUE(HasConditions(query));
  EXPECT_FALSE(HasWords(WithoutWords(query)));
  SetValues(query, "stage", {});
  EXPECT_TRUE(ValuesOf(query, "stage").empty());
  RemoveConditions(query, "level");
  EXPECT_TRUE(query == Query::Word("云锦"));
  RemovePart(query, 0);
  EXPECT_TRUE(query.is_empty());
  query = Query::Any({Query::Word("a"), Query::Word("b")});
  SetValues(query, "level", {"A"});
  EXPECT_EQ(query.kind, Query::Kind::kAll);
  EXPECT_EQ(query.parts.size(), 2u);
}

}  // namespace
}  // namespace kedang
