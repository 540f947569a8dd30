#include "wasm/app/bulk_edit.h"

#include <gtest/gtest.h>

#include "tests/support/view_schemas.h"

namespace kedang {
namespace {

bool Always() { return true; }
bool Never() { return false; }

TEST(BulkEdit, JudgesEachRecordAlone) {
  ViewWorld world;
  const Id ready = world.Deal("云锦", "need", 100), poor = world.Deal("海运", "need"), there = world.Deal("织造", "offer", 5);
  std::vector<Row> rows = {world.RowOf(ready), world.RowOf(poor), world.RowOf(there)};
  BulkEdit work(world.workspace, world.Of("deal"), BulkEdit::IdsOf(world.workspace, rows), 2, Value::Text("offer"));
  EXPECT_FALSE(work.Step(Always));  // one at a time when time is short
  EXPECT_EQ(work.done(), 1u);
  while (!work.Step(Always)) {
  }
  EXPECT_EQ(work.changed(), 1u);
  EXPECT_EQ(work.unchanged(), 1u);
  ASSERT_EQ(work.blocked().size(), 1u);
  EXPECT_EQ(work.blocked()[0].record, poor);
  EXPECT_EQ(work.blocked()[0].issues.front().field, 3u);  // the amount that the stage needs
  EXPECT_EQ(world.Get(poor).Get(2).text(), "need");
  std::vector<Group> groups = work.TakeGroups();
  ASSERT_EQ(groups.size(), 1u);
  world.Submit(std::move(groups[0]));
  EXPECT_EQ(world.Get(ready).Get(2).text(), "offer");
}

TEST(BulkEdit, TransitionsAreGuarded) {
  ViewWorld world;
  const Id deal = world.Deal("云锦", "need", 100);
  BulkEdit work(world.workspace, world.Of("deal"), {deal}, 2, Value::Text("won"));
  EXPECT_TRUE(work.Step(Never));
  EXPECT_EQ(work.changed(), 0u);
  ASSERT_EQ(work.blocked().size(), 1u);
  EXPECT_EQ(work.blocked()[0].issues.front().code, "stage_transition");
}

TEST(BulkEdit, IsTakenBackAsOne) {
  ViewWorld world;
  std::vector<Id> ids;
  std::vector<Row> rows;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(world.Deal("甲" + std::to_string(i), "need", i));
    rows.push_back(world.RowOf(ids.back()));
  }
  std::vector<Record> before;
  for (const Id id : ids) before.push_back(world.Get(id));
  BulkEdit work(world.workspace, world.Of("deal"), BulkEdit::IdsOf(world.workspace, rows), 6, Value::Integer(9));
  EXPECT_TRUE(work.Step(Never));
  const std::vector<Group> groups = work.TakeGroups();
  EXPECT_EQ(groups.size(), 5u);
  for (const Group& group : groups) world.Submit(group);
  for (const Id id : ids) EXPECT_EQ(world.Get(id).Get(6).integer(), 9);
  for (const Group& group : groups) world.Submit(MakeUndo(world.workspace, group, before));
  for (const Id id : ids) EXPECT_TRUE(world.Get(id).Get(6).is_null());
}

TEST(BulkEdit, PassesOverWhatIsGone) {
  ViewWorld world;
  const Id deal = world.Deal("云锦", "need");
  const Row row = world.RowOf(deal);
  Group gone;
  gone.mutations.push_back(world.workspace.client().MakeDelete(world.Get(deal)));
  world.Submit(std::move(gone));
  BulkEdit work(world.workspace, world.Of("deal"), BulkEdit::IdsOf(world.workspace, {row, 4000}), 6, Value::Integer(1));
  EXPECT_TRUE(work.Step(Never));
  EXPECT_EQ(work.changed() + work.unchanged() + work.blocked().size(), 0u);
}

}  // namespace
}  // namespace kedang
