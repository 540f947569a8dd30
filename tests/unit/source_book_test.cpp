// Where values come from, in a browser without a window: sources, profiles and the record of an import, through the import itself.
#include "wasm/app/source_book.h"

#include <gtest/gtest.h>

#include "tests/support/import_books.h"
#include "tests/support/import_world.h"

namespace kedang {
namespace {

class SourceBookTest : public ImportJobTest {
 protected:
  SourceBookTest() : ImportJobTest(SchemasWithSources()) {}

  Id AddSource(std::string name, int trust) {
    const Schema& schema = *job_.book().SchemaOf(kSourceSchema);
    Source source;
    source.name = std::move(name);
    source.trust = trust;
    Group group;
    const Id id = workspace_.client().NewId();
    group.mutations.push_back(workspace_.client().MakeInsert(schema.id, id, SourceCells(schema, source)));
    workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
    return id;
  }
  // Whatever is to be stored is stored at once.
  void RunAll() {
    for (Run(); job_.groups_ready(); Run()) {
      workspace_.client().Submit(job_.TakeGroups(), [this](Status status) { job_.OnStored(status); });
    }
  }
  void OpenList(std::string text) {
    Open(std::move(text), "名录.csv");
    RunAll();
  }
  // As far as the decision over duplicates.
  void FindDuplicates() {
    Check();
    job_.FindDuplicates(1000);
    RunAll();
  }
  void Write() {
    job_.Write(1000);
    RunAll();
    EXPECT_EQ(job_.phase(), ImportPhase::kDone);
  }
  void ImportAll() {
    FindDuplicates();
    Write();
  }
  std::vector<Record> Customers() {
    std::vector<Record> found;
    for (Row row = 0; row < workspace_.records().row_limit(); ++row) {
      auto record = workspace_.records().RecordAt(row);
      if (record && record->schema == 7 && !record->is_deleted) found.push_back(*std::move(record));
    }
    return found;
  }
};

TEST_F(SourceBookTest, AnImportLeavesItsRecordAndRecordsKnowTheirSource) {
  const Id fair = AddSource("展会名录", 4);
  job_.SetSource(fair);
  OpenList("公司名称,邮箱\n甲有限公司,a@x.cn\n乙有限公司,b@x.cn\n");
  EXPECT_EQ(job_.Earlier(), nullptr);
  ImportAll();
  ASSERT_EQ(job_.book().runs().size(), 1u);
  const ImportRun& run = job_.book().runs().front();
  EXPECT_EQ(run.state, RunState::kWritten);
  EXPECT_EQ(run.file, "名录.csv");
  EXPECT_EQ(run.source, fair);
  EXPECT_EQ(run.read, 2u);
  EXPECT_EQ(run.created, 2u);
  EXPECT_EQ(job_.book().FindRun(run.batch), &run);
  for (const Record& record : Customers()) EXPECT_EQ(record.Get(5).text(), FormatId(fair));
}

// The same bytes, whatever the name; other bytes, or another template, are another file.
TEST_F(SourceBookTest, TheSameFileIsKnownAgainUntilItIsTakenBack) {
  const std::string text = "公司名称\n甲有限公司\n";
  OpenList(text);
  ImportAll();
  job_.Close();
  OpenList(text);
  ASSERT_NE(job_.Earlier(), nullptr);
  EXPECT_EQ(job_.Earlier()->created, 1u);
  job_.Close();
  OpenList(text + "乙有限公司\n");
  EXPECT_EQ(job_.Earlier(), nullptr);
  job_.Close();
  OpenList(text);
  ASSERT_NE(job_.Earlier(), nullptr);
  // Imported all the same, then taken back here: only the first one is there.
  ImportAll();
  ASSERT_EQ(job_.book().runs().size(), 2u);
  job_.Undo(1000);
  RunAll();
  EXPECT_EQ(job_.phase(), ImportPhase::kUndone);
  int taken_back = 0;
  for (const ImportRun& run : job_.book().runs()) taken_back += run.state == RunState::kTakenBack ? 1 : 0;
  EXPECT_EQ(taken_back, 1);
  EXPECT_EQ(Customers().size(), 1u);
}

TEST_F(SourceBookTest, AProfileIsFoundByItsHeadersAndReadsAsWasDecided) {
  const Id fair = AddSource("展会名录", 3);
  job_.SetSource(fair);
  OpenList("单位,说明,邮箱\n甲有限公司,展位三,a@x.cn\n");
  job_.SetTarget(0, 1);
  job_.SetTarget(1, 4);
  job_.SetTarget(2, 0);
  job_.SetRule(DuplicateKind::kPool, DuplicateAction::kTrust);
  EXPECT_TRUE(job_.IsProfileNews());
  const auto group = job_.MakeProfile("展会", Id{9, 9});
  ASSERT_TRUE(group.has_value());
  workspace_.client().Submit({*group}, [](Status status) { EXPECT_TRUE(status.ok()); });
  EXPECT_FALSE(job_.IsProfileNews());
  job_.Close();
  // Another order, and a column more.
  OpenList("邮箱,电话号码,说明,单位\nb@x.cn,123,展位四,乙有限公司\n");
  const ImportProfile* profile = job_.FittingProfile();
  ASSERT_NE(profile, nullptr);
  EXPECT_EQ(profile->name, "展会");
  ASSERT_TRUE(job_.ApplyProfile(*profile));
  EXPECT_EQ(job_.mapping().columns[3].field, 1u);
  EXPECT_EQ(job_.mapping().columns[2].field, 4u);
  EXPECT_EQ(job_.mapping().columns[0].field, 0u) << "somebody left it out";
  EXPECT_EQ(job_.found().rule(DuplicateKind::kPool), DuplicateAction::kTrust);
  job_.LeaveProfile();
  EXPECT_TRUE(job_.profile().is_nil());
  EXPECT_EQ(job_.mapping().columns[0].field, 3u);
  job_.Close();
  // A column that feeds a field is missing.
  OpenList("单位,邮箱\n丙有限公司,c@x.cn\n");
  EXPECT_EQ(job_.FittingProfile(), nullptr);
}

// Row by row: what comes from a source trusted less is written over, what was typed since is not.
TEST_F(SourceBookTest, ATrustedSourceWritesOverWhatIsTrustedLess) {
  const Id weak = AddSource("第三方", 2), strong = AddSource("工商", 4);
  job_.SetSource(weak);
  OpenList("公司名称,税号,邮箱,备注\n甲有限公司,91330106673959654P,old@x.cn,旧\n");
  ImportAll();
  const Record made = Customers().front();
  EXPECT_EQ(TrustOfValue(job_.schema(), made, 3, [&](Id source) { return job_.book().RankOf(source); }), 4);
  Record edited = made;
  edited.Set(4, Value::Text("人写的"), Version{1, 99});
  EXPECT_EQ(TrustOfValue(job_.schema(), edited, 4, [&](Id source) { return job_.book().RankOf(source); }), kTypedTrust);
  EXPECT_EQ(TrustOfValue(job_.schema(), edited, 3, [&](Id source) { return job_.book().RankOf(source); }), 4);

  job_.Close();
  job_.SetSource(strong);
  OpenList("公司名称,税号,邮箱\n甲有限公司,91330106673959654P,new@x.cn\n");
  job_.SetRule(DuplicateKind::kPool, DuplicateAction::kTrust);
  FindDuplicates();
  job_.SetRule(DuplicateKind::kPool, DuplicateAction::kTrust);
  RunAll();
  ASSERT_TRUE(job_.CanWrite());
  Write();
  EXPECT_EQ(Customers().front().Get(3).text(), "new@x.cn");

  job_.Close();
  job_.SetSource(weak);
  OpenList("公司名称,税号,邮箱,备注\n甲有限公司,91330106673959654P,third@x.cn,新\n");
  FindDuplicates();
  job_.SetRule(DuplicateKind::kPool, DuplicateAction::kTrust);
  RunAll();
  Write();
  EXPECT_EQ(Customers().front().Get(4).text(), "新") << "its own value it may mend";
  EXPECT_EQ(Customers().front().Get(3).text(), "new@x.cn") << "written since by a source that is trusted more";
}

TEST(Source, IsLateOnlyWhenItIsWaitedFor) {
  Source source;
  const Date today{20'000};
  EXPECT_EQ(DaysLate(source, Date{19'000}, today), 0);
  source.expected = SourceCycle::kWeek;
  EXPECT_EQ(DaysLate(source, std::nullopt, today), 0);
  EXPECT_EQ(DaysLate(source, Date{19'993}, today), 0);
  EXPECT_EQ(DaysLate(source, Date{19'990}, today), 3);
  source.is_active = false;
  EXPECT_EQ(DaysLate(source, Date{19'990}, today), 0);
}

// The pieces a file comes in say nothing about it.
TEST(ContentHash, DependsOnTheContentOnly) {
  Bytes all;
  for (std::uint32_t i = 0; i < 2'500'000; ++i) all.push_back(static_cast<std::uint8_t>(i * 2654435761u >> 24));
  ContentHash whole;
  whole.Add(all);
  for (const std::size_t size : {std::size_t{1} << 20, std::size_t{77'777}, std::size_t{3} << 19}) {
    ContentHash parts;
    for (std::size_t at = 0; at < all.size(); at += size) parts.Add(ByteSpan(all).subspan(at, std::min(size, all.size() - at)));
    EXPECT_EQ(parts.Text(), whole.Text()) << size;
  }
  all.back() ^= 1;
  ContentHash other;
  other.Add(all);
  EXPECT_NE(other.Text(), whole.Text());
  EXPECT_NE(ContentHash().Text(), whole.Text());
}

TEST(ImportPlan, ReadsBackAsItWasWritten) {
  ImportPlan plan;
  plan.columns = {{"公司\"名称\"", "name", 0}, {"备注", "note", 1}, {"备注", "", 0}};
  plan.sheet = "名录";
  plan.has_header = false;
  plan.encoding = "GB18030";
  plan.delimiter = "\t";
  plan.mode = "upsert";
  plan.key = "uscc";
  plan.duplicates = {{"pool", "trust"}, {"file", "skip"}};
  const auto read = ParsePlan(FormatPlan(plan));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, plan);
  for (const char* bad : {"", "[]", "{}", "{\"columns\":1}", "{\"columns\":[1]}", "{\"columns\":[{\"field\":\"name\"}]}"}) {
    EXPECT_FALSE(ParsePlan(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace kedang
