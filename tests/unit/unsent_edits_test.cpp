// Edits that have not reached the server: as a file and back, beside what others change meanwhile, and what is said when the
// browser took away what they were made on.
#include <gtest/gtest.h>

#include "tests/support/view_schemas.h"
#include "wasm/app/edit_file.h"
#include "wasm/app/record_draft.h"
#include "wasm/app/refused_edit.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kStage = 2, kAmount = 3, kDue = 4;

Group GroupOf(Mutation mutation) {
  Group group;
  group.mutations.push_back(std::move(mutation));
  return group;
}

std::size_t Keep(SyncClient& client, std::vector<QueuedGroup> groups) {
  std::size_t kept = 999;
  client.KeepInTray(std::move(groups), [&](Result<std::size_t> count) { kept = count.ok() ? *count : 998; });
  return kept;
}

TEST(EditFile, ComesBackInAnotherReplicaAndIsSentFromThere) {
  ViewWorld from;
  const Id deal = from.Deal("云锦二期", "need", 1250, *MakeDate(2026, 11, 22));
  from.clock.now_ms += 1000;
  from.Submit(GroupOf(from.workspace.client().MakeSet(from.Get(deal), {{kName, Value::Text("云锦三期")}, {kDue, Value()}})));
  EXPECT_EQ(UnsentGroupCount(from.workspace.client()), 2u);
  const std::string text = WriteEditFile(from.workspace, {false, "林悦", {}});
  EXPECT_NE(text.find("\"title\": \"云锦三期\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"value_text\": \"云锦二期\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"name\": \"金额\""), std::string::npos) << text;

  ViewWorld to;
  auto file = ReadEditFile(to.workspace.schemas(), text);
  ASSERT_TRUE(file.ok()) << file.error().message;
  EXPECT_EQ(file->author, "林悦");
  EXPECT_EQ(file->unreadable, 0u);
  EXPECT_EQ(Keep(to.workspace.client(), file->groups), 2u);
  EXPECT_EQ(Keep(to.workspace.client(), file->groups), 0u);  // a second time nothing is doubled
  ASSERT_EQ(to.workspace.client().tray().size(), 2u);
  EXPECT_FALSE(to.workspace.records().FindRecord(deal));     // not before somebody decides
  std::vector<std::string> keys;
  for (const auto& [key, queued] : to.workspace.client().tray()) {
    EXPECT_EQ(queued.tray_reason, kImportedReason);
    keys.push_back(key);
  }
  for (const std::string& key : keys) to.workspace.client().Resubmit(key, [](Status status) { EXPECT_TRUE(status.ok()); });
  EXPECT_TRUE(to.workspace.client().tray().empty());
  EXPECT_EQ(to.Get(deal).Get(kName).text(), "云锦三期");
  EXPECT_EQ(to.Get(deal).Get(kAmount).decimal(), (Decimal{1250, 0}));
  EXPECT_TRUE(to.Get(deal).Get(kDue).is_null());
}

TEST(EditFile, StaysOverARestartAndIsNotTakenTwiceWhereItWaits) {
  ViewWorld world;
  world.Deal("云锦", "need");
  const std::string text = WriteEditFile(world.workspace, {});
  const auto file = ReadEditFile(world.workspace.schemas(), text);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(Keep(world.workspace.client(), file->groups), 0u);  // it waits here still
  ViewWorld other;
  EXPECT_EQ(Keep(other.workspace.client(), file->groups), 1u);
  EXPECT_EQ(other.storage.areas[static_cast<int>(StorageArea::kTray)].size(), 1u);
}

TEST(RefusedEdit, IsReadForTheRecordsEditorWhenOneCanTakeIt) {
  ViewWorld world;
  SyncClient& client = world.workspace.client();
  const Id deal = world.Deal("云锦", "need");
  const auto edit_of = [&](Id record, MutationKind kind) {
    QueuedGroup queued;
    queued.group.id = client.NewId();
    Mutation mutation = client.MakeSet(world.Get(deal), {{kName, Value::Text("云锦三期")}});
    mutation.kind = kind;
    mutation.record = record;
    queued.group.mutations.push_back(std::move(mutation));
    EXPECT_EQ(Keep(client, {queued}), 1u);
    return ReadRefusedEdit(world.workspace, FormatId(queued.group.id));
  };
  const auto set = edit_of(deal, MutationKind::kSet);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->record, deal);
  ASSERT_EQ(set->cells.size(), 1u);
  EXPECT_EQ(set->cells.front().second.text(), "云锦三期");
  EXPECT_FALSE(edit_of(client.NewId(), MutationKind::kSet));  // a record that is not here
  EXPECT_FALSE(edit_of(deal, MutationKind::kDelete));
  const auto made = edit_of(client.NewId(), MutationKind::kInsert);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->record.is_nil());
  EXPECT_FALSE(ReadRefusedEdit(world.workspace, "nobody"));
}

TEST(EditFile, AFullBrowserKeepsNothingAndSaysSo) {
  ViewWorld from, to;
  from.Deal("云锦", "need");
  const auto file = ReadEditFile(to.workspace.schemas(), WriteEditFile(from.workspace, {}));
  to.storage.is_full = true;
  EXPECT_EQ(Keep(to.workspace.client(), file->groups), 998u);
  EXPECT_TRUE(to.workspace.client().tray().empty());
}

TEST(EditFile, WhatIsNoneIsRefused) {
  ViewWorld world;
  world.Deal("云锦", "need");
  const std::string good = WriteEditFile(world.workspace, {});
  const auto code = [&](std::string_view text) {
    const auto file = ReadEditFile(world.workspace.schemas(), text);
    return file.ok() ? ErrorCode::kInternal : file.error().code;
  };
  EXPECT_EQ(code(""), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("{}"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("\xff"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(std::string(100'000, '[')), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(good.substr(0, good.size() / 2)), ErrorCode::kInvalidArgument);
  std::string other = good;
  other.replace(other.find("\"version\": 1"), 12, "\"version\": 9");
  EXPECT_EQ(code(other), ErrorCode::kInvalidArgument);
  // A value that is none leaves out its group and says so.
  std::string broken = good;
  broken.replace(broken.find("\"schema\": 1"), 11, "\"schema\": 77");
  const auto file = ReadEditFile(world.workspace.schemas(), broken);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->groups.size(), 0u);
  EXPECT_EQ(file->unreadable, 1u);
}

// A record as the server confirmed it.
Record Confirmed(std::uint64_t sequence, const std::string& name, std::int64_t amount) {
  Record record(1, Id{7, 7});
  record.created = record.changed = Version{1, sequence};
  record.Set(kName, Value::Text(name), Version{1, sequence});
  record.Set(kStage, Value::Text("need"), Version{1, 1});
  record.Set(kAmount, Value::Of(Decimal{amount, 0}), Version{1, sequence});
  return record;
}

TEST(RecordDraft, TakesWhatOthersChangeAndKeepsWhatIsTyped) {
  ViewWorld world;
  RecordDraft draft(world.workspace, world.Of("deal"), Confirmed(1, "云锦", 100));
  draft.SetText(kName, "云锦三");
  draft.Rebase(Confirmed(9, "云锦乙", 250), {kName});
  EXPECT_EQ(draft.TextOf(kName), "云锦三");
  EXPECT_EQ(draft.TextOf(kAmount), "250");
  EXPECT_EQ(draft.changed_fields(), std::vector<FieldId>{kName});
  const Group group = draft.MakeGroup(world.workspace);
  ASSERT_EQ(group.mutations.size(), 1u);
  ASSERT_EQ(group.mutations[0].edits.size(), 1u);
  // What its author saw, not what came meanwhile: the server finds the conflict.
  EXPECT_EQ(group.mutations[0].edits[0].base_value, Value::Text("云锦"));
  EXPECT_EQ(group.mutations[0].edits[0].base_version, (Version{1, 1}));
}

TEST(RecordDraft, AFieldThatIsOnlyOpenKeepsItsTextUntilItIsLeft) {
  ViewWorld world;
  RecordDraft draft(world.workspace, world.Of("deal"), Confirmed(1, "云锦", 100));
  EXPECT_EQ(draft.TextOf(kName), "云锦");
  draft.Rebase(Confirmed(9, "云锦乙", 100), {kName});
  EXPECT_EQ(draft.TextOf(kName), "云锦");
  EXPECT_FALSE(draft.has_changes());
  draft.Rebase(Confirmed(9, "云锦乙", 100), {});
  EXPECT_EQ(draft.TextOf(kName), "云锦乙");
  EXPECT_FALSE(draft.has_changes());
}

TEST(RecordDraft, ANewerVersionOfTheSameValueIsBuiltOn) {
  ViewWorld world;
  RecordDraft draft(world.workspace, world.Of("deal"), Confirmed(1, "云锦", 100));
  draft.SetText(kName, "云锦三");
  draft.Rebase(Confirmed(9, "云锦", 250), {kName});
  EXPECT_EQ(draft.MakeGroup(world.workspace).mutations[0].edits[0].base_version, (Version{1, 9}));
}

TEST(RecordDraft, AnOwnEditOnItsWayIsBuiltOn) {
  ViewWorld world;
  RecordDraft draft(world.workspace, world.Of("deal"), Confirmed(1, "云锦", 100));
  draft.SetText(kName, "云锦三期");
  Record now = Confirmed(1, "云锦", 100);
  now.Set(kName, Value::Text("云锦三"), Version{0, 5});  // saved while it was being typed
  draft.Rebase(now, {kName});
  EXPECT_EQ(draft.TextOf(kName), "云锦三期");
  EXPECT_EQ(draft.MakeGroup(world.workspace).mutations[0].edits[0].base_mid, 5u);
}

TEST(RecordDraft, TextThatIsNoValueStaysTyped) {
  ViewWorld world;
  RecordDraft draft(world.workspace, world.Of("deal"), Confirmed(1, "云锦", 100));
  draft.SetText(kDue, "后天的后天吧");
  ASSERT_TRUE(draft.IsTyped(kDue));
  draft.Rebase(Confirmed(9, "云锦", 250), {kDue});
  EXPECT_EQ(draft.TextOf(kDue), "后天的后天吧");
  EXPECT_TRUE(draft.has_changes());
}

TEST(SyncClient, ABaseThatIsGoneIsFetchedAgainAndNeverShownEmpty) {
  SyncWorld world(31);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  for (int i = 0; i < 8; ++i) {
    Group group;
    group.mutations.push_back(a.client->MakeInsert(1, a.client->NewId(), {{1, Value::Text("甲" + std::to_string(i))}}));
    a.client->Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  }
  world.Settle();
  auto& c = world.AddReplica(Id{9, 3});
  world.Settle();
  ASSERT_EQ(c.client->records().size(), 8u);
  Group mine;
  const Id own = c.client->NewId();
  mine.mutations.push_back(c.client->MakeInsert(1, own, {{1, Value::Text("没上传的")}}));
  c.is_online = false;
  c.client->Submit({std::move(mine)}, [](Status) {});
  // The browser made room: the base is gone, state and outbox are not.
  auto& base = c.storage.areas[static_cast<int>(StorageArea::kBase)];
  ASSERT_GE(base.size(), 2u);
  base.erase(base.begin());
  const Status started = world.Restart(c);
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(c.client->has_base());  // what is left is not taken for all there is
  EXPECT_EQ(c.client->status().pending, 1u);
  c.is_online = true;
  world.Settle();
  EXPECT_EQ(c.client->records().size(), 9u);
  EXPECT_TRUE(b.client->records().FindRecord(own));
  EXPECT_TRUE(world.Restart(c).ok());
}

}  // namespace
}  // namespace kedang
