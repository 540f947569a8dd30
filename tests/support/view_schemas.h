// Deals with stages that demand something, and the shipped schema of saved views: a small world for lists.
#pragma once

#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/workspace.h"

namespace kedang {

inline std::string ViewSchemasText() {
  return R"j({"version":7,"schemas":[
   {"id":1,"key":"deal","label":{"zh":"商机","en":"Deals"},"title":"name","stage":"stage","owner":"owner","fields":[
     {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true,"column_width":200},
     {"id":2,"key":"stage","label":{"zh":"阶段"},"type":"choice","choices":[
       {"key":"need","label":{"zh":"需求","en":"Need"}},{"key":"offer","label":{"zh":"报价","en":"Offer"}},
       {"key":"won","label":{"zh":"赢单","en":"Won"}}]},
     {"id":3,"key":"amount","label":{"zh":"金额"},"type":"decimal","column_width":100},
     {"id":4,"key":"due","label":{"zh":"预计日期"},"type":"date"},
     {"id":5,"key":"owner","label":{"zh":"负责人"},"type":"user"},
     {"id":6,"key":"score","label":{"zh":"评分"},"type":"integer"}],
    "stages":[{"key":"need","next":["offer"]},{"key":"offer","needs":["amount"]},{"key":"won"}]},
   {"id":12,"key":"department","label":{"zh":"部门"},"title":"name","fields":[{"id":1,"key":"name","label":{"zh":"名称"},"type":"text"}]},)j" +
         ReadAsset("assets/schemas/view.json") + "]}";
}

// A workspace that has these schemas and no server.
class ViewWorld {
 public:
  ViewWorld() : workspace(storage, clock, random, ShippedLexicon(), "test", [] {}) {
    StartWithSchemas(workspace, ViewSchemasText());
    workspace.set_user(kMe);
    Index();
  }
  void Index() {
    while (!workspace.IndexStep(1000)) {
    }
  }
  const Schema& Of(std::string_view key) { return *workspace.schemas().Find(key); }
  void Submit(Group group) {
    workspace.client().Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  }
  Id Deal(const std::string& name, const std::string& stage, std::int64_t amount = 0, Date due = {}) {
    const Id id = workspace.client().NewId();
    std::vector<std::pair<FieldId, Value>> cells = {{1, Value::Text(name)}, {2, Value::Text(stage)}};
    if (amount != 0) cells.emplace_back(3, Value::Of(Decimal{amount, 0}));
    if (due.days != 0) cells.emplace_back(4, Value::Of(due));
    Group group;
    group.mutations.push_back(workspace.client().MakeInsert(1, id, std::move(cells)));
    Submit(std::move(group));
    return id;
  }
  Record Get(Id id) { return *workspace.records().FindRecord(id); }
  Row RowOf(Id id) { return workspace.records().RowOf(id); }

  static constexpr Id kMe{0x0190000000000000ULL, 77};
  MemoryStorage storage;
  ManualClock clock;
  SeededRandom random{5};
  Workspace workspace;
};

}  // namespace kedang
