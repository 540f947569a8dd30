// The step of an import for rows that the pool or the file has already.
#include "wasm/app/import_duplicates.h"

#include "tests/support/import_world.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/column_groups.h"

namespace kedang {
namespace {

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
    StartWithSchemas(party_, kPartySchemas);
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
  Workspace party_{party_storage_, clock_, random_, ShippedLexicon(), "test", [] {}};
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
  ColumnGroups groups(import_, ShippedLexicon().pinyin());
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
    for (const DuplicateAction action : ImportDuplicates::ActionsFor(kind, true, true)) {
      import_.SetRule(kind, action);
      const std::uint32_t row = static_cast<std::uint32_t>(dice.Below(30));
      if (const DuplicateRow* found = import_.found().Find(row)) {
        const auto actions = ImportDuplicates::ActionsFor(found->kind, true, true);
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
