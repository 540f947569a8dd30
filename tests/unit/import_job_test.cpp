#include "wasm/app/import_job.h"

#include <gtest/gtest.h>

#include "shared/intake/xlsx_stream.h"
#include "shared/intake/xlsx_writer.h"
#include "tests/support/import_world.h"

namespace kedang {
namespace {

TEST_F(ImportJobTest, GoesFromFileToRecordsAndBack) {
  Open("公司名称,税号,邮箱\r\n甲有限公司," + std::string(kGood) + ",a@x.cn\r\n乙有限公司,,b@x.cn\r\n");
  ASSERT_EQ(job_.phase(), ImportPhase::kMapping);
  EXPECT_EQ(job_.encoding().encoding, Encoding::kUtf8);
  EXPECT_TRUE(job_.MissingFields().empty());
  Check();
  ASSERT_EQ(job_.phase(), ImportPhase::kReview);
  EXPECT_EQ(job_.verdicts().counts().writable, 2u);
  ASSERT_TRUE(job_.CanWrite());
  job_.Write(1000);
  Store();
  EXPECT_EQ(job_.phase(), ImportPhase::kDone);
  EXPECT_EQ(job_.written(), 2u);
  EXPECT_EQ(workspace_.records().size(), 2u);
  const Group& group = workspace_.client().outbox().groups().front();
  EXPECT_EQ(group.provenance.kind, SourceKind::kImport);
  EXPECT_EQ(group.provenance.source, "a.csv");
  EXPECT_FALSE(group.provenance.batch.is_nil());

  job_.Undo(1000);
  Store();
  EXPECT_EQ(job_.phase(), ImportPhase::kUndone);
  for (const Group& undone : workspace_.client().outbox().groups()) {
    for (const Mutation& mutation : undone.mutations) {
      const auto record = workspace_.records().FindRecord(mutation.record);
      EXPECT_TRUE(!record || record->is_deleted);
    }
  }
}

TEST_F(ImportJobTest, GroupsAreSmallAndShareOneBatch) {
  std::string text = "公司名称\n";
  for (int i = 0; i < 450; ++i) text += "公司" + std::to_string(i) + "有限公司\n";
  Open(text);
  Check();
  job_.Write(1000);
  Run();
  const std::vector<Group> groups = job_.TakeGroups();
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_EQ(groups[0].mutations.size(), 200u);
  EXPECT_EQ(groups[2].mutations.size(), 50u);
  EXPECT_EQ(groups[0].provenance.batch, groups[2].provenance.batch);
}

TEST_F(ImportJobTest, SuggestionMendsTheCellAndTakeBackBringsItAgain) {
  Open("公司名称,税号\n甲有限公司," + std::string(kWrong) + "\n");
  Check();
  EXPECT_EQ(job_.verdicts().counts().blocked, 1u);
  EXPECT_FALSE(job_.CanWrite());
  const std::vector<RowIssue> issues = job_.Explain(0);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].column, 1);
  EXPECT_EQ(issues[0].issue.code, "uscc_check_digit");
  ASSERT_FALSE(issues[0].issue.suggestion.empty());
  job_.SetCell(0, 1, issues[0].issue.suggestion);
  EXPECT_EQ(job_.verdicts().counts().blocked, 0u);
  EXPECT_TRUE(job_.rows().IsChanged(0, 1));
  Run();
  EXPECT_TRUE(job_.CanWrite());
  EXPECT_EQ(job_.TakeBack(), 0u);
  Run();
  EXPECT_EQ(job_.verdicts().counts().blocked, 1u);
  EXPECT_FALSE(job_.rows().IsChanged(0, 1));
  EXPECT_EQ(job_.rows().Cell(0, 1), kWrong);
}

TEST_F(ImportJobTest, AChangeIsFeltByRowsThatRepeatIt) {
  Open("公司名称,邮箱\n甲有限公司,a@x.cn\n乙有限公司,a@x.cn\n丙有限公司,c@x.cn\n");
  Check();
  EXPECT_EQ(CodesOf(1), "duplicate_in_file;");
  EXPECT_EQ(job_.Explain(1)[0].repeats_row, 2u);
  job_.SetCell(0, 1, "new@x.cn");
  EXPECT_TRUE(job_.is_judging());
  Run();
  EXPECT_EQ(CodesOf(1), "");
  job_.LeaveOut(1, true);
  Run();
  EXPECT_EQ(job_.verdicts().counts().writable, 2u);
  EXPECT_EQ(job_.verdicts().counts().left_out, 1u);
}

TEST_F(ImportJobTest, PolicySkipsDuplicates) {
  Open("公司名称,邮箱\n甲有限公司,a@x.cn\n乙有限公司,a@x.cn\n");
  Check();
  EXPECT_EQ(job_.verdicts().counts().writable, 2u);
  job_.SetDuplicates(DuplicatePolicy::kSkip);
  Run();
  EXPECT_EQ(job_.verdicts().counts().writable, 1u);
  EXPECT_EQ(job_.verdicts().counts().duplicates, 1u);
}

TEST_F(ImportJobTest, ColumnsOfOneFieldAreJoinedInTheOrderChosen) {
  Open("公司名称,甲,乙\n甲有限公司,一,二\n");
  job_.SetTarget(2, 4);
  job_.SetTarget(1, 4);
  Check();
  job_.Write(1000);
  Run();
  const std::vector<Group> groups = job_.TakeGroups();
  EXPECT_EQ(FormatPlain(groups[0].mutations[0].edits.back().value), "二 一");
}

TEST_F(ImportJobTest, SettingsReadTheFileAgain) {
  Open("甲有限公司;a@x.cn\n乙有限公司;b@x.cn\n");
  ImportSettings settings;
  settings.delimiter = ";";
  settings.has_header = false;
  job_.SetSettings(settings);
  EXPECT_TRUE(job_.sample().headers.empty());
  EXPECT_EQ(job_.sample().rows.size(), 2u);
  EXPECT_EQ(job_.sample().column_count, 2u);
  job_.SetTarget(0, 1);
  Check();
  EXPECT_EQ(job_.rows().size(), 2u);
  EXPECT_EQ(job_.rows().NumberOf(0), 1u);
  // Another target judges the rows that are there already, changes included.
  job_.SetCell(0, 0, "丙有限公司");
  job_.BackToMapping();
  job_.SetTarget(1, 3);
  Check();
  EXPECT_EQ(job_.rows().Cell(0, 0), "丙有限公司");
}

TEST_F(ImportJobTest, AWorkbookIsReadLikeAnyTable) {
  XlsxWriter writer("客户");
  const auto add = [&writer](std::vector<std::string_view> cells) {
    std::vector<XlsxWriterCell> row;
    for (const std::string_view cell : cells) row.push_back({cell, XlsxCellKind::kText});
    ASSERT_TRUE(writer.WriteRow(row).ok());
  };
  add({"客户名单"});
  add({"公司名称", "电子邮箱"});
  add({"甲有限公司", "a@x.cn"});
  add({"乙有限公司", "b@x.cn"});
  const Bytes bytes = writer.Finish().value();
  Open(std::string(AsText(bytes)), "客户.xlsx");
  ASSERT_EQ(job_.phase(), ImportPhase::kMapping);
  EXPECT_TRUE(job_.is_workbook());
  EXPECT_EQ(job_.sample().sheets, std::vector<std::string>{"客户"});
  EXPECT_EQ(job_.sample().sheet, 1u);
  EXPECT_TRUE(job_.sample().has_header);
  EXPECT_EQ(job_.sample().headers, (std::vector<std::string>{"公司名称", "电子邮箱"}));
  Check();
  ASSERT_EQ(job_.rows().size(), 2u);
  EXPECT_EQ(job_.rows().NumberOf(0), 3u);  // as the spreadsheet counts
  EXPECT_EQ(job_.rows().Cell(1, 0), "乙有限公司");
}

TEST_F(ImportJobTest, WhatIsNoTextIsRefused) {
  Open(std::string("PK\x03\x04", 4) + std::string(100, '\0'), "book.XLSX");
  EXPECT_EQ(job_.phase(), ImportPhase::kFailed);
  EXPECT_TRUE(job_.is_workbook());
  EXPECT_EQ(job_.problem().error().code, ErrorCode::kCorrupt);
  Open(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0'), "old.xls");
  EXPECT_EQ(job_.problem().error().code, ErrorCode::kUnsupported);
  Open("");
  EXPECT_EQ(job_.phase(), ImportPhase::kFailed);
  EXPECT_EQ(job_.problem().error().code, ErrorCode::kNotFound);
}

TEST_F(ImportJobTest, ARowTooLongStopsTheWritingButShowsWhatCameBefore) {
  std::string text = "公司名称,备注\n甲有限公司,好\n";
  for (int i = 0; i < 100; ++i) text += "乙有限公司,好\n";
  text += "丙有限公司," + std::string((1 << 20) + 100, 'x') + "\n丁有限公司,好\n";
  Open(text);
  ASSERT_EQ(job_.phase(), ImportPhase::kMapping);
  Check();
  ASSERT_TRUE(job_.failure().has_value());
  EXPECT_EQ(job_.failure()->row, 103u);
  EXPECT_EQ(job_.failure()->column, 2u);
  EXPECT_EQ(job_.rows().size(), 101u);
  EXPECT_FALSE(job_.CanWrite());
}

TEST_F(ImportJobTest, BytesOfAnEarlierFileAreDropped) {
  file_ = "公司名称\n甲有限公司\n";
  job_.Open("old.csv", file_.size(), 1000);
  const auto read = job_.NextRead();
  ASSERT_TRUE(read.has_value());
  Open("公司名称\n乙有限公司\n", "new.csv");
  job_.OnBytes(read->file, Bytes(10, 'x'));
  Check();
  EXPECT_EQ(job_.rows().Cell(0, 0), "乙有限公司");
}

TEST_F(ImportJobTest, CancelledAndRefusedWritingLeavesTheReview) {
  Open("公司名称\n甲有限公司\n");
  Check();
  job_.Write(1000);
  job_.Cancel();
  EXPECT_EQ(job_.phase(), ImportPhase::kReview);
  job_.Write(1000);
  Run();
  EXPECT_EQ(job_.TakeGroups().size(), 1u);
  EXPECT_TRUE(job_.can_cancel());  // it stops when this slice is stored
  job_.OnStored(Status(ErrorCode::kResourceExhausted, "full"));
  EXPECT_EQ(job_.phase(), ImportPhase::kReview);
  EXPECT_FALSE(job_.problem().ok());
  EXPECT_TRUE(job_.CanWrite());
}

TEST_F(ImportJobTest, BlockedRowsComeWithTheirReasons) {
  Open("公司名称,税号,邮箱\n甲有限公司," + std::string(kWrong) + ",=1+1\n乙有限公司,,\n");
  Check();
  const auto workbook = job_.BlockedRows("客户", "原因", [](const RowIssue& issue) { return issue.issue.code; });
  ASSERT_TRUE(workbook.ok());
  XlsxStream stream{XlsxOptions()};
  ASSERT_TRUE(stream.Feed(*workbook, true).ok());
  std::vector<std::vector<std::string>> rows;
  for (TableRow row; stream.Next(row);) rows.emplace_back(row.cells.begin(), row.cells.end());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"公司名称", "税号", "邮箱", "原因"}));
  EXPECT_EQ(rows[1][1], kWrong);
  EXPECT_EQ(rows[1][2], "=1+1") << "a text, not a formula";
  EXPECT_NE(rows[1][3].find("uscc_check_digit"), std::string::npos);
}

TEST(ImportRowsTest, KeepsCellsAndTheirOriginals) {
  ImportRows rows;
  const std::string large(3 << 20, 'x');
  const std::vector<std::string_view> first = {"a", "", large};
  const std::vector<std::string_view> second = {"b"};
  rows.Append(2, first);
  rows.Append(5, second);
  EXPECT_EQ(rows.Cell(0, 2).size(), large.size());
  EXPECT_EQ(rows.Cell(1, 3), "");
  EXPECT_EQ(rows.RowNumbered(5), 1u);
  EXPECT_EQ(rows.RowNumbered(4), rows.size());
  rows.SetCell(1, 2, "c");
  rows.SetCell(1, 2, "d");
  EXPECT_TRUE(rows.IsChanged(1, 2));
  EXPECT_EQ(rows.Cell(1, 0), "b");
  rows.SetCell(1, 2, "");
  EXPECT_EQ(rows.change_count(), 0u);
}

TEST_F(ImportJobTest, MendsAlikeCellsInOneStep) {
  std::string text = "公司名称,邮箱\n";
  for (int i = 0; i < 6; ++i) text += "公司" + std::to_string(i) + "有限公司,a" + std::to_string(i / 2) + "@163.con\n";
  Open(text);
  Check();
  const std::optional<IssueTotal> kind = job_.KindAt(0, 1, "email_typo");
  ASSERT_TRUE(kind.has_value());
  const KindValues values = job_.ValuesOf(*kind, 2);
  EXPECT_EQ(values.distinct, 3u);
  EXPECT_EQ(values.mendable, 6u);
  ASSERT_EQ(values.values.size(), 2u);
  EXPECT_EQ(values.values[0].text, "a0@163.con");
  EXPECT_EQ(values.values[0].suggestion, "a0@163.com");
  EXPECT_EQ(values.values[0].count, 2u);
  EXPECT_EQ(job_.CountSame(*kind, "a2@163.con"), 2u);

  EXPECT_EQ(job_.MendAsSuggested(*kind), 6u);
  Run();
  EXPECT_EQ(job_.rows().Cell(5, 1), "a2@163.com");
  EXPECT_EQ(job_.rows().changed_rows(), 6u);
  EXPECT_FALSE(job_.KindAt(0, 1, "email_typo").has_value());
  EXPECT_EQ(job_.step_count(), 1u);
  EXPECT_EQ(job_.TakeBack(), 0u);
  Run();
  EXPECT_EQ(job_.rows().changed_rows(), 0u);
  EXPECT_EQ(job_.CountSame(*kind, "a2@163.con"), 2u);

  const std::vector<std::string> chosen = {"a0@163.con", "a1@163.con"};
  EXPECT_EQ(job_.MendValues(*kind, chosen, "b@x.cn"), 4u);
  Run();
  EXPECT_EQ(job_.rows().Cell(3, 1), "b@x.cn");
  EXPECT_EQ(job_.rows().Cell(4, 1), "a2@163.con");
  EXPECT_TRUE(job_.rows().Holds(4, "163.con"));
  EXPECT_FALSE(job_.rows().Holds(3, "163.con"));
}

TEST_F(ImportJobTest, WritesInSlicesThatCanBeStoppedAndGoneOnWith) {
  constexpr std::uint32_t kRows = 9000;
  std::string text = "公司名称\n";
  for (std::uint32_t i = 0; i < kRows; ++i) text += "公司" + std::to_string(i) + "有限公司\n";
  Open(text);
  Check();
  job_.Write(1000);
  Store();
  EXPECT_EQ(job_.phase(), ImportPhase::kWriting);
  EXPECT_EQ(job_.stored(), 4000u);
  job_.Cancel();
  EXPECT_EQ(job_.phase(), ImportPhase::kDone);
  EXPECT_EQ(job_.written(), 4000u);
  EXPECT_EQ(job_.unwritten(), kRows - 4000u);
  EXPECT_EQ(workspace_.records().size(), 4000u);

  job_.Resume(1000);
  // A slice that the browser has no room for is tried again under the same ids.
  Run();
  ASSERT_TRUE(job_.groups_ready());
  const Id first = job_.TakeGroups().front().mutations.front().record;
  job_.OnStored(Status(ErrorCode::kResourceExhausted, "full"));
  EXPECT_EQ(job_.phase(), ImportPhase::kDone);
  EXPECT_FALSE(job_.problem().ok());
  EXPECT_EQ(job_.written(), 4000u);
  job_.Resume(1000);
  Store();
  EXPECT_TRUE(workspace_.records().FindRecord(first).has_value());
  Store();
  EXPECT_EQ(job_.phase(), ImportPhase::kDone);
  EXPECT_EQ(job_.unwritten(), 0u);
  EXPECT_EQ(workspace_.records().size(), kRows);

  job_.Undo(1000);
  for (int slice = 0; slice < 3; ++slice) Store();
  EXPECT_EQ(job_.phase(), ImportPhase::kUndone);
}

TEST_F(ImportJobTest, AColumnIsMendedAsAWholeAndTakenBack) {
  Open("公司名称,备注\n甲有限公司,杭州\n乙有限公司,\n丙有限公司, \n丁有限公司,hangzhou ABC abc\n");
  Check();
  EXPECT_EQ(job_.CountFillDown(1), 2u);
  EXPECT_EQ(job_.FillDown(1), 2u);
  EXPECT_EQ(job_.rows().Cell(2, 1), "杭州");
  EXPECT_EQ(job_.CountFillDown(1), 0u);
  EXPECT_EQ(job_.CountIn(1, "Abc"), 1u);
  EXPECT_EQ(job_.ReplaceIn(1, "abc", "-"), 1u);
  EXPECT_EQ(job_.rows().Cell(3, 1), "hangzhou - -");
  EXPECT_EQ(job_.ReplaceIn(1, "", "x"), 0u);
  const std::vector<std::string> same = {"杭州", "hangzhou - -"};
  EXPECT_EQ(job_.MendColumn(1, same, "杭州市"), 4u);
  job_.TakeBack();
  job_.TakeBack();
  EXPECT_EQ(job_.rows().Cell(3, 1), "hangzhou ABC abc");
  job_.TakeBack();
  EXPECT_EQ(job_.rows().Cell(1, 1), "");
  EXPECT_EQ(job_.rows().changed_rows(), 0u);
}

}  // namespace
}  // namespace kedang
