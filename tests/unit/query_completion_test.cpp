// What completion offers at the caret, and what the text becomes.
#include "shared/query/query_completion.h"

#include <gtest/gtest.h>

#include "tests/support/query_world.h"

namespace kedang {
namespace {

class Vocabulary final : public QueryVocabulary {
 public:
  std::vector<std::pair<Id, std::string>> People() const override { return {{FieldTypeWorld::IdOf(0), "王芳"}, {FieldTypeWorld::IdOf(1), "李敏"}}; }
  std::vector<std::string> ValuesIn(SchemaId, FieldId field, std::size_t) const override {
    return field == 16 ? std::vector<std::string>{"重点客户", "我的标签"} : std::vector<std::string>();
  }
};

class QueryCompletionTest : public ::testing::Test {
 protected:
  // The text after taking the completion with that label; '^' is the caret. "–" when it is not offered.
  std::string Take(std::string text, std::string_view label, bool is_english = false) {
    const std::size_t caret = text.find('^');
    text.erase(caret, 1);
    for (const QueryCompletion& one : CompleteQuery(text, caret, world_.Scope("customer", is_english), &vocabulary_, 200)) {
      if (one.label == label) return text.substr(0, one.begin) + one.insert + text.substr(one.end);
    }
    return "–";
  }
  std::vector<std::string> Labels(std::string text, std::size_t limit) {
    const std::size_t caret = text.find('^');
    text.erase(caret, 1);
    std::vector<std::string> labels;
    for (const QueryCompletion& one : CompleteQuery(text, caret, world_.Scope("customer"), &vocabulary_, limit)) labels.push_back(one.label);
    return labels;
  }

  QueryWorldForTests world_;
  Vocabulary vocabulary_;
};

TEST_F(QueryCompletionTest, Fields) {
  EXPECT_EQ(Take("阶^", "客户阶段"), "客户阶段:");
  EXPECT_EQ(Take("云锦 -khjd^", "客户阶段"), "云锦 -客户阶段:");
  EXPECT_EQ(Take("(sta^", "Stage", true), "(Stage:");
  EXPECT_EQ(Take("阶^段:公海", "客户阶段"), "客户阶段:公海");
  EXPECT_EQ(Take("更^", "更新"), "更新:");
  EXPECT_EQ(Take("重^", "重复"), "重复:是");
  EXPECT_EQ(Take("缺:手^", "手机"), "缺:手机");
  EXPECT_TRUE(Labels("zzzz^", 5).empty());
  EXPECT_EQ(Labels("^", 3).size(), 3u);
}

TEST_F(QueryCompletionTest, Values) {
  EXPECT_EQ(Take("阶段:^", "公海"), "阶段:公海");
  EXPECT_EQ(Take("阶段:公海|跟^ 云锦", "跟进中"), "阶段:公海|跟进中 云锦");
  EXPECT_EQ(Take("等级:>=^", "B 重点"), "等级:>=\"B 重点\"");
  EXPECT_EQ(Take("负责人:w^", "王芳"), "负责人:王芳");
  EXPECT_EQ(Take("负责人:wangf^", "王芳"), "负责人:王芳");
  EXPECT_EQ(Take("负责人:lim^", "李敏"), "负责人:李敏");
  EXPECT_EQ(Take("地区:hangzh^", "杭州市"), "地区:杭州市");
  EXPECT_EQ(Take("负责人:^", "我"), "负责人:我");
  EXPECT_EQ(Take("标签:我^", "我的标签"), "标签:我的标签");
  EXPECT_EQ(Take("地区:杭^", "杭州市"), "地区:杭州市");
  EXPECT_EQ(Take("更新:最近^", "最近7天"), "更新:最近7天");
  EXPECT_EQ(Take("changed:last^", "last-30-days", true), "changed:last-30-days");
  EXPECT_EQ(Take("预算:^", ">"), "预算:>");
  EXPECT_EQ(Take("预算:>^", ">"), "–");
  EXPECT_EQ(Take("最近跟进:上月..^", "今天"), "最近跟进:上月..今天");
  EXPECT_EQ(Take("公海^", "公海"), "客户阶段:公海");  // a choice typed as a word
  // A dash or a parenthesis within a word is part of it.
  EXPECT_EQ(Take("changed:last-7^", "last-7-days", true), "changed:last-7-days");
  EXPECT_EQ(Take("-更新:last-3^", "最近30天"), "-更新:最近30天");
  EXPECT_EQ(Take("云锦(集团)阶^", "客户阶段"), "–");
  EXPECT_EQ(Take("(云锦)阶^", "客户阶段"), "(云锦)客户阶段:");
}

}  // namespace
}  // namespace kedang
