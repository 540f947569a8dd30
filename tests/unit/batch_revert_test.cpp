// Taking back what was done together: an import, a group, a taking back itself; alone and with others' edits in between.
#include <gtest/gtest.h>

#include <random>

#include "shared/field/field_types.h"
#include "shared/intake/import_run.h"
#include "shared/sync/apply.h"
#include "shared/sync/batch_revert.h"
#include "tests/support/asset.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4;
const Principal kAnna{Id{9, 1}, "anna", Role::kMember, 1};
const Principal kBoris{Id{9, 2}, "boris", Role::kMember, 1};
const Principal kAdmin{Id{9, 3}, "admin", Role::kAdministrator, 1};

struct Desk {
  explicit Desk(std::uint64_t seed) : world(seed), store(world.data) {}

  MutationResult Do(const Principal& principal, std::vector<Mutation> mutations, Id batch = Id(),
                    SourceKind kind = SourceKind::kManual) {
    world.clock.now_ms += 1000;
    Group group;
    group.id = MakeId(world.clock.now_ms, world.random);
    group.provenance = {kind, "", batch};
    group.mutations = std::move(mutations);
    auto results = world.server.Apply(store, principal, group);
    EXPECT_TRUE(results.ok());
    return results.value().back();
  }
  Mutation Insert(Id id, std::vector<std::pair<FieldId, Value>> cells) {
    Mutation mutation;
    mutation.kind = MutationKind::kInsert;
    mutation.schema = 1;
    mutation.record = id;
    for (auto& [field, value] : cells) mutation.edits.push_back({field, std::move(value), Value(), Version(), 0});
    return mutation;
  }
  Mutation Set(Id id, FieldId field, Value value) {
    const Record& record = world.data.records.at(id);
    const Cell* cell = record.FindCell(field);
    Mutation mutation;
    mutation.schema = 1;
    mutation.record = id;
    mutation.edits.push_back({field, std::move(value), record.Get(field), cell != nullptr ? cell->version : Version(), 0});
    return mutation;
  }
  Mutation Delete(Id id) {
    Mutation mutation;
    mutation.kind = MutationKind::kDelete;
    mutation.schema = 1;
    mutation.record = id;
    mutation.edits.push_back({0, Value(), Value(), world.data.records.at(id).changed, 0});
    return mutation;
  }
  Mutation Restore(Id id) {
    Mutation mutation = Delete(id);
    mutation.kind = MutationKind::kRestore;
    mutation.edits.clear();
    return mutation;
  }
  MutationResult Revert(const Principal& principal, Id batch, Id own) {
    Mutation mutation;
    mutation.kind = MutationKind::kRevert;
    mutation.record = batch;
    return Do(principal, {std::move(mutation)}, own, SourceKind::kUndo);
  }
  std::string Text(Id id, FieldId field) { return world.data.records.at(id).Get(field).text(); }
  bool IsThere(Id id) { return world.data.records.count(id) != 0 && !world.data.records.at(id).is_deleted; }

  // Values of live records and their unique keys, without versions and what the server itself makes.
  std::map<Id, std::map<FieldId, Value>> Pool() {
    std::map<Id, std::map<FieldId, Value>> pool;
    for (const auto& [id, record] : world.data.records) {
      if (record.is_deleted) continue;
      auto& cells = pool[id];
      for (const Cell& cell : record.cells()) {
        if (!cell.value.is_null() && !(cell.value.kind() == Value::Kind::kList && cell.value.list().empty())) cells[cell.field] = cell.value;
      }
    }
    return pool;
  }
  std::map<Id, std::string> Codes() { return world.data.unique[{1, kCode}]; }

  SyncWorld world;
  MemoryServerStore store;
};

std::string DetailOf(const Issue& issue, std::string_view name) {
  for (const auto& [key, value] : issue.details) {
    if (key == name) return value;
  }
  return "";
}

TEST(BatchRevert, AnImportWithUpdatesIsTakenBackWhole) {
  Desk desk(1);
  const Id old{1, 1}, made{1, 2}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(old, {{kName, Value::Text("云锦")}, {kNote, Value::Text("旧")}})});
  const auto before = desk.Pool();
  desk.Do(kAnna, {desk.Insert(made, {{kName, Value::Text("新")}, {kCode, Value::Text("C1")}})}, batch, SourceKind::kImport);
  desk.Do(kAnna, {desk.Set(old, kNote, Value::Text("导入的")), desk.Set(old, kTags, Value::List({"展会"}))}, batch, SourceKind::kImport);
  const MutationResult result = desk.Revert(kAnna, batch, Id{6, 1});
  EXPECT_EQ(result.outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Pool(), before);
  EXPECT_TRUE(desk.Codes().empty());
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_EQ(result.issues[0].code, "revert_done");
  EXPECT_EQ(DetailOf(result.issues[0], "deleted"), "1");
  EXPECT_EQ(DetailOf(result.issues[0], "kept"), "0");
}

TEST(BatchRevert, WhatOthersChangedSinceStaysAndIsTold) {
  Desk desk(2);
  const Id a{1, 1}, b{1, 2}, c{1, 3}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}, {kNote, Value::Text("一")}, {kTags, Value::List({"老"})}})});
  desk.Do(kAnna, {desk.Set(a, kNote, Value::Text("二")), desk.Set(a, kName, Value::Text("甲甲")), desk.Set(a, kTags, Value::List({"老", "展会"})),
                  desk.Insert(b, {{kName, Value::Text("乙")}}), desk.Insert(c, {{kName, Value::Text("丙")}})}, batch);
  desk.Do(kBoris, {desk.Set(a, kNote, Value::Text("三"))});
  desk.Do(kBoris, {desk.Set(a, kTags, Value::List({"老", "展会", "重点"}))});
  desk.Do(kBoris, {desk.Set(b, kNote, Value::Text("我的"))});
  const MutationResult result = desk.Revert(kAnna, batch, Id{6, 1});
  EXPECT_EQ(result.outcome, Outcome::kMerged);
  EXPECT_EQ(desk.Text(a, kNote), "三");
  EXPECT_EQ(desk.Text(a, kName), "甲");
  EXPECT_EQ(desk.world.data.records.at(a).Get(kTags).list(), (TextList{"老", "重点"}));
  EXPECT_TRUE(desk.IsThere(b));
  EXPECT_FALSE(desk.IsThere(c));
  std::map<std::string, std::string> kept;
  for (const Issue& issue : result.issues) {
    if (issue.code == "revert_kept") kept[DetailOf(issue, "record") + "." + std::to_string(issue.field)] = DetailOf(issue, "reason");
  }
  EXPECT_EQ(kept, (std::map<std::string, std::string>{{FormatId(a) + ".2", "edited"}, {FormatId(b) + ".0", "edited"}}));
}

TEST(BatchRevert, TakingBackCanBeTakenBackAndTakenBackAgain) {
  Desk desk(3);
  const Id a{1, 1}, b{1, 2}, d{1, 3}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}}), desk.Insert(d, {{kName, Value::Text("丁")}})});
  const auto before = desk.Pool();
  desk.Do(kAnna, {desk.Set(a, kName, Value::Text("甲二")), desk.Insert(b, {{kName, Value::Text("乙")}}), desk.Delete(d)}, batch);
  const auto after = desk.Pool();
  EXPECT_EQ(desk.Revert(kAnna, batch, Id{6, 1}).outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Pool(), before);
  EXPECT_EQ(desk.Revert(kAnna, batch, Id{6, 2}).outcome, Outcome::kVoid);
  EXPECT_EQ(desk.Revert(kAnna, Id{6, 1}, Id{6, 3}).outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Pool(), after);
  EXPECT_EQ(desk.Revert(kAnna, batch, Id{6, 4}).outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Pool(), before);
  EXPECT_EQ(desk.Revert(kAnna, Id{6, 1}, Id{6, 5}).outcome, Outcome::kVoid);
}

// The record of an import is no part of its batch, but what state it is in is: it says what is true whoever takes what back, and is
// counted nowhere.
TEST(BatchRevert, TheRecordOfAnImportSaysWhetherItIsThere) {
  Desk desk(14);
  const Schema runs = ParseSchema(ReadAsset("assets/schemas/import_run.json")).value();
  desk.world.Publish({runs});
  const Id run{1, 9}, a{1, 1}, batch{5, 1};
  ImportRun noted;
  noted.file = "名录.csv";
  noted.content = {"abc", "customer", ""};
  noted.batch = batch;
  const auto mutation = [&](MutationKind kind, const CellList& cells) {
    Mutation made;
    made.kind = kind;
    made.schema = runs.id;
    made.record = run;
    for (const auto& [field, value] : cells) {
      const auto record = desk.world.data.records.find(run);
      const Cell* cell = record != desk.world.data.records.end() ? record->second.FindCell(field) : nullptr;
      made.edits.push_back({field, value, cell != nullptr ? cell->value : Value(), cell != nullptr ? cell->version : Version(), 0});
    }
    return made;
  };
  const auto state = [&] { return ReadRun(runs, desk.world.data.records.at(run))->state; };
  desk.Do(kAnna, {mutation(MutationKind::kInsert, RunCells(runs, noted))});
  EXPECT_EQ(state(), RunState::kTakenBack);
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, batch, SourceKind::kImport);
  desk.Do(kAnna, {mutation(MutationKind::kSet, RunStateCells(runs, RunState::kUnfinished))}, batch, SourceKind::kImport);
  desk.Do(kAnna, {mutation(MutationKind::kSet, RunStateCells(runs, RunState::kWritten))}, batch, SourceKind::kImport);
  noted.created = 1;
  desk.Do(kAnna, {mutation(MutationKind::kSet, RunCounts(runs, noted))});
  EXPECT_EQ(state(), RunState::kWritten);
  const Batch kept = desk.store.FindBatch(batch).value().value();
  EXPECT_EQ(kept.created, 1u);
  EXPECT_EQ(kept.changed, 0u);
  EXPECT_EQ(kept.schema, 1u);
  const MutationResult result = desk.Revert(kAdmin, batch, Id{6, 1});
  EXPECT_EQ(result.outcome, Outcome::kApplied);
  EXPECT_EQ(DetailOf(result.issues[0], "records"), "1");
  EXPECT_EQ(DetailOf(result.issues[0], "changed"), "0");
  EXPECT_FALSE(desk.IsThere(a));
  EXPECT_EQ(state(), RunState::kTakenBack);
  EXPECT_EQ(ReadRun(runs, desk.world.data.records.at(run))->created, 1u) << "the trace stays";
  desk.Revert(kAdmin, Id{6, 1}, Id{6, 2});
  EXPECT_TRUE(desk.IsThere(a));
  EXPECT_EQ(state(), RunState::kWritten);
}

TEST(BatchRevert, OnlyItsAuthorAndAdministratorsMay) {
  Desk desk(4);
  const Id a{1, 1}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, batch);
  EXPECT_EQ(desk.Revert(kBoris, batch, Id{6, 1}).outcome, Outcome::kDenied);
  EXPECT_TRUE(desk.IsThere(a));
  EXPECT_EQ(desk.world.data.rejected.size(), 1u);
  EXPECT_EQ(desk.Revert(kBoris, Id{5, 9}, Id{6, 2}).outcome, Outcome::kGone);
  EXPECT_EQ(desk.Revert(kAdmin, batch, Id{6, 3}).outcome, Outcome::kApplied);
  EXPECT_FALSE(desk.IsThere(a));
}

TEST(BatchRevert, SomebodyElsesEditsUnderTheSameBatchAreNotIts) {
  Desk desk(5);
  const Id a{1, 1}, b{1, 2}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, batch);
  desk.Do(kBoris, {desk.Insert(b, {{kName, Value::Text("乙")}})}, batch);
  EXPECT_EQ(desk.Revert(kAnna, batch, Id{6, 1}).outcome, Outcome::kApplied);
  EXPECT_FALSE(desk.IsThere(a));
  EXPECT_TRUE(desk.IsThere(b));
}

TEST(BatchRevert, AnImportStaysAfterThirtyDays) {
  Desk desk(6);
  const Id a{1, 1}, b{1, 2};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, Id{5, 1}, SourceKind::kImport);
  desk.Do(kAnna, {desk.Insert(b, {{kName, Value::Text("乙")}})}, Id{5, 2}, SourceKind::kMerge);
  desk.world.clock.now_ms += kImportRevertMs;
  const MutationResult late = desk.Revert(kAnna, Id{5, 1}, Id{6, 1});
  EXPECT_EQ(late.outcome, Outcome::kInvalid);
  EXPECT_EQ(late.issues.front().code, "revert_too_late");
  EXPECT_EQ(desk.Revert(kAnna, Id{5, 2}, Id{6, 2}).outcome, Outcome::kApplied);
}

TEST(BatchRevert, AUniqueValueMovesBackToWhereItWas) {
  Desk desk(7);
  const Id a{1, 1}, b{1, 2}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}}), desk.Insert(b, {{kName, Value::Text("乙")}, {kCode, Value::Text("C1")}})});
  const auto before = desk.Pool();
  const auto codes = desk.Codes();
  // As a merge does it: in one group, whatever the order.
  EXPECT_EQ(desk.Do(kAnna, {desk.Set(a, kCode, Value::Text("C1")), desk.Delete(b)}, batch).outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Text(a, kCode), "C1");
  EXPECT_EQ(desk.Revert(kAnna, batch, Id{6, 1}).outcome, Outcome::kApplied);
  EXPECT_EQ(desk.Pool(), before);
  EXPECT_EQ(desk.Codes(), codes);
}

TEST(BatchRevert, WhatARuleForbidsStaysAndTheRestIsTakenBack) {
  Desk desk(8);
  const Id a{1, 1}, b{1, 2}, c{1, 3}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}, {kCode, Value::Text("C1")}}), desk.Insert(b, {{kName, Value::Text("乙")}})});
  desk.Do(kAnna, {desk.Set(a, kCode, Value::Text("C2")), desk.Set(b, kNote, Value::Text("x"))}, batch);
  desk.Do(kBoris, {desk.Insert(c, {{kName, Value::Text("丙")}, {kCode, Value::Text("C1")}})});  // took the free code
  const MutationResult result = desk.Revert(kAnna, batch, Id{6, 1});
  EXPECT_EQ(result.outcome, Outcome::kMerged);
  EXPECT_EQ(desk.Text(a, kCode), "C2");
  EXPECT_EQ(desk.Text(b, kNote), "");
  EXPECT_TRUE(desk.world.data.rejected.empty());  // nobody's work was lost
}

TEST(BatchRevert, WhereNothingMayBeTakenBackNothingIsAndSomebodyElseMayTry) {
  Desk desk(13);
  const Id a{1, 1}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, batch);
  Principal reader = kAnna;
  reader.role = Role::kViewer;
  const MutationResult refused = desk.Revert(reader, batch, Id{6, 1});
  EXPECT_EQ(refused.outcome, Outcome::kInvalid);
  ASSERT_FALSE(refused.issues.empty());
  EXPECT_EQ(refused.issues.front().code, "revert_refused");
  EXPECT_TRUE(desk.IsThere(a));
  EXPECT_EQ(desk.Revert(kAdmin, batch, Id{6, 2}).outcome, Outcome::kApplied);
  EXPECT_FALSE(desk.IsThere(a));
}

TEST(BatchRevert, BackAndForthEndsSomewhere) {
  Desk desk(14);
  const Id a{1, 1}, batch{5, 1};
  desk.Do(kAnna, {desk.Insert(a, {{kName, Value::Text("甲")}})}, batch);
  Id last = batch;
  MutationResult result;
  for (std::uint64_t i = 1; i <= 200 && (i == 1 || IsAccepted(result.outcome)); ++i) {
    result = desk.Revert(kAnna, last, Id{6, i});
    if (IsAccepted(result.outcome)) last = Id{6, i};
  }
  ASSERT_FALSE(result.issues.empty());
  EXPECT_EQ(result.issues.front().code, "revert_too_often");
  EXPECT_TRUE(*IsInForce(desk.store, last));
  EXPECT_TRUE(desk.IsThere(a) == *IsInForce(desk.store, batch));
}

TEST(BatchRevert, TwoRecordsOfOneGroupDoNotShareAUniqueValue) {
  Desk desk(9);
  const MutationResult result = desk.Do(kAnna, {desk.Insert(Id{1, 1}, {{kName, Value::Text("甲")}, {kCode, Value::Text("C1")}}),
                                                desk.Insert(Id{1, 2}, {{kName, Value::Text("乙")}, {kCode, Value::Text("C1")}})});
  EXPECT_EQ(result.outcome, Outcome::kInvalid);
  EXPECT_TRUE(desk.world.data.records.empty());
}

// The law: a batch of anything, then taken back, leaves the pool as it was; where others edit in between, exactly their
// values stay. Checked against a pool in which the batch never happened.
TEST(BatchRevert, LeavesThePoolAsIfItHadNotBeen) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    Desk desk(seed);
    std::mt19937_64 dice(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
    std::vector<Id> ids;
    for (std::uint64_t i = 1; i <= 6; ++i) {
      ids.push_back(Id{1, i});
      desk.Do(kAnna, {desk.Insert(ids.back(), {{kName, Value::Text("n" + std::to_string(i))}, {kNote, Value::Text("o" + std::to_string(i))},
                                               {kTags, Value::List({"t" + std::to_string(i)})}})});
    }
    const auto before = desk.Pool();
    const auto codes = desk.Codes();
    const Id batch{5, 1};
    std::uint64_t last = 100;
    for (std::size_t steps = 1 + below(8); steps > 0; --steps) {
      const std::string token = "b" + std::to_string(++last);
      switch (below(5)) {
        case 0: {
          ids.push_back(Id{1, last});
          desk.Do(kAnna, {desk.Insert(ids.back(), {{kName, Value::Text(token)}, {kCode, Value::Text(token)}})}, batch, SourceKind::kImport);
          break;
        }
        case 1: {
          const Id id = ids[below(ids.size())];
          if (desk.IsThere(id)) desk.Do(kAnna, {desk.Delete(id)}, batch, SourceKind::kImport);
          break;
        }
        default: {
          const Id id = ids[below(ids.size())];
          if (!desk.IsThere(id)) break;
          const FieldId field = static_cast<FieldId>(1 + below(4));
          Value value = Value::Text(below(4) == 0 && field == kNote ? "" : token);
          if (field == kNote && value.text().empty()) value = Value();
          if (field == kTags) {
            TextList tags = desk.world.data.records.at(id).Get(kTags).list();
            if (!tags.empty() && below(2) == 0) tags.pop_back();
            tags.push_back(token);
            value = Value::List(tags);
          }
          desk.Do(kAnna, {desk.Set(id, field, value)}, batch, SourceKind::kImport);
        }
      }
    }
    // Others edit what was there before and is still: of a cell they write the value stays, whatever the batch did to it.
    std::map<std::pair<Id, FieldId>, std::string> theirs;
    if (seed % 2 == 0) {
      for (int i = 0; i < 3; ++i) {
        const Id id{1, 1 + below(6)};
        if (!desk.IsThere(id)) continue;
        const FieldId field = below(2) == 0 ? kName : kNote;
        const std::string token = "x" + std::to_string(++last);
        desk.Do(kBoris, {desk.Set(id, field, Value::Text(token))});
        theirs[{id, field}] = token;
      }
    }
    const MutationResult result = desk.Revert(kAnna, batch, Id{6, 1});
    ASSERT_TRUE(IsAccepted(result.outcome) || desk.world.data.batches.empty()) << static_cast<int>(result.outcome);
    auto expected = before;
    for (const auto& [cell, token] : theirs) expected[cell.first][cell.second] = Value::Text(token);
    ASSERT_EQ(desk.Pool(), expected);
    ASSERT_EQ(desk.Codes(), codes);
    // And taken back again: the pool is what the batch had made of it, with the others' values.
    if (theirs.empty() && result.outcome == Outcome::kApplied) {
      const auto empty = desk.Pool();
      ASSERT_EQ(desk.Revert(kAnna, Id{6, 1}, Id{6, 2}).outcome, Outcome::kApplied);
      ASSERT_EQ(desk.Revert(kAnna, batch, Id{6, 3}).outcome, Outcome::kApplied);
      ASSERT_EQ(desk.Pool(), empty);
    }
  }
}

void Submit(SyncWorld::Replica& replica, Mutation mutation, Id batch) {
  Group group;
  group.provenance.batch = batch;
  group.mutations.push_back(std::move(mutation));
  Status result = Error{ErrorCode::kInternal, "never called"};
  replica.client->Submit({std::move(group)}, [&](Status status) { result = std::move(status); });
  EXPECT_TRUE(result.ok());
}

void SetName(SyncWorld::Replica& replica, Id id, const char* name, Id batch = Id()) {
  Submit(replica, replica.client->MakeSet(*replica.client->records().FindRecord(id), {{kName, Value::Text(name)}}), batch);
}

// The screen shows the old value until the server has taken it back: who goes on from there meets his own doing.
TEST(BatchRevert, WhoEditsOnAfterTakingBackIsNotInConflictWithHimself) {
  SyncWorld world(12);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 1});
  world.Settle();
  const Id one{1, 1};
  Submit(a, a.client->MakeInsert(1, one, {{kName, Value::Text("甲")}}), Id());
  SetName(a, one, "乙", Id{5, 1});
  world.Settle();
  a.is_online = false;
  Submit(a, a.client->MakeRevert(Id{5, 1}), Id{6, 1});
  SetName(a, one, "丙");
  a.is_online = true;
  world.Settle();
  EXPECT_TRUE(world.data.conflicts.empty());
  EXPECT_TRUE(a.client->tray().empty());
  EXPECT_EQ(world.data.records.at(one).Get(kName).text(), "丙");
  // What he took back at another device this one has not seen: that is a conflict, and keeps both values.
  SetName(a, one, "丁", Id{5, 2});
  world.Settle();
  a.is_online = false;
  SetName(a, one, "戊");
  Submit(b, b.client->MakeRevert(Id{5, 2}), Id{6, 2});
  for (int i = 0; i < 50 && world.Exchange(b); ++i) {
  }
  a.is_online = true;
  world.Settle();
  ASSERT_EQ(world.data.conflicts.size(), 1u);
  EXPECT_EQ(world.data.conflicts.begin()->second.earlier, Value::Text("丙"));
  EXPECT_EQ(world.data.conflicts.begin()->second.later, Value::Text("戊"));
}

TEST(BatchRevert, TravelsLikeAnEditAndTellsWhatStayed) {
  SyncWorld world(11);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  const Id one{1, 1}, two{1, 2}, batch{5, 1};
  Submit(a, a.client->MakeInsert(1, one, {{kName, Value::Text("甲")}}), batch);
  Submit(a, a.client->MakeInsert(1, two, {{kName, Value::Text("乙")}}), batch);
  world.Settle();
  Submit(b, b.client->MakeSet(*b.client->records().FindRecord(two), {{kNote, Value::Text("我的")}}), Id());
  world.Settle();
  a.is_online = false;
  Submit(a, a.client->MakeRevert(batch), Id{6, 1});
  ASSERT_TRUE(world.Restart(a).ok());
  EXPECT_EQ(a.client->status().pending, 1u);
  EXPECT_TRUE(a.client->records().FindRecord(one));  // the server knows what was in it
  a.is_online = true;
  world.Settle();
  EXPECT_EQ(a.client->status().pending, 0u);
  EXPECT_TRUE(a.client->tray().empty());
  EXPECT_FALSE(a.client->records().FindRecord(one));
  EXPECT_TRUE(b.client->records().FindRecord(two));
  const QueuedGroup& told = a.client->journal().rbegin()->second;
  ASSERT_EQ(told.results.size(), 1u);
  EXPECT_EQ(told.results[0].outcome, Outcome::kMerged);
  ASSERT_EQ(told.results[0].issues.size(), 2u);
  EXPECT_EQ(told.results[0].issues[1].code, "revert_kept");
}

}  // namespace
}  // namespace kedang
