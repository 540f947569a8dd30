// An import in the browser: columns split and joined, what standardising changes, and what stays as it was typed.
#include <gtest/gtest.h>

#include "tests/support/import_world.h"
#include "wasm/app/column_changes.h"

namespace kedang {
namespace {

constexpr std::string_view kParts = "公司名称,联系,甲,乙\n甲有限公司,张三/a@x.cn,一,二\n乙有限公司,李四／b@x.cn/备用,三,\n";

class ImportColumnsTest : public ImportJobTest {
 protected:
  // What the row would write to the field.
  std::string Written(std::uint32_t row, FieldId field) {
    Check();
    job_.Write(1000);
    Run();
    const std::vector<Group> groups = job_.TakeGroups();
    for (const CellEdit& edit : groups.at(0).mutations.at(row).edits) {
      if (edit.field == field) return FormatPlain(edit.value);
    }
    return "";
  }
};

TEST_F(ImportColumnsTest, PartsOfAColumnFeedFields) {
  Open(std::string(kParts));
  job_.SetTarget(1, 4);
  const std::vector<ColumnCut> cuts = {{"/", 1, 1}, {"/", 2, 0}};
  job_.SplitColumn(1, cuts);
  EXPECT_EQ(job_.CutsOf(1), cuts);
  ASSERT_EQ(job_.mapping().made.size(), 2u);
  EXPECT_EQ(job_.mapping().columns[1].field, 0u) << "the whole feeds nothing more";
  EXPECT_EQ(job_.mapping().made[1].target.field, 3u) << "told by what is in it";
  EXPECT_EQ(job_.SampleOf(job_.mapping().made[0].column), (std::vector<std::string>{"张三", "李四"}));
  job_.SetMadeTarget(0, 4);
  EXPECT_EQ(job_.mapping().FieldsOf(1), (std::vector<FieldId>{4, 3}));
  job_.SplitColumn(1, std::vector<ColumnCut>{{"/", 1, 1}, {"/", 2, 2}, {"/", 3, 0}});
  ASSERT_EQ(job_.mapping().made.size(), 3u);
  job_.SetMadeTarget(0, 4);
  EXPECT_EQ(Written(0, 3), "a@x.cn");
}

TEST_F(ImportColumnsTest, AChangedCellChangesItsParts) {
  Open(std::string(kParts));
  job_.SplitColumn(1, std::vector<ColumnCut>{{"/", 1, 1}, {"/", 2, 2}});
  Check();
  job_.SetCell(0, 1, "张三/a.x.cn");
  Run();
  ASSERT_NE(CodesOf(0).find("email_at"), std::string::npos);
  ASSERT_FALSE(job_.Explain(0).empty());
  EXPECT_EQ(job_.Explain(0)[0].column, 1u) << "said where it can be mended";
  job_.SetCell(0, 1, "张三/c@x.cn");
  Run();
  EXPECT_EQ(CodesOf(0), "");
  EXPECT_EQ(job_.TextOfField(0, 3), "c@x.cn");
}

TEST_F(ImportColumnsTest, ColumnsAreJoinedAndComeApart) {
  Open(std::string(kParts));
  job_.SetTarget(2, 4);
  job_.JoinColumns({{2, ""}, {3, "-"}});
  ASSERT_EQ(job_.mapping().made.size(), 1u);
  EXPECT_EQ(job_.mapping().made[0].target.field, 4u) << "for what the first was for";
  EXPECT_EQ(job_.SampleOf(job_.mapping().made[0].column), (std::vector<std::string>{"一-二", "三"}));
  job_.RemoveMade(0);
  EXPECT_TRUE(job_.mapping().made.empty());
  job_.JoinColumns({{2, ""}, {3, "-"}});
  job_.SetMadeTarget(0, 4);
  EXPECT_EQ(Written(0, 4), "一-二");
}

TEST_F(ImportColumnsTest, AProfileKeepsThem) {
  Open(std::string(kParts));
  job_.SplitColumn(1, std::vector<ColumnCut>{{"/", 1, 1}, {"/", 2, 2}});
  job_.SetMadeTarget(0, 4);
  ImportProfile profile;
  profile.schema = "customer";
  profile.plan = ParsePlan(FormatPlan(job_.PlanNow())).value();
  Open("联系,公司名称\n王五/w@x.cn,丙有限公司\n");
  ASSERT_TRUE(job_.ApplyProfile(profile));
  ASSERT_EQ(job_.mapping().made.size(), 2u);
  EXPECT_EQ(job_.PlanNow().made, profile.plan.made);
  EXPECT_EQ(Written(0, 3), "w@x.cn");
}

TEST_F(ImportColumnsTest, SaysWhatIsStandardisedInSlices) {
  std::string text = "公司名称,邮箱\n";
  for (int i = 0; i < 100; ++i) text += "Ａ" + std::to_string(i) + " 有限公司,a" + std::to_string(i) + (i < 40 ? "@X.cn\n" : "@x.cn\n");
  Open(text);
  Check();
  ColumnChanges changes(job_, workspace_);
  changes.Start();
  int slices = 1;
  while (!changes.Step([] { return true; })) ++slices;
  EXPECT_GT(slices, 2);
  EXPECT_EQ(changes.cells(), 140u);
  const std::vector<ColumnChanges::Column> columns = changes.columns();
  ASSERT_EQ(columns.size(), 2u);
  EXPECT_EQ(columns[0].field->key, "name");
  EXPECT_EQ(columns[0].cells, 100u);
  EXPECT_TRUE(columns[0].may_keep_typed);
  ASSERT_EQ(columns[0].kinds.size(), 1u);
  EXPECT_EQ(columns[0].kinds[0].change, TextChange::kWidth);
  ASSERT_EQ(columns[0].kinds[0].examples.size(), 3u);
  EXPECT_EQ(columns[0].kinds[0].examples[0].before, "Ａ0 有限公司");
  EXPECT_EQ(columns[0].kinds[0].examples[0].after, "A0 有限公司");
  EXPECT_EQ(columns[1].kinds[0].change, TextChange::kCase);
  EXPECT_EQ(columns[1].kinds[0].cells, 40u);
  EXPECT_FALSE(columns[1].may_keep_typed);
}

TEST_F(ImportColumnsTest, WhatIsKeptAsTypedIsWrittenSo) {
  Open("公司名称,邮箱\nＡ 有限公司,a@X.cn\n");
  Check();
  job_.SetAsTyped(1, true);
  job_.SetAsTyped(3, true);
  Run();
  ColumnChanges changes(job_, workspace_);
  changes.Start();
  EXPECT_TRUE(changes.Step([] { return false; }));
  EXPECT_EQ(changes.cells(), 1u) << "an address has one form only";
  ASSERT_EQ(changes.columns().size(), 2u);
  EXPECT_TRUE(job_.PlanNow().columns[0].is_as_typed);
  job_.Write(1000);
  Run();
  const std::vector<Group> groups = job_.TakeGroups();
  EXPECT_EQ(FormatPlain(groups[0].mutations[0].edits[0].value), "Ａ 有限公司");
  EXPECT_EQ(FormatPlain(groups[0].mutations[0].edits[1].value), "a@x.cn");
}

}  // namespace
}  // namespace kedang
