// One server and several replicas in one process: the shipped SyncClient and SyncServer over a wire and storages that
// fail when told. Used by the sync tests with a seed.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "shared/schema/schema_draft.h"
#include "shared/sync/client.h"
#include "shared/sync/convert.h"
#include "shared/sync/first_load.h"
#include "shared/sync/segment.h"
#include "shared/sync/server.h"
#include "tests/support/memory_server_store.h"
#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {

inline const SchemaSet& TestSchemas() {
  static const SchemaSet schemas =
      ParseSchemaSet(R"({"version":3,"schemas":[{"id":1,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
        "groups":[{"key":"g","label":{"zh":"基本"}}],
        "fields":[
          {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","group":"g","required":true,"search_weight":3},
          {"id":2,"key":"note","label":{"zh":"备注"},"type":"text","group":"g"},
          {"id":3,"key":"tags","label":{"zh":"标签"},"type":"tags","group":"g","merge":"three_way"},
          {"id":4,"key":"code","label":{"zh":"信用代码"},"type":"text","group":"g","merge":"hold","unique":"block"},
          {"id":5,"key":"number","label":{"zh":"编号"},"type":"auto_number","group":"g","format":"KH-{yyyy}-{00000}"}]}]})")
          .value();
  return schemas;
}

// Storage that survives the client and can lose its last transactions no more: what was acknowledged stays.
class MemoryStorage final : public ClientStorage {
 public:
  std::map<std::string, Bytes> areas[kStorageAreaCount];
  bool is_full = false;

  void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) override {
    if (is_full) {
      done(Error{ErrorCode::kResourceExhausted, "quota"});
      return;
    }
    for (StorageWrite& write : writes) {
      auto& area = areas[static_cast<int>(write.area)];
      if (write.value) {
        area[write.key] = std::move(*write.value);
      } else {
        area.erase(write.key);
      }
    }
    done(Status());
  }
};

struct SilentObserver final : ClientObserver {
  void OnRecordsChanged(std::span<const Id>) override {}
  void OnBaseReplaced() override {}
  void OnSyncStatusChanged() override {}
};

class SyncWorld {
 public:
  explicit SyncWorld(std::uint64_t seed)
      : random(seed), schemas(TestSchemas()), rules(schemas, ShippedLexicon()),
        server(schemas, rules, ShippedLexicon(), clock, random) {
    data.schemas[schemas.version] = std::make_shared<const SchemaSet>(schemas);
  }

  // As an administrator does it: records are converted, the next answers bring the set.
  ConvertCounts Publish(const std::vector<Schema>& changed) {
    MemoryServerStore store(data);
    const SchemaSet before = schemas;
    const SchemaSet after = WithChanges(before, changed);
    const ConvertContext context{before, after, ShippedLexicon(), nullptr, clock, store, Id{9, 9}};
    const ConvertCounts counts = ConvertRecords(context).value();
    schemas = after;
    rules = RuleBook(schemas, ShippedLexicon());
    data.schemas[schemas.version] = std::make_shared<const SchemaSet>(schemas);
    (void)store.NextSequence().ok();
    return counts;
  }

  struct Replica {
    Principal principal;
    MemoryStorage storage;
    SilentObserver observer;
    std::unique_ptr<SyncClient> client;
    bool is_online = true;
  };

  Replica& AddReplica(Id user, Role role = Role::kMember) {
    replicas.push_back(std::make_unique<Replica>());
    replicas.back()->principal = Principal{user, "user", role, 1};
    (void)Restart(*replicas.back()).ok();
    return *replicas.back();
  }

  // As after closing the browser: only what storage holds is left.
  Status Restart(Replica& replica) {
    replica.client = std::make_unique<SyncClient>(replica.storage, replica.observer, clock, random, "test");
    for (int area = 0; area < kStorageAreaCount; ++area) {
      const auto rows = replica.storage.areas[area];
      for (const auto& [key, value] : rows) replica.client->Restore(static_cast<StorageArea>(area), key, value);
    }
    return replica.client->Start();
  }

  // One request and its answer. False when the client has nothing to say. A lost answer is one the server gave.
  bool Exchange(Replica& replica, bool loses_request = false, bool loses_answer = false) {
    auto request = replica.client->NextRequest();
    if (!request) return false;
    if (!replica.is_online || loses_request) {
      replica.client->OnUnreachable();
      clock.now_ms += 60'000;
      return true;
    }
    int status = 200;
    const Bytes answer = Serve(replica.principal, *request, status);
    if (loses_answer) {
      replica.client->OnUnreachable();
      clock.now_ms += 60'000;
    } else {
      replica.client->OnResponse(request->number, status, answer);
    }
    return true;
  }

  void Settle() {
    for (int round = 0; round < 6; ++round) {
      for (auto& replica : replicas) {
        clock.now_ms += 120'000;
        replica->client->Wake();
        for (int i = 0; i < 200 && Exchange(*replica); ++i) {
        }
      }
    }
  }

  Bytes Serve(const Principal& principal, const SyncRequest& request, int& status) {
    MemoryServerStore store(data);
    const auto answer = [&](auto result) {
      if (result.ok()) return Encode(result.value());
      status = 400;
      return Encode(ErrorResponse{result.error().code, result.error().message, 0});
    };
    if (request.path == "/sync/hello") {
      return answer(server.Hello(store, principal, Decode<HelloRequest>(request.body).value(), {}));
    }
    if (request.path == "/sync/push") {
      const auto push = Decode<PushRequest>(request.body);
      const ServerData before = data;
      auto result = server.Push(store, principal, push.value());
      if (!result.ok()) data = before;
      return answer(std::move(result));
    }
    if (request.path == "/sync/pull") return answer(server.Pull(store, principal, Decode<PullRequest>(request.body).value()));
    if (request.path == "/sync/snapshot") {
      const Id replica = Decode<SnapshotRequest>(request.body).value().replica;
      const auto load = Load(store, principal, replica);
      if (!load.ok()) return answer(load);
      const SnapshotManifest& manifest = load.value();
      return Encode(manifest);
    }
    const std::size_t slash = request.path.rfind('/');
    const std::string prefix = "/sync/snapshot/";
    const Id snapshot = ParseId(std::string_view(request.path).substr(prefix.size(), slash - prefix.size())).value();
    return segments.at({snapshot, static_cast<std::uint32_t>(std::stoul(request.path.substr(slash + 1)))});
  }

  // The first load of a replica, in small segments.
  Result<SnapshotManifest> Load(MemoryServerStore& store, const Principal& principal, Id replica) {
    OwnLoad own;
    SnapshotManifest manifest;
    manifest.snapshot = MakeId(clock.now_ms, random);
    if (principal.row_cap > 0) {
      KEDANG_ASSIGN(own, ReadCappedLoad(store, schemas, principal, kSegmentBytes));
    } else {
      KEDANG_ASSIGN(const SharedLoad shared, ReadSharedLoad(store, schemas, principal, kSegmentBytes));
      own = OwnLoadOf(shared, principal, kSegmentBytes);
      for (const Bytes& segment : shared.segments) segments[{manifest.snapshot, manifest.segment_count++}] = segment;
      manifest.record_count = shared.record_count;
    }
    for (Bytes& segment : own.segments) segments[{manifest.snapshot, manifest.segment_count++}] = std::move(segment);
    manifest.record_count += own.record_count;
    manifest.conflicts = std::move(own.conflicts);
    KEDANG_ASSIGN(manifest.cookie, server.KeepLoad(store, principal, replica, data.sequence, std::move(own.view)));
    return manifest;
  }

  static constexpr std::size_t kSegmentBytes = 300;
  ManualClock clock;
  SeededRandom random;
  ServerData data;
  SchemaSet schemas;
  RuleBook rules;
  SyncServer server;
  std::map<std::pair<Id, std::uint32_t>, Bytes> segments;
  std::vector<std::unique_ptr<Replica>> replicas;
};

// A group of that one; the storage in memory answers at once.
inline Status SubmitNow(SyncClient& client, Mutation mutation) {
  Group group;
  group.mutations.push_back(std::move(mutation));
  Status result = Error{ErrorCode::kInternal, "never called"};
  client.Submit({std::move(group)}, [&](Status status) { result = std::move(status); });
  return result;
}

}  // namespace kedang
