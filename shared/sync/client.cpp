#include "shared/sync/client.h"

#include <algorithm>

#include "shared/store/packed_record.h"
#include "shared/sync/client_state.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

constexpr std::size_t kPushGroups = 1000;

// Whether every value is of the kind its field has now.
bool FitsSchemas(const SchemaSet& schemas, const Mutation& mutation) {
  const Schema* schema = schemas.Find(mutation.schema);
  if (schema == nullptr) return false;
  return std::all_of(mutation.edits.begin(), mutation.edits.end(), [schema](const CellEdit& edit) {
    if (edit.field == 0) return true;
    const Field* field = schema->Find(edit.field);
    const bool is_there = field != nullptr && !field->is_retired;
    return is_there && (edit.value.is_null() || edit.value.kind() == KindOf(field->type));
  });
}

}  // namespace

SyncClient::SyncClient(ClientStorage& storage, ClientObserver& observer, Clock& clock, Random& random, std::string build)
    : storage_(storage),
      observer_(observer),
      clock_(clock),
      random_(random),
      build_(std::move(build)),
      view_(std::make_unique<MemoryStore>()),
      push_limit_(kPushGroups) {}

SyncClient::~SyncClient() = default;

// ---- start ------------------------------------------------------------------------------------------------------------

void SyncClient::Restore(StorageArea area, const std::string& key, ByteSpan value) {
  switch (area) {
    case StorageArea::kMeta:
      if (key == kStateKey) {
        auto state = Decode<ClientState>(value);
        if (!state.ok()) {
          is_base_damaged_ = true;
          break;
        }
        state_ = std::move(state).value();
        if (!TakeSchemas(state_.schemas).ok()) is_base_damaged_ = true;
      }
      break;
    case StorageArea::kBase:
      base_keys_.insert(key);
      if (key.rfind("seg/", 0) == 0) {
        // Segments of a snapshot that never finished are not ours to show.
        if (key.rfind("seg/" + FormatId(state_.snapshot) + "/", 0) != 0) break;
        const Status status = ReadSegment(value, [this](Record&& record) { view_->PutRow(record); });
        if (!status.ok()) is_base_damaged_ = true;
      } else if (value.empty()) {
        if (const auto id = ParseId(std::string_view(key).substr(4))) (void)view_->Erase(*id).ok();
      } else {
        const auto frame = ReadFrame(value);
        const bool is_good = frame.ok() && frame.value().kind == FrameKind::kRecord && view_->PutPacked(frame.value().body).ok();
        if (!is_good) is_base_damaged_ = true;
      }
      break;
    case StorageArea::kOutbox: {
      auto queued = Decode<QueuedGroup>(value);
      if (queued.ok() && !queued.value().group.mutations.empty()) {
        outbox_.Append(std::move(queued).value().group);
      } else {
        // Never thrown away: it goes to the tray as it is, for support to look into.
        std::vector<StorageWrite> writes;
        writes.push_back({StorageArea::kTray, key, Bytes(value.begin(), value.end())});
        writes.push_back({StorageArea::kOutbox, key, std::nullopt});
        storage_.Commit(std::move(writes), [](Status) {});
        QueuedGroup damaged;
        damaged.tray_reason = "corrupt";
        tray_.emplace(key, std::move(damaged));
      }
      break;
    }
    case StorageArea::kJournal: {
      auto queued = Decode<QueuedGroup>(value);
      if (queued.ok() && !queued.value().group.mutations.empty()) {
        journal_.emplace(queued.value().group.mutations.front().mid, std::move(queued).value());
      }
      break;
    }
    case StorageArea::kTray: {
      auto queued = Decode<QueuedGroup>(value);
      if (!queued.ok()) {
        QueuedGroup damaged;
        damaged.tray_reason = "corrupt";
        tray_.emplace(key, std::move(damaged));
      } else {
        tray_.emplace(key, std::move(queued).value());
      }
      break;
    }
    case StorageArea::kConflicts: {
      auto conflict = Decode<Conflict>(value);
      if (conflict.ok()) {
        conflicts_.emplace(conflict.value().id, std::move(conflict).value());
      } else {
        is_base_damaged_ = true;
      }
      break;
    }
  }
}

Status SyncClient::Start() {
  if (state_.replica.is_nil()) state_.replica = NewId();
  // Numbers go on where the queue ends even if the state row was lost.
  for (const Group& group : outbox_.groups()) {
    state_.next_mid = std::max(state_.next_mid, group.mutations.back().mid + 1);
  }
  for (const auto& [mid, queued] : journal_) {
    state_.next_mid = std::max(state_.next_mid, queued.group.mutations.back().mid + 1);
  }
  const bool was_damaged = is_base_damaged_;
  if (is_base_damaged_) {
    view_->Clear();
    state_.cookie = Cookie();
    is_base_damaged_ = false;
  }
  std::vector<StorageWrite> writes;
  const TimeMs now = clock_.NowMs();
  while (!journal_.empty() && (journal_.size() > kJournalLength ||
                               journal_.begin()->second.group.mutations.front().client_ms < now - kJournalAgeMs)) {
    writes.push_back({StorageArea::kJournal, NumberKey(journal_.begin()->first), std::nullopt});
    journal_.erase(journal_.begin());
  }
  // What an unfinished snapshot left behind, or all of a damaged base.
  const std::string own_segments = "seg/" + FormatId(state_.snapshot) + "/";
  for (auto key = base_keys_.begin(); key != base_keys_.end();) {
    const bool is_foreign = key->rfind("seg/", 0) == 0 && key->rfind(own_segments, 0) != 0;
    if (!is_foreign && !was_damaged) {
      ++key;
      continue;
    }
    writes.push_back({StorageArea::kBase, *key, std::nullopt});
    key = base_keys_.erase(key);
  }
  writes.push_back(StateWrite());
  storage_.Commit(std::move(writes), [](Status) {});
  std::vector<Id> touched;
  for (const Group& group : outbox_.groups()) {
    for (const Mutation& mutation : group.mutations) {
      if (shadow_.count(mutation.record) == 0) shadow_[mutation.record] = view_->FindRecord(mutation.record);
      touched.push_back(mutation.record);
    }
  }
  Refresh(touched);
  observer_.OnBaseReplaced();
  observer_.OnSyncStatusChanged();
  if (was_damaged) return Error{ErrorCode::kCorrupt, "the local copy was damaged and is fetched again"};
  return {};
}

SyncStatus SyncClient::status() const {
  SyncStatus status;
  status.connection = connection_;
  for (const Group& group : outbox_.groups()) {
    if (group.mutations.back().mid <= acknowledged_mid_) continue;
    status.pending += group.mutations.size();
    if (status.oldest_pending_ms == 0) status.oldest_pending_ms = group.mutations.front().client_ms;
  }
  status.is_current = connection_ == ConnectionState::kOnline && phase_ == Phase::kReady && status.pending == 0 &&
                      !is_request_under_way_ && !is_pull_wanted_ && !is_committing_;
  status.conflicts = conflicts_.size();
  status.tray = tray_.size();
  status.is_loading = snapshot_ != nullptr;
  if (snapshot_) {
    status.loaded = snapshot_->store->size();
    status.to_load = snapshot_->manifest.record_count;
  }
  status.is_kept_offline = is_kept_offline_;
  status.last_sync_ms = state_.last_sync_ms;
  return status;
}

std::optional<Record> SyncClient::BaseOf(Id record) const {
  const auto found = shadow_.find(record);
  return found != shadow_.end() ? found->second : view_->FindRecord(record);
}

Status SyncClient::TakeSchemas(const std::string& json) {
  KEDANG_ASSIGN(SchemaSet schemas, ParseSchemaSet(json));
  old_schemas_ = std::move(schemas_);
  schemas_ = std::make_unique<const SchemaSet>(std::move(schemas));
  state_.schemas = json;
  return {};
}

// What the outbox does to the records on screen, computed anew.
void SyncClient::Reoverlay() {
  std::vector<Id> touched;
  for (const Group& group : outbox_.groups()) {
    for (const Mutation& mutation : group.mutations) touched.push_back(mutation.record);
  }
  Refresh(touched);
}

StorageWrite SyncClient::StateWrite() const { return {StorageArea::kMeta, kStateKey, Encode(state_)}; }

Id SyncClient::NewId() { return MakeId(clock_.NowMs(), random_); }

// ---- edits ------------------------------------------------------------------------------------------------------------

Mutation SyncClient::MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.kind = MutationKind::kInsert;
  mutation.schema = schema;
  mutation.record = id;
  for (auto& [field, value] : cells) {
    if (value.is_null()) continue;
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

// The base of an edit: what the server had confirmed when the author looked, and the own mutation on top of it, if any.
void SyncClient::AddBase(CellEdit& edit, const Record* seen, Id record) const {
  const Cell* cell = seen != nullptr ? seen->FindCell(edit.field) : nullptr;
  if (cell != nullptr && !IsPendingVersion(cell->version)) {
    edit.base_value = cell->value;
    edit.base_version = cell->version;
    return;
  }
  if (cell != nullptr) edit.base_mid = cell->version.sequence;
  if (cell == nullptr) return;  // an empty cell was seen: the base is empty
  if (const auto base = BaseOf(record)) {
    if (const Cell* confirmed = base->FindCell(edit.field)) {
      edit.base_value = confirmed->value;
      edit.base_version = confirmed->version;
    }
  }
}

Mutation SyncClient::MakeSet(const Record& seen, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.kind = MutationKind::kSet;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  for (auto& [field, value] : cells) {
    CellEdit edit;
    edit.field = field;
    edit.value = std::move(value);
    AddBase(edit, &seen, seen.id);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

Mutation SyncClient::MakeDelete(const Record& seen) {
  Mutation mutation;
  mutation.kind = MutationKind::kDelete;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  CellEdit edit;  // field 0 carries the state of the whole record the author saw
  if (IsPendingVersion(seen.changed)) {
    edit.base_mid = seen.changed.sequence;
    if (const auto base = BaseOf(seen.id)) edit.base_version = base->changed;
  } else {
    edit.base_version = seen.changed;
  }
  mutation.edits.push_back(std::move(edit));
  return mutation;
}

Mutation SyncClient::MakeRestore(const Record& seen) {
  Mutation mutation;
  mutation.kind = MutationKind::kRestore;
  mutation.schema = seen.schema;
  mutation.record = seen.id;
  return mutation;
}

Mutation SyncClient::MakeResolve(const Conflict& conflict, std::optional<Value> value) {
  Mutation mutation;
  mutation.kind = MutationKind::kResolve;
  mutation.schema = conflict.schema;
  mutation.record = conflict.record;
  mutation.conflict = conflict.id;
  if (value && conflict.field != 0) {
    CellEdit edit;
    edit.field = conflict.field;
    edit.value = std::move(*value);
    const auto seen = view_->FindRecord(conflict.record);
    AddBase(edit, seen ? &*seen : nullptr, conflict.record);
    mutation.edits.push_back(std::move(edit));
  }
  return mutation;
}

void SyncClient::Assign(Group& group) {
  if (group.id.is_nil()) group.id = NewId();
  for (Mutation& mutation : group.mutations) {
    mutation.mid = state_.next_mid++;
    if (mutation.schema_version == 0) mutation.schema_version = schemas_->version;
    if (mutation.client_ms == 0) mutation.client_ms = clock_.NowMs();
  }
}

void SyncClient::Submit(std::vector<Group> groups, std::function<void(Status)> done) {
  std::vector<StorageWrite> writes;
  for (Group& group : groups) {
    if (group.mutations.empty()) continue;
    Assign(group);
    writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), Encode(QueuedGroup{group, "", {}})});
  }
  writes.push_back(StateWrite());
  // The numbers stay taken even if the write fails; Renumber closes such a gap before the next push.
  auto shared = std::make_shared<std::vector<Group>>(std::move(groups));
  storage_.Commit(std::move(writes), [this, shared, done = std::move(done)](Status status) {
    if (status.ok()) {
      std::vector<Id> touched;
      for (Group& group : *shared) {
        if (group.mutations.empty()) continue;
        for (const Mutation& mutation : group.mutations) {
          if (shadow_.count(mutation.record) == 0) shadow_[mutation.record] = view_->FindRecord(mutation.record);
          touched.push_back(mutation.record);
          if (mutation.kind == MutationKind::kResolve) conflicts_.erase(mutation.conflict);
        }
        outbox_.Append(std::move(group));
      }
      Refresh(touched);
      observer_.OnRecordsChanged(touched);
      observer_.OnSyncStatusChanged();
    }
    done(std::move(status));
  });
}

void SyncClient::Resubmit(const std::string& tray_key, std::function<void(Status)> done) {
  const auto found = tray_.find(tray_key);
  if (found == tray_.end() || found->second.group.mutations.empty()) {
    done(Error{ErrorCode::kNotFound, "tray: no such group"});
    return;
  }
  Group group = found->second.group;
  group.id = Id();
  for (Mutation& mutation : group.mutations) {
    mutation.client_ms = 0;
    if (mutation.schema_version != schemas_->version && !FitsSchemas(*schemas_, mutation)) {
      for (CellEdit& edit : mutation.edits) edit.base_mid = 0;
      continue;
    }
    mutation.schema_version = 0;
    // The author looks at the present state when sending it again, so that is what it is based on.
    const auto seen = view_->FindRecord(mutation.record);
    if (mutation.kind == MutationKind::kInsert) continue;
    for (CellEdit& edit : mutation.edits) {
      edit.base_mid = 0;
      edit.base_value = Value();
      edit.base_version = Version();
      AddBase(edit, seen ? &*seen : nullptr, mutation.record);
    }
  }
  Submit({std::move(group)}, [this, tray_key, done = std::move(done)](Status status) {
    if (status.ok()) {
      Discard(tray_key, done);
    } else {
      done(std::move(status));
    }
  });
}

void SyncClient::Discard(const std::string& tray_key, std::function<void(Status)> done) {
  std::vector<StorageWrite> writes;
  writes.push_back({StorageArea::kTray, tray_key, std::nullopt});
  storage_.Commit(std::move(writes), [this, tray_key, done = std::move(done)](Status status) {
    if (status.ok()) {
      tray_.erase(tray_key);
      observer_.OnSyncStatusChanged();
    }
    done(std::move(status));
  });
}

void SyncClient::Refresh(std::span<const Id> records) {
  for (const Id id : records) {
    const auto shadow = shadow_.find(id);
    if (shadow == shadow_.end()) continue;
    const auto shown = outbox_.Overlay(*schemas_, id, shadow->second);
    if (shown) {
      view_->PutRow(*shown);
    } else {
      (void)view_->Erase(id).ok();
    }
    if (!outbox_.Touches(id)) shadow_.erase(shadow);
  }
}

// ---- requests ---------------------------------------------------------------------------------------------------------

PushRequest SyncClient::NextPush() {
  PushRequest push;
  push.replica = state_.replica;
  push.epoch = state_.cookie.epoch;
  std::size_t mutations = 0, bytes = 0;
  for (const Group& group : outbox_.groups()) {
    if (group.mutations.back().mid <= acknowledged_mid_) continue;
    std::size_t group_bytes = 0;
    for (const Mutation& mutation : group.mutations) {
      group_bytes += 64;
      for (const CellEdit& edit : mutation.edits) {
        group_bytes += 64 + FormatPlain(edit.value).size() + FormatPlain(edit.base_value).size();
      }
    }
    const bool is_full = mutations + group.mutations.size() > kMaxPushMutations || bytes + group_bytes > kMaxPushBytes;
    if (!push.groups.empty() && (is_full || push.groups.size() >= push_limit_)) break;
    mutations += group.mutations.size();
    bytes += group_bytes;
    push.groups.push_back(group);
  }
  return push;
}

std::optional<SyncRequest> SyncClient::NextRequest() {
  if (is_request_under_way_ || is_committing_) return std::nullopt;
  if (connection_ == ConnectionState::kSignedOut || connection_ == ConnectionState::kUpgrade) return std::nullopt;
  if (clock_.NowMs() < retry_at_ms_) return std::nullopt;
  SyncRequest request;
  if (phase_ == Phase::kHello) {
    HelloRequest hello;
    hello.build = build_;
    hello.schema_version = schemas_->schemas.empty() ? 0 : schemas_->version;
    hello.replica = state_.replica;
    hello.cookie = state_.cookie;
    hello.outbox_length = static_cast<std::uint32_t>(outbox_.mutation_count());
    hello.is_storage_persistent = is_kept_offline_;
    hello.client_ms = clock_.NowMs();
    request = {"/sync/hello", false, Encode(hello)};
  } else if (phase_ == Phase::kManifest) {
    request = {"/sync/snapshot", false, Encode(SnapshotRequest{state_.replica})};
  } else if (phase_ == Phase::kSegments) {
    request = {"/sync/snapshot/" + FormatId(snapshot_->manifest.snapshot) + "/" +
                   std::to_string(snapshot_->next_segment),
               true, {}};
  } else {
    PushRequest push = NextPush();
    if (!push.groups.empty()) {
      request = {"/sync/push", false, Encode(push)};
    } else if (is_pull_wanted_) {
      PullRequest pull;
      pull.replica = state_.replica;
      pull.cookie = pulled_.empty() ? state_.cookie : pulled_.back().new_cookie;
      const auto& groups = outbox_.groups();
      pull.seen_mid = !groups.empty() && groups.front().mutations.front().mid > 0
                          ? groups.front().mutations.front().mid - 1
                          : state_.next_mid - 1;
      pull.schema_version = schemas_->version;
      wanted_sent_ = std::min(wanted_.size(), kMaxWanted);
      pull.wanted.assign(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(wanted_sent_));
      is_pull_wanted_ = false;
      request = {"/sync/pull", false, Encode(pull)};
    } else {
      return std::nullopt;
    }
  }
  is_request_under_way_ = true;
  return request;
}

void SyncClient::Want(Id record) {
  if (IsWanted(record)) return;
  wanted_.push_back(record);
  is_pull_wanted_ = true;
}

void SyncClient::Wake() {
  is_pull_wanted_ = true;
  Retry();
}

void SyncClient::Retry() {
  retry_at_ms_ = 0;
  failures_ = 0;
}

void SyncClient::OnSignedIn() {
  connection_ = ConnectionState::kConnecting;
  phase_ = Phase::kHello;
  Wake();
  observer_.OnSyncStatusChanged();
}

void SyncClient::OnUnreachable() {
  is_request_under_way_ = false;
  if (phase_ == Phase::kReady) {
    is_pull_wanted_ = true;
    phase_ = Phase::kHello;  // the server may be another one when it comes back
    pulled_.clear();
  }
  connection_ = ConnectionState::kOffline;
  failures_ = std::min(failures_ + 1, 5u);
  retry_at_ms_ = clock_.NowMs() + (TimeMs{1000} << failures_);
  observer_.OnSyncStatusChanged();
}

}  // namespace kedang
