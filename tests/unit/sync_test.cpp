#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4, kNumber = 5;

Id Insert(SyncWorld& world, SyncWorld::Replica& replica, const std::string& name) {
  const Id id = MakeId(world.clock.now_ms, world.random);
  EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeInsert(1, id, {{kName, Value::Text(name)}})).ok());
  return id;
}

Status SetText(SyncWorld::Replica& replica, Id id, FieldId field, const std::string& text) {
  const auto seen = replica.client->records().FindRecord(id);
  return SubmitNow(*replica.client, replica.client->MakeSet(*seen, {{field, Value::Text(text)}}));
}

std::string TextOf(const SyncWorld::Replica& replica, Id id, FieldId field) {
  const auto record = replica.client->records().FindRecord(id);
  return record ? record->Get(field).text() : "(none)";
}

TEST(Sync, AnEditReachesTheOtherReplica) {
  SyncWorld world(1);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  EXPECT_EQ(a.client->status().pending, 1u);
  EXPECT_EQ(TextOf(a, id, kName), "云锦");  // shown at once
  world.Settle();
  EXPECT_EQ(a.client->status().pending, 0u);
  EXPECT_EQ(TextOf(b, id, kName), "云锦");
  EXPECT_EQ(TextOf(a, id, kNumber), "KH-2026-00001");
}

TEST(Sync, OfflineWorkSurvivesARestartAndArrives) {
  SyncWorld world(2);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  a.is_online = false;
  EXPECT_TRUE(SetText(a, id, kNote, "火车上写的").ok());
  EXPECT_TRUE(SetText(a, id, kNote, "又改了一次").ok());
  ASSERT_TRUE(world.Restart(a).ok());
  EXPECT_EQ(TextOf(a, id, kNote), "又改了一次");
  EXPECT_EQ(a.client->status().pending, 2u);
  a.is_online = true;
  world.Settle();
  EXPECT_EQ(TextOf(b, id, kNote), "又改了一次");
  EXPECT_TRUE(world.data.conflicts.empty());  // one's own chain of edits is no conflict
}

TEST(Sync, ConcurrentEditsKeepBothValues) {
  SyncWorld world(3);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  a.is_online = b.is_online = false;
  EXPECT_TRUE(SetText(a, id, kNote, "甲写的").ok());
  EXPECT_TRUE(SetText(b, id, kNote, "乙写的").ok());
  a.is_online = b.is_online = true;
  world.Settle();
  ASSERT_EQ(a.client->conflicts().size(), 1u);
  ASSERT_EQ(b.client->conflicts().size(), 1u);
  const Conflict conflict = a.client->conflicts().begin()->second;
  EXPECT_EQ(conflict.earlier, Value::Text("甲写的"));
  EXPECT_EQ(conflict.later, Value::Text("乙写的"));
  EXPECT_EQ(conflict.earlier_author, (Id{9, 1}));
  EXPECT_EQ(TextOf(a, id, kNote), "乙写的");
  // Resolved for the earlier value.
  EXPECT_TRUE(SubmitNow(*b.client, b.client->MakeResolve(conflict, conflict.earlier)).ok());
  world.Settle();
  EXPECT_TRUE(a.client->conflicts().empty());
  EXPECT_TRUE(b.client->conflicts().empty());
  EXPECT_EQ(TextOf(a, id, kNote), "甲写的");
}

TEST(Sync, TagsOfBothSidesMerge) {
  SyncWorld world(4);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  const auto tag = [&](SyncWorld::Replica& replica, const std::string& word) {
    const auto seen = replica.client->records().FindRecord(id);
    return SubmitNow(*replica.client, replica.client->MakeSet(*seen, {{kTags, Value::List({word})}}));
  };
  EXPECT_TRUE(tag(a, "重点").ok());
  EXPECT_TRUE(tag(b, "招标").ok());
  world.Settle();
  EXPECT_EQ(a.client->records().FindRecord(id)->Get(kTags).list(), (TextList{"重点", "招标"}));
  EXPECT_EQ(b.client->records().FindRecord(id)->Get(kTags).list(), (TextList{"重点", "招标"}));
  EXPECT_TRUE(a.client->conflicts().empty());
}

TEST(Sync, AHeldFieldKeepsTheServersValue) {
  SyncWorld world(5);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  EXPECT_TRUE(SetText(a, id, kCode, "AAA").ok());
  EXPECT_TRUE(SetText(b, id, kCode, "BBB").ok());
  world.Settle();
  EXPECT_EQ(TextOf(b, id, kCode), "AAA");
  ASSERT_EQ(b.client->conflicts().size(), 1u);
  EXPECT_FALSE(b.client->conflicts().begin()->second.is_later_current);
}

TEST(Sync, ARefusedEditGoesToTheTrayAndBlocksNothing) {
  SyncWorld world(6);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id first = Insert(world, a, "云锦");
  EXPECT_TRUE(SetText(a, first, kCode, "SAME").ok());
  world.Settle();
  b.is_online = false;
  const Id second = Insert(world, b, "锦云");
  EXPECT_TRUE(SetText(b, second, kCode, "SAME").ok());
  EXPECT_TRUE(SetText(b, second, kNote, "别的字段").ok());
  b.is_online = true;
  world.Settle();
  ASSERT_EQ(b.client->tray().size(), 1u);
  EXPECT_EQ(b.client->tray().begin()->second.tray_reason, "invalid");
  EXPECT_EQ(b.client->status().pending, 0u);
  EXPECT_EQ(TextOf(a, second, kNote), "别的字段");
  EXPECT_EQ(TextOf(b, second, kCode), "");
  EXPECT_EQ(world.data.rejected.size(), 1u);
}

TEST(Sync, AViewerWritesNothing) {
  SyncWorld world(7);
  auto& a = world.AddReplica(Id{9, 1}, Role::kViewer);
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  EXPECT_TRUE(world.data.records.empty());
  EXPECT_EQ(a.client->tray().size(), 1u);
  EXPECT_EQ(TextOf(a, id, kName), "(none)");
}

TEST(Sync, DeleteAgainstANewerEditKeepsTheRecord) {
  SyncWorld world(8);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  EXPECT_TRUE(SetText(a, id, kNote, "新的").ok());
  EXPECT_TRUE(SubmitNow(*b.client, b.client->MakeDelete(*b.client->records().FindRecord(id))).ok());
  world.Settle();
  EXPECT_EQ(TextOf(b, id, kNote), "新的");
  EXPECT_EQ(b.client->conflicts().size(), 1u);
  // Nobody edited in between: the delete holds, and can be taken back.
  const auto seen = b.client->records().FindRecord(id);
  EXPECT_TRUE(SubmitNow(*b.client, b.client->MakeDelete(*seen)).ok());
  world.Settle();
  EXPECT_EQ(TextOf(a, id, kName), "(none)");
  EXPECT_TRUE(SubmitNow(*b.client, b.client->MakeRestore(*seen)).ok());
  world.Settle();
  EXPECT_EQ(TextOf(a, id, kNote), "新的");
}

TEST(Sync, AFullStorageRefusesTheEditVisibly) {
  SyncWorld world(9);
  auto& a = world.AddReplica(Id{9, 1});
  world.Settle();
  const Id id = Insert(world, a, "云锦");
  world.Settle();
  a.storage.is_full = true;
  const Status status = SetText(a, id, kNote, "装不下");
  EXPECT_EQ(status.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(TextOf(a, id, kNote), "");
  a.storage.is_full = false;
  EXPECT_TRUE(SetText(a, id, kNote, "装下了").ok());
  world.Settle();
  EXPECT_EQ(world.data.records.at(id).Get(kNote), Value::Text("装下了"));
}

TEST(Sync, ADamagedCacheIsFetchedAgainAndTheOutboxKept) {
  SyncWorld world(10);
  auto& a = world.AddReplica(Id{9, 1});
  world.Settle();
  std::vector<Id> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(Insert(world, a, "客户" + std::to_string(i)));
  world.Settle();
  a.is_online = false;
  EXPECT_TRUE(SetText(a, ids[3], kNote, "还没传").ok());
  auto& base = a.storage.areas[static_cast<int>(StorageArea::kBase)];
  ASSERT_FALSE(base.empty());
  base.begin()->second[base.begin()->second.size() / 2] ^= 0x40;
  EXPECT_EQ(world.Restart(a).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(a.client->status().pending, 1u);
  a.is_online = true;
  world.Settle();
  EXPECT_EQ(a.client->records().size(), 10u);
  EXPECT_EQ(world.data.records.at(ids[3]).Get(kNote), Value::Text("还没传"));
}

// A record that changed since the first load has a row of its own. `damage` it, and the replica must miss it: it loads anew.
void ExpectChangedRowIsMissed(const std::function<void(std::map<std::string, Bytes>& base, const std::string& row)>& damage) {
  SyncWorld world(12);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  const Id id = Insert(world, a, "客户");
  world.Settle();
  EXPECT_TRUE(SetText(a, id, kNote, "后来改的").ok());
  world.Settle();
  auto& base = b.storage.areas[static_cast<int>(StorageArea::kBase)];
  const auto row = base.lower_bound("upd/");
  ASSERT_NE(row, base.end());
  damage(base, std::string(row->first));
  EXPECT_EQ(world.Restart(b).error().code, ErrorCode::kCorrupt);
  world.Settle();
  EXPECT_EQ(TextOf(b, id, kNote), "后来改的");
  EXPECT_TRUE(world.Restart(b).ok());
  EXPECT_EQ(TextOf(b, id, kNote), "后来改的");
}

// Without it the segment's older one would be shown for ever.
TEST(Sync, AChangedRecordThatIsGoneFromTheCacheIsMissed) {
  ExpectChangedRowIsMissed([](auto& base, const std::string& row) { base.erase(row); });
}

// What is left of its row when a disk was full looked like a record that somebody may not see any more.
TEST(Sync, AChangedRecordWhoseRowWasCutToNothingHasNotLeft) {
  ExpectChangedRowIsMissed([](auto& base, const std::string& row) { base[row].clear(); });
}

TEST(Sync, WhatAnOlderServerForgotIsSentAgain) {
  SyncWorld world(11);
  auto& a = world.AddReplica(Id{9, 1});
  world.Settle();
  const Id kept = Insert(world, a, "备份前");
  world.Settle();
  const ServerData backup = world.data;
  const Id lost = Insert(world, a, "备份后");
  EXPECT_TRUE(SetText(a, kept, kNote, "备份后改的").ok());
  world.Settle();
  world.data = backup;
  world.data.epoch = Epoch{2, Id{2, 2}};
  world.Settle();
  EXPECT_EQ(TextOf(a, lost, kName), "备份后");
  EXPECT_EQ(world.data.records.at(kept).Get(kNote), Value::Text("备份后改的"));
  EXPECT_EQ(world.data.records.size(), 2u);
}

// Random edits by several people over a wire that loses requests and answers, with restarts. At quiet: every replica
// shows what the server has, every edit has an outcome, every acknowledged one is in the history, none twice, and every
// overwritten value of another author is in a conflict record.
TEST(Sync, TheTimeThatABusyServerNamesHoldsForWhoIsWoken) {
  SyncWorld world(12);
  auto& replica = world.AddReplica(Id{9, 1});
  world.Settle();
  SyncClient& client = *replica.client;
  const auto refuse = [&](std::uint32_t retry_after_ms) {
    client.Wake();
    const auto request = client.NextRequest();
    ASSERT_TRUE(request.has_value());
    client.OnResponse(request->number, 429, Encode(ErrorResponse{ErrorCode::kUnavailable, "busy", retry_after_ms}));
    client.Wake();
    EXPECT_FALSE(client.NextRequest().has_value());
  };
  refuse(5000);
  world.clock.now_ms += 4999;
  client.Wake();
  EXPECT_FALSE(client.NextRequest().has_value());
  world.clock.now_ms += 1;
  const auto request = client.NextRequest();
  ASSERT_TRUE(request.has_value());
  client.OnUnanswered(request->number);
  world.clock.now_ms += 60'000;
  // For so long nobody who wants a sync now has to wait.
  refuse(600'000);
  world.clock.now_ms += 30'000;
  EXPECT_TRUE(client.NextRequest().has_value());
  // The network went and came: what the server said before no longer counts.
  client.OnUnreachable();
  refuse(5000);
  client.OnUnreachable();
  client.Wake();
  EXPECT_TRUE(client.NextRequest().has_value());
}

TEST(SyncProperty, ReplicasConvergeUnderFaults) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SyncWorld world(seed);
    for (std::uint64_t user = 1; user <= 3; ++user) world.AddReplica(Id{9, user});
    world.Settle();
    std::vector<Id> ids;
    std::size_t submitted = 0;
    for (int step = 0; step < 200; ++step) {
      auto& replica = *world.replicas[world.random.Below(world.replicas.size())];
      world.clock.now_ms += 1000;
      switch (world.random.Below(10)) {
        case 0:
          ids.push_back(Insert(world, replica, "客户" + std::to_string(step)));
          ++submitted;
          break;
        case 1:
        case 2:
        case 3: {
          if (ids.empty()) break;
          const Id id = ids[world.random.Below(ids.size())];
          const auto seen = replica.client->records().FindRecord(id);
          if (!seen || seen->is_deleted) break;
          ++submitted;
          if (world.random.OneIn(3)) {
            const auto& tags = seen->Get(kTags).list();
            TextList next = tags;
            if (!next.empty() && world.random.OneIn(3)) next.erase(next.begin());
            next.push_back("t" + std::to_string(world.random.Below(4)));
            std::sort(next.begin(), next.end());
            next.erase(std::unique(next.begin(), next.end()), next.end());
            EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeSet(*seen, {{kTags, Value::List(next)}})).ok());
          } else if (world.random.OneIn(8)) {
            EXPECT_TRUE(SubmitNow(*replica.client, replica.client->MakeDelete(*seen)).ok());
          } else {
            EXPECT_TRUE(SetText(replica, id, kNote, "v" + std::to_string(step)).ok());
          }
          break;
        }
        case 4: replica.is_online = !replica.is_online; break;
        case 5:
          if (world.random.OneIn(3)) {
            EXPECT_TRUE(world.Restart(replica).ok());
          }
          break;
        default:
          replica.client->Wake();
          world.Exchange(replica, world.random.OneIn(6), world.random.OneIn(6));
      }
    }
    for (auto& replica : world.replicas) replica->is_online = true;
    world.Settle();
    std::set<std::pair<std::uint64_t, Id>> seen_versions;
    for (auto& replica : world.replicas) {
      EXPECT_EQ(replica->client->status().pending, 0u) << "seed " << seed;
      std::size_t live = 0;
      for (const auto& [id, record] : world.data.records) {
        if (record.is_deleted) continue;
        ++live;
        const auto mine = replica->client->records().FindRecord(id);
        ASSERT_TRUE(mine.has_value()) << "seed " << seed;
        for (const Cell& cell : record.cells()) EXPECT_EQ(mine->Get(cell.field), cell.value) << "seed " << seed;
      }
      EXPECT_EQ(replica->client->records().size(), live) << "seed " << seed;
    }
    // Each mutation got exactly one outcome.
    EXPECT_EQ(world.data.results.size(), submitted) << "seed " << seed;
    for (const HistoryEntry& entry : world.data.history) {
      EXPECT_TRUE(seen_versions.insert({entry.version.sequence, entry.record}).second) << "applied twice, seed " << seed;
    }
    // A value that another author's edit replaced without having seen it is in a conflict.
    for (const HistoryEntry& entry : world.data.history) {
      if (entry.outcome != Outcome::kConflict || entry.kind != MutationKind::kSet) continue;
      const bool has_conflict = std::any_of(world.data.conflicts.begin(), world.data.conflicts.end(),
                                            [&](const auto& item) { return item.second.version == entry.version; });
      EXPECT_TRUE(has_conflict) << "seed " << seed;
    }
    // Nobody is in conflict with oneself.
    for (const auto& [id, conflict] : world.data.conflicts) {
      EXPECT_FALSE(conflict.field != 0 && conflict.earlier_author == conflict.later_author) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace kedang
