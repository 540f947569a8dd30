// What an author wrote himself is no conflict and no loss, whatever became of the edits it was built on: seeds of the
// simulation, told as stories.
#include <gtest/gtest.h>

#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4;
using Cells = std::vector<std::pair<FieldId, Value>>;

Id Insert(SyncWorld& world, SyncWorld::Replica& replica, Cells cells) {
  const Id id = MakeId(world.clock.now_ms, world.random);
  EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeInsert(1, id, std::move(cells))).ok());
  return id;
}

void Set(SyncWorld::Replica& replica, Id id, Cells cells) {
  const auto seen = replica.client->records().FindRecord(id);
  EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeSet(*seen, std::move(cells))).ok());
}

struct Restored : testing::Test {
  Restored() : a(world.AddReplica(Id{9, 1})), b(world.AddReplica(Id{9, 2})) {
    world.Settle();
    id = Insert(world, a, {{kName, Value::Text("备份前")}});
    world.Settle();
    backup = world.data;
    Set(a, id, {{kName, Value::Text("备份后")}, {kCode, Value::Text("SAME")}});
    world.Settle();
  }
  // The server forgets what `a` was told; `b` comes first and takes the code.
  void Restore() {
    a.is_online = false;
    world.data = backup;
    world.data.epoch = Epoch{2, Id{2, 2}};
    Insert(world, b, {{kName, Value::Text("别人")}, {kCode, Value::Text("SAME")}});
    world.Settle();
  }
  void Return() {
    a.is_online = true;
    world.Settle();
  }

  SyncWorld world{21};
  SyncWorld::Replica& a;
  SyncWorld::Replica& b;
  Id id;
  ServerData backup;
};

TEST_F(Restored, AnEditUponOneThatIsRefusedNowIsBasedOnWhatThatOneWas) {
  Restore();
  Set(a, id, {{kName, Value::Text("再改")}});
  ASSERT_TRUE(world.Restart(a).ok());  // and what is sent again is so from storage, too
  Return();
  EXPECT_EQ(a.client->tray().size(), 1u);
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_EQ(world.data.records.at(id).Get(kName), Value::Text("再改"));
}

TEST_F(Restored, SoIsOneThatIsSentAgainItself) {
  Set(a, id, {{kName, Value::Text("再改")}});
  world.Settle();
  Restore();
  Return();
  EXPECT_EQ(a.client->tray().size(), 1u);
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_EQ(world.data.records.at(id).Get(kName), Value::Text("再改"));
}

TEST_F(Restored, ADeleteUponThemGoesThrough) {
  const auto seen = a.client->records().FindRecord(id);
  Restore();
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeDelete(*seen)).ok());
  Return();
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_TRUE(world.data.records.at(id).is_deleted);
}

TEST_F(Restored, AnEditorThatWasOpenAllTheWhileKnowsWhatItSaw) {
  const auto seen = a.client->records().FindRecord(id);
  Restore();
  Return();
  ASSERT_EQ(a.client->tray().size(), 1u);
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeSet(*seen, {{kName, Value::Text("一直开着")}})).ok());
  world.Settle();
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_EQ(world.data.records.at(id).Get(kName), Value::Text("一直开着"));
}

TEST_F(Restored, WhatAColleagueWroteMeanwhileIsAConflictStill) {
  Set(a, id, {{kName, Value::Text("再改")}});
  world.Settle();
  Restore();
  Set(b, id, {{kName, Value::Text("同事改的")}});
  world.Settle();
  Return();
  ASSERT_EQ(world.data.conflicts.size(), 1u);
  EXPECT_EQ(world.data.conflicts.begin()->second.earlier, Value::Text("同事改的"));
}

TEST(OwnEdits, ADeleteTakesTagsThatItsAuthorTookOutInVain) {
  SyncWorld world(22);
  auto& a = world.AddReplica(Id{9, 1});
  world.Settle();
  Insert(world, a, {{kName, Value::Text("云锦")}, {kCode, Value::Text("SAME")}});
  const Id id = Insert(world, a, {{kName, Value::Text("锦云")}, {kTags, Value::List({"重点"})}});
  world.Settle();
  a.is_online = false;
  Set(a, id, {{kTags, Value::List({"招标"})}, {kCode, Value::Text("SAME")}});  // refused
  Set(a, id, {{kTags, Value::List({"回访"})}});
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeDelete(*a.client->records().FindRecord(id))).ok());
  a.is_online = true;
  world.Settle();
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_TRUE(world.data.records.at(id).is_deleted);
}

TEST(OwnEdits, NorThoseOfOthersThatHeSaw) {
  SyncWorld world(26);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  Insert(world, b, {{kName, Value::Text("云锦")}, {kCode, Value::Text("SAME")}});
  const Id id = Insert(world, b, {{kName, Value::Text("锦云")}, {kTags, Value::List({"重点"})}});
  world.Settle();
  a.is_online = false;
  Set(a, id, {{kTags, Value::List({"招标"})}, {kCode, Value::Text("SAME")}});  // refused
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeDelete(*a.client->records().FindRecord(id))).ok());
  a.is_online = true;
  world.Settle();
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_TRUE(world.data.records.at(id).is_deleted);
}

TEST(OwnEdits, ADeleteDoesNotTakeAColleaguesTag) {
  SyncWorld world(23);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, {{kName, Value::Text("云锦")}, {kTags, Value::List({"重点"})}});
  world.Settle();
  a.is_online = false;
  Set(a, id, {{kTags, Value::List({"重点", "回访"})}});
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeDelete(*a.client->records().FindRecord(id))).ok());
  Set(b, id, {{kTags, Value::List({"重点", "同事"})}});
  world.Settle();
  a.is_online = true;
  world.Settle();
  EXPECT_FALSE(world.data.records.at(id).is_deleted);
  EXPECT_EQ(world.data.conflicts.size(), 1u);
}

TEST(OwnEdits, ADamagedRowOfAListTakesNothingOutThatWasDelivered) {
  SyncWorld world(24);
  auto& a = world.AddReplica(Id{9, 1});
  world.Settle();
  const Id id = Insert(world, a, {{kName, Value::Text("云锦")}});
  world.Settle();
  Set(a, id, {{kTags, Value::List({"重点"})}});
  world.Exchange(a, false, true);  // it arrives, and nobody hears of it
  Set(a, id, {{kTags, Value::List({"重点"})}, {kName, Value::Text("锦云")}});
  auto& outbox = a.storage.areas[static_cast<int>(StorageArea::kOutbox)];
  outbox.begin()->second[40] ^= 1;
  ASSERT_TRUE(world.Restart(a).ok());
  EXPECT_TRUE(a.client->records().FindRecord(id)->Get(kTags).list().empty());
  Set(a, id, {{kTags, Value::List({"回访"})}});
  world.Settle();
  EXPECT_EQ(world.data.records.at(id).Get(kTags).list(), (TextList{"重点", "回访"}));
}

TEST(OwnEdits, WhoDecidesAConflictHasSeenBothSides) {
  SyncWorld world(25);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  Insert(world, a, {{kName, Value::Text("云锦")}, {kCode, Value::Text("SAME")}});
  const Id id = Insert(world, a, {{kName, Value::Text("锦云")}, {kNote, Value::Text("原来")}});
  world.Settle();
  b.is_online = false;
  Set(b, id, {{kNote, Value::Text("乙")}});
  Set(a, id, {{kNote, Value::Text("甲")}});
  for (int i = 0; i < 10 && world.Exchange(a); ++i) {
  }
  b.is_online = true;
  world.clock.now_ms += 120'000;
  for (int i = 0; i < 10 && world.Exchange(b); ++i) {
  }
  ASSERT_EQ(world.data.conflicts.size(), 1u);
  // While the news are on their way an own edit covers the cell, one that will be refused.
  a.client->Wake();
  const auto pull = a.client->NextRequest();
  ASSERT_TRUE(pull.has_value() && pull->path == "/sync/pull");
  Set(a, id, {{kNote, Value::Text("盖住")}, {kCode, Value::Text("SAME")}});
  int status = 200;
  const Bytes answer = world.Serve(a.principal, *pull, status);
  a.client->OnResponse(pull->number, status, answer);
  ASSERT_EQ(a.client->conflicts().size(), 1u);
  EXPECT_EQ(a.client->records().FindRecord(id)->Get(kNote), Value::Text("盖住"));
  const Conflict conflict = a.client->conflicts().begin()->second;
  EXPECT_TRUE(SubmitNow(*a.client, a.client->MakeResolve(conflict, Value::Text("定下"))).ok());
  world.Settle();
  EXPECT_EQ(world.data.records.at(id).Get(kNote), Value::Text("定下"));
  EXPECT_EQ(world.data.conflicts.size(), 1u);
  EXPECT_FALSE(world.data.conflicts.begin()->second.is_open);
}

}  // namespace
}  // namespace kedang
