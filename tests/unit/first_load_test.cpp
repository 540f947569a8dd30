// First loads into a browser whose storage takes its time: segments are not held up by it, and the cookie never comes before them.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "shared/field/field_types.h"
#include "shared/sync/client_state.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/record_list.h"

namespace kedang {
namespace {

class SlowStorage final : public ClientStorage {
 public:
  struct Transaction {
    std::vector<StorageWrite> writes;
    std::function<void(Status)> done;
  };
  std::deque<Transaction> waiting;
  std::map<std::string, Bytes> base;
  std::optional<ClientState> state;
  std::size_t transactions = 0;

  void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) override {
    waiting.push_back({std::move(writes), std::move(done)});
  }
  void Finish(const Status& status = {}) {
    ASSERT_EQ(waiting.size(), 1u);  // one after the other
    Transaction one = std::move(waiting.front());
    waiting.pop_front();
    for (StorageWrite& write : one.writes) {
      if (!status.ok()) break;
      if (write.area == StorageArea::kBase && write.value) base[write.key] = *write.value;
      if (write.area == StorageArea::kBase && !write.value) base.erase(write.key);
      if (write.area == StorageArea::kMeta && write.key == kStateKey) state = Decode<ClientState>(*write.value).value();
    }
    ++transactions;
    one.done(status);
  }
};

class FirstLoad : public testing::Test {
 protected:
  FirstLoad() : client_(storage_, observer_, world_.clock, world_.random, "test") {
    auto& other = world_.AddReplica(Id{9, 1});
    std::vector<Group> groups;
    for (int i = 0; i < kRecords; ++i) {
      Group group;
      group.mutations.push_back(other.client->MakeInsert(1, other.client->NewId(), {{1, Value::Text("客户" + std::to_string(i))}}));
      groups.push_back(std::move(group));
    }
    world_.Settle();
    other.client->Submit(std::move(groups), [](Status status) { EXPECT_TRUE(status.ok()); });
    world_.Settle();
    EXPECT_TRUE(client_.Start().ok());
    storage_.Finish();
  }

  // One request and its answer; false when there is nothing to ask now.
  bool Exchange() {
    const auto request = client_.NextRequest();
    if (!request) return false;
    int status = 200;
    client_.OnResponse(request->number, status, world_.Serve({Id{9, 2}, "two", Role::kMember, 1}, *request, status));
    return true;
  }
  void FinishAll() {
    for (int i = 0; !storage_.waiting.empty() && i < 100; ++i) storage_.Finish();
  }
  std::size_t StoredSegments() const {
    return static_cast<std::size_t>(std::count_if(storage_.base.begin(), storage_.base.end(), [](const auto& row) { return row.first.starts_with("seg/"); }));
  }
  // Until the manifest is there.
  void Begin() {
    for (int i = 0; i < 10 && !client_.status().is_loading; ++i) {
      Exchange();
      if (!client_.status().is_loading) FinishAll();
    }
    ASSERT_TRUE(client_.status().is_loading);
  }

  static constexpr int kRecords = 400;
  SyncWorld world_{21};
  SlowStorage storage_;
  SilentObserver observer_;
  SyncClient client_;
};

TEST_F(FirstLoad, GoesOnWhileStorageWrites) {
  Begin();
  std::size_t answered = 0;
  while (Exchange()) ++answered;
  EXPECT_GE(answered, 5u);   // the first transaction is still under way
  EXPECT_LE(answered, 12u);  // and memory does not fill with what it has not taken
  EXPECT_EQ(StoredSegments(), 0u);
  const std::size_t before = storage_.transactions;
  for (int i = 0; i < 1000 && !client_.has_base(); ++i) {
    if (!storage_.waiting.empty()) storage_.Finish();
    // Until its own transaction is through, nothing stands for the segments that come.
    if (storage_.state) {
      EXPECT_TRUE(storage_.state->cookie.is_empty() || StoredSegments() == storage_.state->segment_count);
    }
    Exchange();
  }
  FinishAll();
  ASSERT_TRUE(storage_.state && client_.has_base());
  EXPECT_FALSE(storage_.state->cookie.is_empty());
  EXPECT_EQ(StoredSegments(), storage_.state->segment_count);
  EXPECT_LT(storage_.transactions - before, storage_.state->segment_count);  // several in one
  EXPECT_EQ(client_.records().size(), static_cast<std::size_t>(kRecords));
}

TEST_F(FirstLoad, SaysWhatComesNext) {
  Begin();
  const auto request = client_.NextRequest();
  ASSERT_TRUE(request && request->is_get);
  ASSERT_FALSE(request->soon.empty());
  std::string next = request->path;
  next.back() = static_cast<char>(next.back() + 1);
  EXPECT_EQ(request->soon.front(), next);
}

TEST_F(FirstLoad, WithoutRoomItIsShownAndNothingIsKept) {
  Begin();
  while (Exchange()) {
  }
  storage_.Finish(Error{ErrorCode::kResourceExhausted, "quota"});
  for (int i = 0; i < 1000 && !client_.has_base(); ++i) {
    FinishAll();
    Exchange();
  }
  FinishAll();
  EXPECT_EQ(client_.records().size(), static_cast<std::size_t>(kRecords));
  EXPECT_FALSE(client_.status().is_kept_offline);
  EXPECT_EQ(StoredSegments(), 0u);
  ASSERT_TRUE(storage_.state);
  EXPECT_TRUE(storage_.state->cookie.is_empty());
}

TEST_F(FirstLoad, ADamagedSegmentBeginsAnewWhileStorageWrites) {
  Begin();
  Exchange();
  const auto request = client_.NextRequest();
  ASSERT_TRUE(request && request->is_get);
  client_.OnResponse(request->number, 200, WriteFrame(FrameKind::kSegment, Bytes{1, 2, 3}));
  EXPECT_FALSE(client_.status().is_loading);
  EXPECT_FALSE(client_.NextRequest());
  for (int i = 0; i < 1000 && !client_.has_base(); ++i) {
    FinishAll();
    world_.clock.now_ms += 60'000;
    Exchange();
  }
  FinishAll();
  EXPECT_EQ(client_.records().size(), static_cast<std::size_t>(kRecords));
  ASSERT_TRUE(storage_.state);
  EXPECT_EQ(StoredSegments(), storage_.state->segment_count);
}

TEST(IndexStep, WordsAreFoundBeforeEverythingIsIndexed) {
  SyncWorld world(23);
  MemoryStorage storage;
  Workspace workspace(storage, world.clock, world.random, ShippedLexicon(), "test", [] {});
  StartWithSchemas(workspace, FormatSchemaSet(TestSchemas()));
  std::vector<Group> groups;
  for (int i = 0; i < 50; ++i) {
    Group group;
    group.mutations.push_back(workspace.client().MakeInsert(
        1, workspace.client().NewId(), {{1, Value::Text(i % 5 == 0 ? "云锦" : "青山")}, {4, Value::Text("编号" + std::to_string(i))}}));
    groups.push_back(std::move(group));
  }
  workspace.client().Submit(std::move(groups), [](Status status) { EXPECT_TRUE(status.ok()); });
  static_cast<ClientObserver&>(workspace).OnBaseReplaced();
  RecordList list(workspace);
  list.ShowSchema(1);
  list.SetQuery("云锦");
  while (!workspace.is_searchable()) ASSERT_FALSE(workspace.IndexStep(7));
  EXPECT_FALSE(workspace.is_indexed());
  const auto revision = workspace.revision();
  while (!list.Step([] { return false; })) {
  }
  EXPECT_EQ(list.size(), 10u);
  ASSERT_FALSE(workspace.IndexStep(7));
  EXPECT_EQ(workspace.revision(), revision);  // what was found stays
  while (!workspace.IndexStep(7)) {
  }
  const Field& code = *workspace.schemas().Find(1)->Find(4);
  EXPECT_TRUE(workspace.FindOther(1, 4, NormalForm(code, Value::Text("编号7")), Id()));
  while (!list.Step([] { return false; })) {
  }
  EXPECT_EQ(list.size(), 10u);
}

}  // namespace
}  // namespace kedang
