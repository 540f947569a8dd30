#include "shared/sync/client.h"

#include <algorithm>

#include "shared/store/packed_record.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

constexpr std::size_t kPushGroups = 1000;

// Whether it is kept under its own number. What was renumbered would otherwise stay behind beside its new row.
bool IsNamedRow(const QueuedGroup& queued, const std::string& key) {
  return !queued.group.mutations.empty() && key == NumberKey(queued.group.mutations.front().mid);
}

}  // namespace

SyncClient::SyncClient(ClientStorage& storage, ClientObserver& observer, Clock& clock, Random& random, std::string build,
                       SchemaReader read_schemas)
    : commits_(storage),
      observer_(observer),
      clock_(clock),
      random_(random),
      build_(std::move(build)),
      read_schemas_(read_schemas),
      view_(std::make_unique<MemoryStore>()),
      push_limit_(kPushGroups) {}

SyncClient::~SyncClient() = default;

// ---- start ------------------------------------------------------------------------------------------------------------

// A row of the base behind its segments: whether it could be read.
bool SyncClient::RestoreChanged(std::string_view key, ByteSpan row) {
  const auto frame = ReadFrame(row);
  if (!frame.ok() || frame.value().kind != FrameKind::kRecord) return false;
  if (!frame.value().body.empty()) return view_->PutPacked(frame.value().body).ok();
  const auto id = key.starts_with("upd/") ? ParseId(key.substr(4)) : std::nullopt;
  if (!id) return false;
  (void)view_->Erase(*id).ok();  // no segment need have had it
  return true;
}

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
      changed_rows_ += key.starts_with("upd/") ? 1 : 0;
      if (key == kMarkKey) {
        mark_.assign(value.begin(), value.end());
        break;
      }
      if (key.rfind("seg/", 0) == 0) {
        // Segments of a snapshot that never finished are not ours to show.
        if (key.rfind("seg/" + FormatId(state_.snapshot) + "/", 0) != 0) break;
        const Status status =
            ReadSegmentRows(value, [this](const RecordHeader& header, ByteSpan packed) { view_->PutChecked(header, packed); });
        if (!status.ok()) is_base_damaged_ = true;
      } else if (!RestoreChanged(key, value)) {
        is_base_damaged_ = true;
      }
      break;
    case StorageArea::kOutbox: {
      auto queued = Decode<QueuedGroup>(value);
      if (queued.ok() && IsNamedRow(queued.value(), key)) {
        outbox_.Append(std::move(queued).value().group);
      } else {
        // Never thrown away: it goes to the tray as it is, for support to look into.
        std::vector<StorageWrite> writes;
        writes.push_back({StorageArea::kTray, key, Bytes(value.begin(), value.end())});
        writes.push_back({StorageArea::kOutbox, key, std::nullopt});
        Keep(std::move(writes));
        QueuedGroup damaged;
        damaged.tray_reason = "corrupt";
        tray_.emplace(key, std::move(damaged));
      }
      break;
    }
    case StorageArea::kJournal: {
      auto queued = Decode<QueuedGroup>(value);
      if (queued.ok() && IsNamedRow(queued.value(), key)) {
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
  std::vector<StorageWrite> writes;
  // Numbers go on where the queue ends even if the state row was lost.
  for (const Group& group : outbox_.groups()) {
    state_.next_mid = std::max(state_.next_mid, group.mutations.back().mid + 1);
  }
  for (const auto& [mid, queued] : journal_) {
    state_.next_mid = std::max(state_.next_mid, queued.group.mutations.back().mid + 1);
  }
  // Numbers that belong to a replica nobody remembers mean nothing to the server.
  if (state_.replica.is_nil()) NewReplica(writes);
  const std::string own_segments = "seg/" + FormatId(state_.snapshot) + "/";
  // The browser may remove one area, or a part of it, and not the other: rows that are not of the cookie's time are none.
  // The cookie says what the server need not send again, so a list would stay shorter than it is, or empty, for ever.
  bool is_base_missing = false;
  if (has_base()) {
    std::uint32_t segments = 0;
    for (auto key = base_keys_.lower_bound(own_segments); key != base_keys_.end() && key->rfind(own_segments, 0) == 0; ++key) {
      ++segments;
    }
    // Marks of yesterday do not say how many records changed.
    const bool fits = segments == state_.segment_count && (mark_ == *MarkWrite().value || mark_ == *MarkWrite(0).value);
    is_base_missing = !fits && !IsPlanted(Mutant::kMarkIgnored);
    // A mark that is there and is another one was not taken away.
    if (is_base_missing && segments == state_.segment_count && !mark_.empty()) is_base_damaged_ = true;
  }
  const bool is_corrupt = is_base_damaged_;
  if (is_corrupt || is_base_missing) {
    view_->Clear();
    state_.cookie = Cookie();
    is_base_damaged_ = false;
  }
  while (journal_.size() > kJournalLength) {
    writes.push_back({StorageArea::kJournal, NumberKey(journal_.begin()->first), std::nullopt});
    journal_.erase(journal_.begin());
  }
  // What an unfinished snapshot left behind, or all of a base without a cookie.
  for (auto key = base_keys_.begin(); key != base_keys_.end();) {
    const bool is_foreign = key->rfind("seg/", 0) == 0 && key->rfind(own_segments, 0) != 0;
    if (!is_foreign && has_base()) {
      ++key;
      continue;
    }
    writes.push_back({StorageArea::kBase, *key, std::nullopt});
    key = base_keys_.erase(key);
  }
  if (base_keys_.empty()) changed_rows_ = 0;
  writes.push_back(StateWrite());
  Keep(std::move(writes));
  std::vector<Id> touched;
  for (const Group& group : outbox_.groups()) {
    Shadow(group, touched);
    HideDecided(group);
  }
  Refresh(touched);
  observer_.OnBaseReplaced();
  observer_.OnSyncStatusChanged();
  if (is_corrupt) return Error{ErrorCode::kCorrupt, "the local copy was damaged and is fetched again"};
  if (is_base_missing) return Error{ErrorCode::kNotFound, "part of the local copy is gone; it is fetched again"};
  return {};
}

// Keeps what the server confirmed of the records that a pending group touches.
void SyncClient::Shadow(const Group& group, std::vector<Id>& touched) {
  if (IsFiller(group)) return;
  for (const Mutation& mutation : group.mutations) {
    if (shadow_.count(mutation.record) == 0) shadow_[mutation.record] = view_->FindRecord(mutation.record);
    touched.push_back(mutation.record);
  }
}

void SyncClient::HideDecided(const Group& group) {
  for (const Mutation& mutation : group.mutations) {
    if (mutation.kind != MutationKind::kResolve) continue;
    auto decided = conflicts_.extract(mutation.conflict);
    if (decided && !IsPlanted(Mutant::kDecisionForgets)) decided_.insert(std::move(decided));
  }
}

void SyncClient::Keep(std::vector<StorageWrite> writes, std::function<void(Status)> done) {
  commits_.Keep(std::move(writes), [this, done = std::move(done)](Status status) {
    if (done) done(std::move(status));
    OnCommitted();
  });
}

void SyncClient::WriteOwed(std::function<void(Status)> done) {
  if (!commits_.owes() && !commits_.is_busy()) return done(Status());
  commits_.Keep(CommitQueue::Writes(), std::move(done));
}

void SyncClient::OnCommitted() {
  if (!commits_.owes()) has_new_numbers_ = false;
  if (!answer_ || !MayTake(answer_->second)) return;
  const std::pair<int, Bytes> answer = *std::move(answer_);
  answer_.reset();
  awaited_ = 0;
  TakeAnswer(answer.first, answer.second);
}

SyncStatus SyncClient::status() const {
  SyncStatus status;
  status.connection = connection_;
  for (const Group& group : outbox_.groups()) {
    if (group.mutations.back().mid <= acknowledged_mid_) continue;
    if (IsFiller(group)) continue;
    status.pending += group.mutations.size();
    if (status.oldest_pending_ms == 0) status.oldest_pending_ms = group.mutations.front().client_ms;
  }
  status.is_current = connection_ == ConnectionState::kOnline && phase_ == Phase::kReady && status.pending == 0 &&
                      awaited_ == 0 && !is_pull_wanted_ && !commits_.is_busy();
  status.conflicts = conflicts_.size();
  status.tray = tray_.size();
  status.is_loading = snapshot_ != nullptr;
  if (snapshot_) {
    status.loaded = snapshot_->store->size();
    status.to_load = snapshot_->manifest.record_count;
  }
  status.is_kept_offline = keeps_base_ && !commits_.owes();
  status.last_sync_ms = state_.last_sync_ms;
  return status;
}

std::optional<Record> SyncClient::BaseOf(Id record) const {
  const auto found = shadow_.find(record);
  return found != shadow_.end() ? found->second : view_->FindRecord(record);
}

Status SyncClient::TakeSchemas(const std::string& json) {
  KEDANG_ASSIGN(SchemaSet schemas, read_schemas_(json));
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

StorageWrite SyncClient::StateWrite() const {
  if (keeps_base_) return {StorageArea::kMeta, kStateKey, Encode(state_)};
  ClientState state = state_;  // without a base there is nothing a cookie could stand for
  state.cookie = Cookie();
  state.snapshot = Id();
  state.segment_count = 0;
  return {StorageArea::kMeta, kStateKey, Encode(state)};
}

StorageWrite SyncClient::MarkWrite(std::uint64_t changed_rows) const {
  PullRequest mark;
  mark.cookie = state_.cookie;
  mark.seen_mid = changed_rows;
  return {StorageArea::kBase, kMarkKey, Encode(mark)};
}

Id SyncClient::NewId() { return MakeId(clock_.NowMs(), random_); }

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

}  // namespace kedang
