#include <gtest/gtest.h>

#include <chrono>

#include "shared/field/field_types.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/record_draft.h"
#include "wasm/app/record_list.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"j({"version":1,"schemas":[
 {"id":1,"key":"customer","label":{"zh":"客户","en":"Customers"},"title":"name","template":"form","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true},
   {"id":2,"key":"total","label":{"zh":"合同总额"},"type":"rollup","through":"contract","summary":"sum","source":"amount"},
   {"id":3,"key":"count","label":{"zh":"合同数"},"type":"rollup","through":"contract","summary":"count"},
   {"id":4,"key":"code","label":{"zh":"代号"},"type":"formula","formula":"\"甲\" & name & \"号\"","result":"text","search_weight":2},
   {"id":5,"key":"form","label":{"zh":"模板"},"type":"choice","default":"\"shop\"",
    "choices":[{"key":"shop","label":{"zh":"商店"}},{"key":"person","label":{"zh":"个人"}}]},
   {"id":6,"key":"licence","label":{"zh":"执照"},"type":"text","required":true},
   {"id":7,"key":"card","label":{"zh":"证件"},"type":"text"},
   {"id":8,"key":"since","label":{"zh":"起始"},"type":"date","default":"today() + 1"},
   {"id":9,"key":"made_by","label":{"zh":"建立人"},"type":"created_by"}],
  "templates":[{"key":"shop","label":{"zh":"商店"},"without":["card"]},
               {"key":"person","label":{"zh":"个人"},"without":["licence"],"needs":["card"]}]},
 {"id":2,"key":"contract","label":{"zh":"合同","en":"Contracts"},"title":"full","fields":[
   {"id":1,"key":"name","label":{"zh":"名称"},"type":"text"},
   {"id":2,"key":"customer","label":{"zh":"客户"},"type":"reference","target":"customer"},
   {"id":3,"key":"amount","label":{"zh":"金额"},"type":"decimal"},
   {"id":4,"key":"share","label":{"zh":"占比"},"type":"formula","formula":"round(金额 / 客户.total * 100)","result":"integer"},
   {"id":5,"key":"full","label":{"zh":"全称"},"type":"formula","formula":"\"合同 \" & name","result":"text"}]}]})j";

class WorkspaceComputedTest : public testing::Test {
 protected:
  WorkspaceComputedTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}) {
    StartWithSchemas(workspace_, kSchemas);
  }

  const Schema& Of(std::string_view key) { return *workspace_.schemas().Find(key); }
  Id Insert(std::string_view schema, std::vector<std::pair<FieldId, Value>> cells) {
    const Id id = workspace_.client().NewId();
    Group group;
    group.mutations.push_back(workspace_.client().MakeInsert(Of(schema).id, id, std::move(cells)));
    workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
    return id;
  }
  Id Contract(Id customer, std::int64_t amount) {
    return Insert("contract", {{1, Value::Text("一期")}, {2, Value::Text(FormatId(customer))}, {3, Value::Of(Decimal{amount, 0})}});
  }
  Record Get(Id id) { return *workspace_.records().FindRecord(id); }
  std::string Shown(Id id, std::string_view key) {
    const Record record = Get(id);
    const Schema& schema = *workspace_.schemas().Find(record.schema);
    const Field& field = *schema.Find(key);
    const Value value = workspace_.ValueOf(record, field.id);
    return value.is_null() ? "" : FormatField(workspace_.ShownField(schema.id, field), value, workspace_.Format(false));
  }
  std::size_t Found(std::string_view words) {
    SearchRun run;
    run.Start(workspace_.index(), ParseWords(words), 0);
    run.Finish(workspace_.index());
    return run.found().Count();
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
};

// A record is found by the titles of those it refers to, as they are now.
TEST_F(WorkspaceComputedTest, ReferencesAreFoundByTheTitleOfToday) {
  const Id customer = Insert("customer", {{1, Value::Text("云锦")}});
  Contract(customer, 1000);
  EXPECT_EQ(Found("云锦"), 2u);
  const auto submit = [&](Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
  };
  submit(workspace_.client().MakeSet(Get(customer), {{1, Value::Text("宁波港")}}));
  EXPECT_EQ(Found("云锦"), 0u);
  EXPECT_EQ(Found("宁波港"), 2u);
  EXPECT_EQ(Found("宁波港 一期"), 1u);
}

// A record that the server refuses is gone: no list that was made before may go on showing its row.
TEST(WorkspaceQueryTest, ARefusedRecordIsInNoList) {
  SyncWorld world(3);
  MemoryStorage storage;
  Workspace workspace(storage, world.clock, world.random, ShippedLexicon(), "test", [] {});
  EXPECT_TRUE(workspace.client().Start().ok());
  const Principal reader{Id{5, 5}, "reader", Role::kViewer, 1};
  const auto settle = [&] {
    world.clock.now_ms += 120'000;
    workspace.client().Wake();
    for (int i = 0; i < 50; ++i) {
      const auto request = workspace.client().NextRequest();
      if (!request) break;
      int status = 200;
      const Bytes answer = world.Serve(reader, *request, status);
      workspace.client().OnResponse(request->number, status, answer);
    }
    while (!workspace.IndexStep(1000)) {
    }
  };
  settle();
  QueryRun run;
  const auto count = [&] {
    const QueryWorld asked = workspace.Asking();
    run.Start(asked, Query(), 1);
    run.Finish(asked);
    return run.found().Count();
  };
  EXPECT_EQ(count(), 0u);
  Group group;
  group.mutations.push_back(workspace.client().MakeInsert(1, workspace.client().NewId(), {{1, Value::Text("云锦")}}));
  workspace.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
  EXPECT_EQ(count(), 1u);
  settle();
  EXPECT_EQ(workspace.client().tray().size(), 1u);
  EXPECT_EQ(workspace.records().size(), 0u);
  EXPECT_EQ(count(), 0u);
}

TEST_F(WorkspaceComputedTest, AChildChangesItsParentAtOnce) {
  const Id customer = Insert("customer", {{1, Value::Text("云锦")}});
  EXPECT_EQ(Shown(customer, "total"), "");
  EXPECT_EQ(Shown(customer, "count"), "0");
  const Id contract = Contract(customer, 1000);
  Contract(customer, 3000);
  EXPECT_EQ(Shown(customer, "total"), "4,000");
  EXPECT_EQ(Shown(contract, "share"), "25");
  Group group;
  group.mutations.push_back(workspace_.client().MakeSet(Get(contract), {{3, Value::Of(Decimal{9000, 0})}}));
  workspace_.client().Submit({group}, [](Status) {});
  EXPECT_EQ(Shown(customer, "total"), "12,000");
  EXPECT_EQ(Shown(customer, "count"), "2");
  Group removal;
  removal.mutations.push_back(workspace_.client().MakeDelete(Get(contract)));
  workspace_.client().Submit({removal}, [](Status) {});
  EXPECT_EQ(Shown(customer, "total"), "3,000");
}

TEST_F(WorkspaceComputedTest, ADraftIsComputedWhileItIsTyped) {
  const Id customer = Insert("customer", {{1, Value::Text("云锦")}});
  const Id contract = Contract(customer, 1000);
  Contract(customer, 3000);
  RecordDraft draft(workspace_, Of("contract"), Get(contract));
  EXPECT_EQ(draft.ComputedText(*Of("contract").Find("share"), false), "25");
  draft.SetText(3, "9000");
  // Through the customer and back: the total counts what is typed.
  EXPECT_EQ(draft.ComputedText(*Of("contract").Find("share"), false), "75");
  EXPECT_EQ(Shown(contract, "share"), "25");
  draft.SetText(4, "7");
  draft.SetValue(4, Value::Text("7"));
  EXPECT_EQ(draft.changed_fields(), (std::vector<FieldId>{3}));
}

TEST_F(WorkspaceComputedTest, FormulasOfTheRecordAreFoundAndNameIt) {
  const Id customer = Insert("customer", {{1, Value::Text("云锦")}});
  const Id contract = Contract(customer, 1000);
  EXPECT_EQ(Found("甲云锦号"), 1u);
  EXPECT_EQ(workspace_.TitleOf(Get(contract)), "合同 一期");
  EXPECT_EQ(workspace_.RecordTitle("contract", contract), "合同 一期");
  EXPECT_EQ(workspace_.RecordsTitled("contract", "合同 一期"), (std::vector<Id>{contract}));
}

TEST_F(WorkspaceComputedTest, DefaultsAndFormsOfANewRecord) {
  RecordDraft draft(workspace_, Of("customer"));
  EXPECT_EQ(draft.record().Get(5).text(), "shop");
  EXPECT_FALSE(draft.has_changes());
  EXPECT_FALSE(draft.has_typed());
  EXPECT_EQ(draft.record().Get(8).date().days, workspace_.Today().days + 1);
  draft.SetText(8, "");
  EXPECT_TRUE(draft.record().Get(8).is_null()) << "what somebody empties stays empty";
  draft.SetText(1, "云锦");
  const auto blocked = [&] {
    std::vector<FieldId> fields;
    for (const Issue& issue : draft.Blocks()) fields.push_back(issue.field);
    return fields;
  };
  EXPECT_EQ(blocked(), (std::vector<FieldId>{6}));
  draft.SetValue(5, Value::Text("person"));
  EXPECT_EQ(blocked(), (std::vector<FieldId>{7}));
  draft.SetText(7, "110");
  EXPECT_TRUE(blocked().empty());
  const Group group = draft.MakeGroup(workspace_);
  ASSERT_EQ(group.mutations.size(), 1u);
  EXPECT_EQ(group.mutations[0].edits.size(), 3u);
}

TEST_F(WorkspaceComputedTest, TenThousandAreSortedByARollUp) {
  std::vector<Id> customers;
  std::vector<Group> groups(1);
  for (int i = 0; i < 10'000; ++i) {
    const Id id = workspace_.client().NewId();
    customers.push_back(id);
    groups[0].mutations.push_back(workspace_.client().MakeInsert(1, id, {{1, Value::Text("客" + std::to_string(i))}}));
    groups[0].mutations.push_back(workspace_.client().MakeInsert(
        2, workspace_.client().NewId(), {{2, Value::Text(FormatId(id))}, {3, Value::Of(Decimal{(i * 7919) % 10'007, 0})}}));
  }
  workspace_.client().Submit(std::move(groups), [](Status status) { EXPECT_TRUE(status.ok()); });
  RecordList list(workspace_);
  list.ShowSchema(1);
  list.SetSort(2, true);
  while (!list.Step([] { return true; })) {
  }
  ASSERT_EQ(list.size(), 10'000u);
  Decimal last{1'000'000, 0};
  // Every cell of every row as a list shows it.
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Row row = list.At(i);
    EXPECT_EQ(list.IndexOf(row), i);
    const Decimal total = workspace_.ValueOf(*workspace_.records().RecordAt(row), 2).decimal();
    EXPECT_LE(CompareDecimal(total, last), 0);
    last = total;
  }
}

// Thousands of records that are called the same and belong to the same one are indexed as fast as any others.
TEST_F(WorkspaceComputedTest, ManyAlikeAreIndexedOnce) {
  const Id customer = Insert("customer", {{1, Value::Text("云锦")}});
  constexpr std::size_t kContracts = 30'000;
  Group group;
  for (std::size_t i = 0; i < kContracts; ++i) {
    group.mutations.push_back(workspace_.client().MakeInsert(Of("contract").id, workspace_.client().NewId(),
                                                             {{1, Value::Text("一期")}, {2, Value::Text(FormatId(customer))}}));
  }
  const Id first = group.mutations.front().record;
  const auto begin = std::chrono::steady_clock::now();
  workspace_.client().Submit({group}, [](Status status) { EXPECT_TRUE(status.ok()); });
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_EQ(workspace_.ReferencesTo(Of("contract"), customer).size(), kContracts);
  EXPECT_EQ(workspace_.RecordsTitled("contract", "合同 一期").size(), kContracts);
  // Changed again and again it is still one.
  for (int i = 0; i < 3; ++i) {
    Group change;
    change.mutations.push_back(workspace_.client().MakeSet(Get(first), {{3, Value::Of(Decimal{i + 1, 0})}}));
    workspace_.client().Submit({change}, [](Status status) { EXPECT_TRUE(status.ok()); });
  }
  EXPECT_EQ(workspace_.ReferencesTo(Of("contract"), customer).size(), kContracts);
  EXPECT_EQ(workspace_.RecordsTitled("contract", "合同 一期").size(), kContracts);
}

}  // namespace
}  // namespace kedang
