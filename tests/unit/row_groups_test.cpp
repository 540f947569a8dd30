#include "wasm/app/row_groups.h"

#include <gtest/gtest.h>

#include "tests/support/view_schemas.h"
#include "wasm/app/grouped_lines.h"

namespace kedang {
namespace {

class RowGroupsTest : public testing::Test {
 protected:
  RowSource Source() {
    RowSource source;
    source.size = rows_.size();
    source.at = [this](std::size_t place) { return rows_[place]; };
    source.revision = ++revision_;
    return source;
  }
  void Add(const std::string& name, const std::string& stage, std::int64_t amount = 0, Date due = {}) {
    rows_.push_back(world_.RowOf(world_.Deal(name, stage, amount, due)));
  }
  void Make(FieldId field, RowGroups::Days days = RowGroups::Days::kByMonth) {
    groups_.Show(world_.Of("deal"), field, {3}, days);
    const RowSource source = Source();
    int steps = 0;
    while (!groups_.Step(world_.workspace, source, world_.workspace.Format(false), [] { return true; })) ASSERT_LT(++steps, 1000);
  }
  std::string Told() const {
    std::string text;
    for (const RowGroup& group : groups_.groups()) {
      text += group.key + "/" + group.label + "/" + std::to_string(group.rows.size()) + "/" + FormatDecimal(group.sums[0]) + " ";
    }
    return text;
  }

  ViewWorld world_;
  RowGroups groups_;
  std::vector<Row> rows_;
  std::uint64_t revision_ = 0;
};

TEST_F(RowGroupsTest, ChoicesStandInTheirOrderWithCountsAndSums) {
  Add("甲", "offer", 100);
  Add("乙", "need", 20);
  Add("丙", "", 3);
  Add("丁", "offer", 11);
  Make(2);
  EXPECT_EQ(Told(), "need/需求/1/20 offer/报价/2/111 won/赢单/0/0 //1/3 ");
  EXPECT_EQ(groups_.groups()[1].rows, (std::vector<Row>{rows_[0], rows_[3]}));
}

TEST_F(RowGroupsTest, WhatKeepsPlacesLetsGoWhenSomethingElseIsShown) {
  Add("甲", "need", 1, *MakeDate(2026, 11, 22));
  Make(4);
  const std::uint64_t before = groups_.revision();
  groups_.Show(world_.Of("deal"), 4, {3}, RowGroups::Days::kByDay);
  EXPECT_TRUE(groups_.groups().empty());
  EXPECT_NE(groups_.revision(), before);
}

TEST_F(RowGroupsTest, DatesStandByMonthOrDay) {
  Add("甲", "need", 1, *MakeDate(2026, 12, 1));
  Add("乙", "need", 2, *MakeDate(2026, 11, 22));
  Add("丙", "need", 4, *MakeDate(2026, 11, 30));
  Make(4);
  EXPECT_EQ(Told(), "2026-11/2026-11/2/6 2026-12/2026-12/1/1 ");
  Make(4, RowGroups::Days::kByDay);
  EXPECT_EQ(Told(), "2026-11-22/2026-11-22/1/2 2026-11-30/2026-11-30/1/4 2026-12-01/2026-12-01/1/1 ");
}

TEST_F(RowGroupsTest, SumsSayNothingOfPeopleAndRatings) {
  std::string told;
  for (const Field* field : RowGroups::SumFields(world_.workspace, world_.Of("deal"))) told += field->key + " ";
  EXPECT_EQ(told, "amount score ");
  EXPECT_TRUE(RowGroups::CanGroup(*world_.Of("deal").Find("stage")));
  EXPECT_FALSE(RowGroups::CanGroup(*world_.Of("deal").Find("name")));
}

TEST_F(RowGroupsTest, LinesHaveHeadsAndFold) {
  for (int i = 0; i < 3; ++i) Add("甲" + std::to_string(i), "need", 1);
  for (int i = 0; i < 2; ++i) Add("乙" + std::to_string(i), "won", 1);
  Make(2);
  GroupedLines lines;
  lines.Make(groups_.groups());
  ASSERT_EQ(lines.count(), 7);  // the column without rows has no head
  EXPECT_EQ(lines.heads(), (std::vector<std::int64_t>{0, 4}));
  EXPECT_EQ(lines.HeadAt(4)->key, "won");
  EXPECT_EQ(lines.HeadAt(1), nullptr);
  EXPECT_EQ(lines.RowAt(0), kNoRow);
  EXPECT_EQ(lines.RowAt(1), rows_[0]);
  EXPECT_EQ(lines.RowAt(6), rows_[4]);
  EXPECT_EQ(lines.RowAt(7), kNoRow);
  EXPECT_EQ(lines.RowAt(-1), kNoRow);
  EXPECT_EQ(lines.LineOf(rows_[4]), 6);
  lines.Toggle("need");
  EXPECT_EQ(lines.count(), 4);
  EXPECT_EQ(lines.LineOf(rows_[0]), -1);
  EXPECT_EQ(lines.RowAt(2), rows_[3]);
  lines.Toggle("need");
  EXPECT_EQ(lines.count(), 7);
  for (std::int64_t line = 0; line < lines.count(); ++line) {
    const Row row = lines.RowAt(line);
    EXPECT_EQ(row == kNoRow, lines.HeadAt(line) != nullptr) << line;
    if (row != kNoRow) {
      EXPECT_EQ(lines.LineOf(row), line);
    }
  }
}

TEST_F(RowGroupsTest, OldGroupsStayUntilNewOnesAreWhole) {
  for (int i = 0; i < 500; ++i) Add("甲" + std::to_string(i), "need", 1);
  Make(2);
  const std::uint64_t made = groups_.revision();
  const RowSource source = Source();
  EXPECT_FALSE(groups_.Step(world_.workspace, source, world_.workspace.Format(false), [] { return true; }));
  EXPECT_EQ(groups_.groups()[0].rows.size(), 500u);
  EXPECT_EQ(groups_.revision(), made);
  while (!groups_.Step(world_.workspace, source, world_.workspace.Format(false), [] { return true; })) {
  }
  EXPECT_EQ(groups_.revision(), made + 1);
}

}  // namespace
}  // namespace kedang
