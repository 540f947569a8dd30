#include "wasm/app/import_job.h"

#include "wasm/app/column_groups.h"

#include <gtest/gtest.h>

#include "shared/intake/xlsx_writer.h"
#include "shared/sync/client_state.h"
#include "shared/sync/codec.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,
  "label":{"zh":"客户","en":"Customers"},"icon":"users","title":"name","groups":[{"key":"main","label":{"zh":"主","en":"Main"}}],
  "fields":[
   {"id":1,"key":"name","label":{"zh":"客户名称","en":"Name"},"type":"text","group":"main","required":true,"synonyms":["公司名称"]},
   {"id":2,"key":"uscc","label":{"zh":"信用代码","en":"Credit code"},"type":"uscc","group":"main","unique":"block","synonyms":["税号"]},
   {"id":3,"key":"email","label":{"zh":"邮箱","en":"E-mail"},"type":"email","group":"main","unique":"warn"},
   {"id":4,"key":"note","label":{"zh":"备注","en":"Note"},"type":"long_text","group":"main"}]}]})";

constexpr std::string_view kGood = "91330106673959654P";
constexpr std::string_view kWrong = "91330106673959654Q";

class ImportJobTest : public testing::Test {
 protected:
  ImportJobTest() : workspace_(storage_, clock_, random_, TestLexicon(), "test", [] {}), job_(workspace_, [] { return nullptr; }) {
    ClientState state;
    state.replica = Id{1, 1};
    state.schemas = std::string(kSchemas);
    workspace_.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
    EXPECT_TRUE(workspace_.client().Start().ok());
    job_.SetSchema(7);
  }

  // Answers every wish for bytes and works until nothing is left to do.
  void Run() {
    for (bool has_more = true; has_more;) {
      has_more = false;
      while (const auto read = job_.NextRead()) {
        const auto begin = file_.begin() + static_cast<std::ptrdiff_t>(read->offset);
        job_.OnBytes(read->file, Bytes(begin, begin + static_cast<std::ptrdiff_t>(read->size_bytes)));
        has_more = true;
      }
      int slices = 0;
      has_more = job_.Step([&slices] { return slices++ > 0; }, 1000) || has_more;
    }
  }
  void Open(std::string text, std::string name = "a.csv") {
    file_ = std::move(text);
    job_.Open(std::move(name), file_.size(), 1000);
    Run();
  }
  void Check() {
    job_.Check(1000);
    Run();
  }
  // Writes and stores; the storage answers at once.
  void Store() {
    Run();
    ASSERT_TRUE(job_.groups_ready());
    workspace_.client().Submit(job_.TakeGroups(), [this](Status status) { job_.OnStored(status); });
  }
  std::string CodesOf(std::uint32_t row) {
    std::string codes;
    for (const CellIssue& issue : job_.verdicts().IssuesOf(row)) codes += job_.verdicts().CodeOf(issue) + ";";
    return codes;
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
  ImportJob job_;
  std::string file_;
};

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
  const std::string csv = job_.BlockedRows("原因", [](const RowIssue& issue) { return issue.issue.code; });
  EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_NE(csv.find("公司名称,税号,邮箱,原因\r\n"), std::string::npos);
  EXPECT_NE(csv.find("uscc_check_digit"), std::string::npos);
  EXPECT_NE(csv.find("'=1+1"), std::string::npos);
  EXPECT_EQ(csv.find("乙有限公司"), std::string::npos);
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

constexpr std::string_view kPartySchemas = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,
  "label":{"zh":"客户","en":"Customers"},"title":"name","fields":[
   {"id":1,"key":"name","label":{"zh":"客户名称"},"type":"text","format":"company_name","required":true,"unique":"warn"},
   {"id":2,"key":"uscc","label":{"zh":"信用代码"},"type":"uscc","unique":"block","synonyms":["税号"]},
   {"id":3,"key":"mobile","label":{"zh":"手机"},"type":"phone"},
   {"id":4,"key":"note","label":{"zh":"备注"},"type":"long_text"},
   {"id":5,"key":"tags","label":{"zh":"标签"},"type":"tags","choices":[{"key":"疑似重复","label":{"zh":"疑似重复"}}]}]}]})";

class ImportDuplicatesTest : public ImportJobTest {
 protected:
  ImportDuplicatesTest() {
    ClientState state;
    state.replica = Id{1, 1};
    state.schemas = std::string(kPartySchemas);
    party_.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
    EXPECT_TRUE(party_.client().Start().ok());
    while (!party_.IndexStep(1000)) {
    }
    import_.SetSchema(7);
  }
  Id Insert(std::vector<std::pair<FieldId, Value>> cells) {
    const Id id = party_.client().NewId();
    Group group;
    group.mutations.push_back(party_.client().MakeInsert(7, id, std::move(cells)));
    party_.client().Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
    return id;
  }
  void Work() {
    for (bool has_more = true; has_more;) {
      has_more = false;
      while (const auto read = import_.NextRead()) {
        const auto begin = file_.begin() + static_cast<std::ptrdiff_t>(read->offset);
        import_.OnBytes(read->file, Bytes(begin, begin + static_cast<std::ptrdiff_t>(read->size_bytes)));
        has_more = true;
      }
      int slices = 0;
      has_more = import_.Step([&slices] { return slices++ > 0; }, 1000) || has_more;
    }
  }
  void Match(std::string text) {
    file_ = std::move(text);
    import_.Open("b.csv", file_.size(), 1000);
    Work();
    import_.Check(1000);
    Work();
    ASSERT_EQ(import_.phase(), ImportPhase::kReview);
    import_.FindDuplicates(1000);
    EXPECT_FALSE(import_.CanWrite());
    Work();
    EXPECT_FALSE(import_.is_matching());
    EXPECT_FALSE(import_.is_judging());
  }
  void Submit() {
    Work();
    ASSERT_TRUE(import_.groups_ready());
    party_.client().Submit(import_.TakeGroups(), [this](Status status) { import_.OnStored(status); });
  }
  Record Get(Id id) { return *party_.records().FindRecord(id); }

  MemoryStorage party_storage_;
  Workspace party_{party_storage_, clock_, random_, TestLexicon(), "test", [] {}};
  PoolMatch pool_{party_};
  ImportJob import_{party_, [] { return nullptr; }, &pool_};
};

TEST_F(ImportDuplicatesTest, RowsOfThePoolFillWhatItLeavesEmptyAndCanBeTakenBack) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {3, Value::Text("19900001234")}});
  const Id sea = Insert({{1, Value::Text("宁波海运物流有限公司")}, {2, Value::Text(std::string(kGood))}});
  // Row 1 is typed otherwise, row 2 has the code of another record, row 3 repeats row 4, row 5 is new.
  Match("客户名称,税号,手机,备注\n云锦科技（杭州）有限公司,,199 0000 1234,展会\n海运物流," + std::string(kGood) +
        ",19900005678,码头\n苏州绿野食品有限公司,,19900009999,\n苏州绿野食品有限公司,,19900009999,\n温州山川阀门有限公司,,,\n");
  const ImportDuplicates& found = import_.found();
  EXPECT_EQ(found.CountOf(DuplicateKind::kPool), 2u);
  EXPECT_EQ(found.CountOf(DuplicateKind::kFile), 1u);
  ASSERT_TRUE(found.Find(0) != nullptr && found.Find(1) != nullptr && found.Find(3) != nullptr);
  EXPECT_EQ(found.Find(0)->record, cloud);
  EXPECT_EQ(found.Find(1)->record, sea);
  EXPECT_EQ(found.Find(3)->of_row, 2u);
  EXPECT_EQ(found.Find(4), nullptr);
  const VerdictCounts& counts = import_.verdicts().counts();
  EXPECT_EQ(counts.updates, 2u);
  EXPECT_EQ(counts.writable, 4u);
  EXPECT_EQ(counts.duplicates, 1u);
  EXPECT_EQ(counts.blocked, 0u);  // its code is no reason any more
  ASSERT_TRUE(import_.CanWrite());
  const std::size_t before = party_.records().size();
  import_.Write(1000);
  Submit();
  EXPECT_EQ(import_.phase(), ImportPhase::kDone);
  EXPECT_EQ(import_.written(), 4u);
  EXPECT_EQ(import_.updated(), 2u);
  EXPECT_EQ(party_.records().size(), before + 2);
  EXPECT_EQ(Get(cloud).Get(1).text(), "杭州云锦科技有限公司");
  EXPECT_EQ(Get(cloud).Get(4).text(), "展会");
  EXPECT_EQ(Get(sea).Get(1).text(), "宁波海运物流有限公司");
  EXPECT_EQ(Get(sea).Get(3).text(), "19900005678");
  EXPECT_EQ(import_.unwritten(), 0u);
  // Somebody goes on with one of them; that stays.
  Group edit;
  edit.mutations.push_back(party_.client().MakeSet(Get(sea), {{4, Value::Text("新码头")}}));
  party_.client().Submit({std::move(edit)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  import_.Undo(1000);
  Submit();
  EXPECT_EQ(import_.phase(), ImportPhase::kUndone);
  EXPECT_TRUE(Get(cloud).Get(4).is_null());
  EXPECT_TRUE(Get(sea).Get(3).is_null());
  EXPECT_EQ(Get(sea).Get(4).text(), "新码头");
  EXPECT_EQ(party_.records().LiveCount(7), 2u);
}

TEST_F(ImportDuplicatesTest, ARuleHoldsForItsKindAndADecisionForItsRow) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {3, Value::Text("19900001234")}, {4, Value::Text("老")}});
  Match("客户名称,手机,备注\n杭州云锦科技有限公司,19900001234,新\n杭州云锦科技有限公司,19900001234,更新\n");
  EXPECT_EQ(import_.found().CountOf(DuplicateKind::kPool), 2u);
  EXPECT_EQ(import_.verdicts().counts().writable, 0u);  // nothing that is empty over there
  import_.SetRule(DuplicateKind::kPool, DuplicateAction::kMark);
  Work();
  EXPECT_EQ(import_.verdicts().counts().writable, 2u);
  import_.DecideRow(1, DuplicateAction::kUpdate);
  Work();
  EXPECT_EQ(import_.verdicts().counts().updates, 1u);
  EXPECT_TRUE(import_.can_mark());
  import_.Write(1000);
  Submit();
  EXPECT_EQ(Get(cloud).Get(4).text(), "更新");
  std::size_t marked = 0;
  for (Row row = 0; row < party_.records().row_limit(); ++row) {
    const auto record = party_.records().RecordAt(row);
    marked += record && record->Get(5).list() == TextList{"疑似重复"} ? 1 : 0;
  }
  EXPECT_EQ(marked, 1u);
  EXPECT_EQ(party_.records().LiveCount(7), 2u);
}

TEST_F(ImportDuplicatesTest, RowsThatChangeOneRecordMakeOneChangeThatIsTakenBackWhole) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {3, Value::Text("19900001234")}});
  const std::string rows = "客户名称,税号,手机,备注\n杭州云锦科技有限公司,,19900001234,一\n杭州云锦科技有限公司," + std::string(kGood) + ",19900001234,二\n";
  for (const DuplicateAction action : {DuplicateAction::kFillEmpty, DuplicateAction::kUpdate}) {
    Match(rows);
    EXPECT_EQ(import_.found().CountOf(DuplicateKind::kPool), 2u);
    import_.SetRule(DuplicateKind::kPool, action);
    Work();
    import_.Write(1000);
    Work();
    ASSERT_TRUE(import_.groups_ready());
    const std::vector<Group> groups = import_.TakeGroups();
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(groups[0].mutations.size(), 1u);
    party_.client().Submit(groups, [this](Status status) { import_.OnStored(status); });
    EXPECT_EQ(Get(cloud).Get(4).text(), action == DuplicateAction::kUpdate ? "二" : "一");  // what it says stays
    EXPECT_EQ(Get(cloud).Get(2).text(), kGood);
    EXPECT_EQ(import_.unwritten(), 0u);
    import_.Undo(1000);
    Submit();
    EXPECT_TRUE(Get(cloud).Get(4).is_null());
    EXPECT_TRUE(Get(cloud).Get(2).is_null());
  }
}

TEST_F(ImportDuplicatesTest, ANameThatTwoFirmsShareProvesNothing) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {2, Value::Text(std::string(kGood))}});
  Match("客户名称,税号,手机\n杭州云锦科技有限公司,91330100799655058B,19900001234\n");
  EXPECT_EQ(import_.found().CountOf(DuplicateKind::kPool), 0u);
  import_.Write(1000);
  Submit();
  EXPECT_EQ(party_.records().LiveCount(7), 2u);
  EXPECT_TRUE(Get(cloud).Get(3).is_null());
}

TEST_F(ImportDuplicatesTest, ARowWhoseRecordIsGoneMeanwhileMakesNoNewOne) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {3, Value::Text("19900001234")}});
  Match("客户名称,手机,备注\n杭州云锦科技有限公司,19900001234,一\n");
  ASSERT_EQ(import_.verdicts().counts().updates, 1u);
  Group group;
  group.mutations.push_back(party_.client().MakeDelete(Get(cloud)));
  party_.client().Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  import_.Write(1000);
  Work();
  EXPECT_FALSE(import_.groups_ready());
  EXPECT_EQ(party_.records().LiveCount(7), 0u);
}

TEST_F(ImportDuplicatesTest, WaysToWriteOneValueAreFoundColumnByColumn) {
  std::string text = "客户名称,标签\n";
  const char* const cities[] = {"杭州市", "杭州市", "杭州", "Hangzhou", "宁波"};
  for (int i = 0; i < 20; ++i) text += "第" + std::to_string(i) + "号公司" + "," + cities[i % 5] + "\n";
  file_ = text;
  import_.Open("c.csv", file_.size(), 1000);
  Work();
  import_.Check(1000);
  Work();
  ColumnGroups groups(import_, TestLexicon().pinyin());
  groups.Start();
  int slices = 0;
  while (!groups.Step([] { return true; })) ++slices;
  EXPECT_GT(slices, 0);
  ASSERT_EQ(groups.groups().size(), 1u);
  EXPECT_EQ(groups.groups()[0].column, 1u);
  EXPECT_EQ(groups.CountOf(1), 1u);
  const ValueCluster& cluster = groups.groups()[0].cluster;
  ASSERT_EQ(cluster.members.size(), 3u);
  EXPECT_EQ(cluster.members[0].text, "杭州市");
  EXPECT_EQ(cluster.members[0].count, 8u);
}

// A name alone, typed otherwise, is no reason to change a record that nobody looked at.
TEST_F(ImportDuplicatesTest, WhatIsOnlyLikelyIsCreatedUnlessSomebodySaysSo) {
  const Id sea = Insert({{1, Value::Text("宁波远帆海运有限公司")}});
  Match("客户名称,手机\n远帆海运（宁波）有限公司,19900001111\n");
  EXPECT_EQ(import_.found().CountOf(DuplicateKind::kPossible), 1u);
  EXPECT_EQ(import_.verdicts().counts().updates, 0u);
  EXPECT_EQ(import_.verdicts().counts().writable, 1u);
  import_.SetRule(DuplicateKind::kPossible, DuplicateAction::kFillEmpty);
  Work();
  EXPECT_EQ(import_.verdicts().counts().updates, 1u);
  EXPECT_TRUE(Get(sea).Get(3).is_null());
}

TEST_F(ImportDuplicatesTest, EveryRowIsWrittenLeftOutOrToldWhateverIsDecided) {
  for (int i = 0; i < 20; ++i) Insert({{1, Value::Text("第" + std::to_string(i) + "号贸易有限公司")}, {3, Value::Text("1990000" + std::to_string(1000 + i))}});
  std::string text = "客户名称,手机,备注\n";
  for (int i = 10; i < 40; ++i) text += "第" + std::to_string(i % 30) + "号贸易有限公司,1990000" + std::to_string(1000 + i % 30) + ",x\n";
  Match(text);
  SeededRandom dice(4);
  for (const DuplicateKind kind : {DuplicateKind::kPool, DuplicateKind::kPossible, DuplicateKind::kFile}) {
    for (const DuplicateAction action : ImportDuplicates::ActionsFor(kind, true)) {
      import_.SetRule(kind, action);
      const std::uint32_t row = static_cast<std::uint32_t>(dice.Below(30));
      if (const DuplicateRow* found = import_.found().Find(row)) {
        const auto actions = ImportDuplicates::ActionsFor(found->kind, true);
        import_.DecideRow(row, actions[dice.Below(actions.size())]);
      }
      Work();
      const VerdictCounts& counts = import_.verdicts().counts();
      EXPECT_EQ(counts.writable + counts.blocked + counts.duplicates, 30u);
      EXPECT_LE(counts.updates, counts.writable);
    }
  }
}

}  // namespace
}  // namespace kedang
