// FuzzReplica: a live client with a base of three records, one of which changed since it was loaded, and three unsent edits, for fuzz targets; and the law that none of its
// edits is ever lost: each is in the outbox, the tray or the journal, in memory and after a restart.
#pragma once

#include <set>

#include "tests/support/sync_world.h"

namespace kedang {

class FuzzReplica {
 public:
  static constexpr Epoch kEpoch{1, Id{1, 1}};

  FuzzReplica() { (void)Restart().ok(); }

  // As after closing the browser: only what storage holds is left.
  Status Restart() {
    client = std::make_unique<SyncClient>(storage, observer, clock, random, "fuzz", ReadSchemas);
    for (int area = 0; area < kStorageAreaCount; ++area) {
      const auto rows = storage.areas[area];
      for (const auto& [key, value] : rows) client->Restore(static_cast<StorageArea>(area), key, value);
    }
    return client->Start();
  }

  // Greeted and loaded, with three edits that wait. What that leaves in storage is made once.
  void Fill() {
    static const Rows rows = [] {
      FuzzReplica first;
      first.Load();
      return Rows(std::begin(first.storage.areas), std::end(first.storage.areas));
    }();
    std::copy(rows.begin(), rows.end(), storage.areas);
    (void)Restart().ok();
    const auto greeting = client->NextRequest();
    if (greeting) client->OnResponse(greeting->number, 200, Hello(false));
  }

  // As it is now; the third one has changed since the first load.
  static Record Customer(std::uint64_t number, std::uint64_t changes = 1) {
    Record record(1, Id{2, number});
    record.created = record.changed = Version{1, number};
    record.created_ms = record.changed_ms = 1'780'000'000'000;
    record.Set(1, Value::Text("客户" + std::to_string(number)), record.created);
    if (number == 3 && changes > 0) {
      record.changed = Version{1, 4};
      record.Set(4, Value::Text("K3"), record.changed);
    }
    return record;
  }

  // Whether every edit of Fill is somewhere.
  bool HasAll() {
    std::set<Id> found;
    for (const Group& group : client->outbox().groups()) found.insert(group.id);
    for (const auto& [key, queued] : client->tray()) found.insert(queued.group.id);
    for (const auto& [mid, queued] : client->journal()) delivered_.insert(queued.group.id);
    for (std::uint64_t i = 1; i <= 3; ++i) {
      if (found.count(Id{6, i}) == 0 && delivered_.count(Id{6, i}) == 0) return false;
    }
    return true;
  }

  ManualClock clock;
  SeededRandom random{1};
  MemoryStorage storage;
  SilentObserver observer;
  std::unique_ptr<SyncClient> client;

 private:
  using Rows = std::vector<std::map<std::string, Bytes>>;

  static const std::string& SchemasText() {
    static const std::string text = FormatSchemaSet(TestSchemas());
    return text;
  }

  // Reading the same text at every start would be most of the work.
  static Result<SchemaSet> ReadSchemas(std::string_view text) {
    if (text == SchemasText()) return TestSchemas();
    return ParseSchemaSet(text);
  }

  static Bytes Hello(bool has_schemas) {
    HelloResponse message;
    message.epoch = kEpoch;
    message.principal = Principal{Id{9, 1}, "author", Role::kMember, 1};
    message.schema_version = TestSchemas().version;
    if (has_schemas) message.schemas = SchemasText();
    return Encode(message);
  }

  void Load() {
    const Bytes manifest = [] {
      SnapshotManifest message;
      message.snapshot = Id{5, 1};
      message.cookie = Cookie{kEpoch, 3, 1};
      message.segment_count = 1;
      message.record_count = 3;
      return Encode(message);
    }();
    const Bytes segment = [] {
      SegmentWriter writer;
      for (std::uint64_t i = 1; i <= 3; ++i) writer.Add(Customer(i, 0));
      return writer.Finish();
    }();
    const Bytes pulled = [] {
      PullResponse message;
      message.request_cookie = Cookie{kEpoch, 3, 1};
      message.new_cookie = Cookie{kEpoch, 4, 2};
      message.puts.push_back(Customer(3));
      return Encode(message);
    }();
    for (const Bytes& answer : {Hello(true), manifest, segment, pulled}) {
      const auto request = client->NextRequest();
      if (request) client->OnResponse(request->number, 200, answer);
    }
    for (std::uint64_t i = 1; i <= 3; ++i) {
      Group group;
      group.id = Id{6, i};
      const auto record = client->BaseOf(Id{2, i});
      if (!record) __builtin_trap();
      group.mutations.push_back(client->MakeSet(*record, {{2, Value::Text("备注" + std::to_string(i))}}));
      client->Submit({std::move(group)}, [](Status) {});
    }
  }

  std::set<Id> delivered_;  // what the server took may leave the journal
};

}  // namespace kedang
