// The second half of SyncClient: what answers do.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "shared/store/packed_record.h"
#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/segment.h"

namespace kedang {

void SyncClient::OnResponse(int http_status, ByteSpan body) {
  is_request_under_way_ = false;
  const auto frame = ReadFrame(body);
  if (!frame.ok() || frame.value().kind == FrameKind::kError || http_status != 200) {
    ErrorResponse error;
    error.code = http_status == 401 ? ErrorCode::kUnauthenticated : ErrorCode::kUnavailable;
    error.message = frame.ok() ? "" : frame.error().message;
    if (frame.ok() && frame.value().kind == FrameKind::kError) {
      auto decoded = Decode<ErrorResponse>(body);
      if (decoded.ok()) error = std::move(decoded).value();
    }
    OnRefused(http_status, error);
    return;
  }
  connection_ = ConnectionState::kOnline;
  Retry();
  Status status;
  switch (frame.value().kind) {
    case FrameKind::kHelloResponse: {
      auto hello = Decode<HelloResponse>(body);
      hello.ok() ? OnHello(hello.value()) : static_cast<void>(status = hello.error());
      break;
    }
    case FrameKind::kSnapshotManifest: {
      auto manifest = Decode<SnapshotManifest>(body);
      manifest.ok() ? OnManifest(std::move(manifest).value()) : static_cast<void>(status = manifest.error());
      break;
    }
    case FrameKind::kSegment: OnSegment(body); break;
    case FrameKind::kPushResponse: {
      auto pushed = Decode<PushResponse>(body);
      pushed.ok() ? OnPushed(pushed.value()) : static_cast<void>(status = pushed.error());
      break;
    }
    case FrameKind::kPullResponse: {
      auto pulled = Decode<PullResponse>(body);
      pulled.ok() ? OnPulled(std::move(pulled).value()) : static_cast<void>(status = pulled.error());
      break;
    }
    default: status = Error{ErrorCode::kInvalidArgument, "an answer to no question of ours"};
  }
  if (!status.ok()) OnRefused(http_status, {status.error().code, status.error().message, 0});
  observer_.OnSyncStatusChanged();
}

void SyncClient::OnRefused(int http_status, const ErrorResponse& error) {
  if (http_status == 401 || error.code == ErrorCode::kUnauthenticated) {
    connection_ = ConnectionState::kSignedOut;
    phase_ = Phase::kHello;
  } else if (http_status == 0 || http_status >= 500 || http_status == 429 || error.code == ErrorCode::kUnavailable) {
    OnUnreachable();
    if (error.retry_after_ms > 0) retry_at_ms_ = clock_.NowMs() + error.retry_after_ms;
    return;
  } else if (phase_ == Phase::kReady && !NextPush().groups.empty() && error.code != ErrorCode::kConflict) {
    RefusePush(error);
  } else {
    // Another epoch, a snapshot that is gone, a damaged answer: start over with a hello, ever more slowly.
    snapshot_.reset();
    OnUnreachable();
    phase_ = Phase::kHello;
  }
  observer_.OnSyncStatusChanged();
}

// A batch the server will not take as it is must not block the queue for ever: look for the group at fault by halving,
// then put that one group aside, whole, where its author sees it.
void SyncClient::RefusePush(const ErrorResponse& error) {
  const std::size_t sent = NextPush().groups.size();
  if (sent > 1) {
    push_limit_ = std::max<std::size_t>(1, sent / 2);
    return;
  }
  const MutationNumber mid = NextPush().groups.front().mutations.front().mid;
  auto group = outbox_.Take(mid);
  if (!group) return;
  std::vector<Id> touched;
  for (const Mutation& mutation : group->mutations) touched.push_back(mutation.record);
  std::vector<StorageWrite> writes;
  const QueuedGroup queued{std::move(*group), std::string(ErrorCodeName(error.code)), {}};
  const std::string key = FormatId(queued.group.id);
  writes.push_back({StorageArea::kTray, key, Encode(queued)});
  writes.push_back({StorageArea::kOutbox, NumberKey(mid), std::nullopt});
  tray_.emplace(key, queued);
  NewReplica(writes);
  Refresh(touched);
  observer_.OnRecordsChanged(touched);
  is_committing_ = true;
  storage_.Commit(std::move(writes), [this](Status) { is_committing_ = false; });
}

// Starts a new row of numbers: the server accepts no gap, and this replica has one.
void SyncClient::NewReplica(std::vector<StorageWrite>& writes) {
  for (const Group& group : outbox_.groups()) {
    writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), std::nullopt});
  }
  for (const auto& [mid, queued] : journal_) writes.push_back({StorageArea::kJournal, NumberKey(mid), std::nullopt});
  journal_.clear();
  results_.clear();
  acknowledged_mid_ = 0;
  state_.replica = NewId();
  state_.next_mid = outbox_.Renumber();
  std::vector<Id> touched;
  for (const Group& group : outbox_.groups()) {
    writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), Encode(QueuedGroup{group, "", {}})});
    for (const Mutation& mutation : group.mutations) touched.push_back(mutation.record);
  }
  writes.push_back(StateWrite());
  Refresh(touched);
  phase_ = Phase::kHello;
}

void SyncClient::OnHello(const HelloResponse& hello) {
  if (hello.must == Must::kUpgrade || hello.protocol != kProtocolVersion) {
    connection_ = ConnectionState::kUpgrade;
    return;
  }
  if (hello.must == Must::kSignIn) {
    connection_ = ConnectionState::kSignedOut;
    return;
  }
  std::vector<StorageWrite> writes;
  state_.principal = hello.principal;
  state_.people = hello.people;
  state_.extent = hello.extent;
  if (!hello.schemas.empty()) {
    const bool had_schemas = !schemas_->schemas.empty();
    if (!TakeSchemas(hello.schemas).ok()) {
      connection_ = ConnectionState::kUpgrade;
      return;
    }
    if (had_schemas) {
      Reoverlay();
      observer_.OnBaseReplaced();
    }
  }
  acknowledged_mid_ = std::min(acknowledged_mid_, hello.last_mid);
  // The same server history that lost nothing knows every number before our queue. One that does not was put back to an
  // older state: what it acknowledged after that is sent again from the journal.
  const bool is_new_epoch = has_base() && !(hello.epoch == state_.cookie.epoch);
  if (is_new_epoch) RequeueJournal(hello.last_mid, writes);
  const MutationNumber first =
      outbox_.groups().empty() ? state_.next_mid : outbox_.groups().front().mutations.front().mid;
  bool has_gap = first > hello.last_mid + 1;
  MutationNumber expected = first;
  for (const Group& group : outbox_.groups()) {
    has_gap = has_gap || group.mutations.front().mid != expected;
    expected = group.mutations.back().mid + 1;
  }
  const bool is_untouched = outbox_.groups().empty() && hello.last_mid + 1 == state_.next_mid;
  if (has_gap || (outbox_.groups().empty() && !is_untouched)) {
    NewReplica(writes);
  } else {
    state_.next_mid = std::max(state_.next_mid, expected);
  }
  writes.push_back(StateWrite());
  is_committing_ = true;
  storage_.Commit(std::move(writes), [this](Status) { is_committing_ = false; });
  const bool must_reset = hello.must == Must::kReset || !has_base() || is_new_epoch || is_reset_wanted_;
  is_reset_wanted_ = false;
  phase_ = must_reset ? Phase::kManifest : Phase::kReady;
  if (must_reset) snapshot_.reset();
  pulled_.clear();
  is_pull_wanted_ = true;
}

void SyncClient::RequeueJournal(MutationNumber last_mid, std::vector<StorageWrite>& writes) {
  std::vector<Group> lost;
  for (const auto& [mid, queued] : journal_) {
    if (mid > last_mid) lost.push_back(queued.group);
  }
  if (lost.empty()) return;
  Outbox rebuilt;
  for (Group& group : lost) {
    const MutationNumber mid = group.mutations.front().mid;
    writes.push_back({StorageArea::kJournal, NumberKey(mid), std::nullopt});
    writes.push_back({StorageArea::kOutbox, NumberKey(mid), Encode(QueuedGroup{group, "", {}})});
    journal_.erase(mid);
    for (const Mutation& mutation : group.mutations) {
      if (shadow_.count(mutation.record) == 0) shadow_[mutation.record] = view_->FindRecord(mutation.record);
    }
    rebuilt.Append(std::move(group));
  }
  for (const Group& group : outbox_.groups()) rebuilt.Append(group);
  outbox_ = std::move(rebuilt);
}

void SyncClient::OnManifest(SnapshotManifest manifest) {
  snapshot_ = std::make_unique<Snapshot>();
  snapshot_->manifest = std::move(manifest);
  phase_ = Phase::kSegments;
  if (snapshot_->manifest.segment_count == 0) FinishSnapshot();
}

void SyncClient::OnSegment(ByteSpan frame) {
  if (!snapshot_ || phase_ != Phase::kSegments) return;
  Snapshot& snapshot = *snapshot_;
  const Status status = ReadSegment(frame, [&snapshot](Record&& record) { snapshot.store->PutRow(record); });
  if (!status.ok()) {
    OnRefused(200, {status.error().code, status.error().message, 0});
    return;
  }
  std::vector<StorageWrite> writes;
  const std::string key = SegmentKey(snapshot.manifest.snapshot, snapshot.next_segment);
  base_keys_.insert(key);
  writes.push_back({StorageArea::kBase, key, Bytes(frame.begin(), frame.end())});
  if (snapshot.next_segment == 0) is_kept_offline_ = true;
  storage_.Commit(std::move(writes), [this](Status kept) {
    if (!kept.ok()) is_kept_offline_ = false;
  });
  if (++snapshot.next_segment == snapshot.manifest.segment_count) FinishSnapshot();
}

void SyncClient::FinishSnapshot() {
  const SnapshotManifest& manifest = snapshot_->manifest;
  state_.cookie = manifest.cookie;
  state_.snapshot = manifest.snapshot;
  state_.segment_count = manifest.segment_count;
  // The new segments are there already; everything else of the base goes in the same transaction that names them.
  std::vector<StorageWrite> writes;
  const std::string own_segments = "seg/" + FormatId(manifest.snapshot) + "/";
  for (auto key = base_keys_.begin(); key != base_keys_.end();) {
    if (key->rfind(own_segments, 0) == 0) {
      ++key;
      continue;
    }
    writes.push_back({StorageArea::kBase, *key, std::nullopt});
    key = base_keys_.erase(key);
  }
  for (const auto& [id, conflict] : conflicts_) writes.push_back({StorageArea::kConflicts, FormatId(id), std::nullopt});
  for (const Conflict& conflict : manifest.conflicts) {
    writes.push_back({StorageArea::kConflicts, FormatId(conflict.id), Encode(conflict)});
  }
  writes.push_back(StateWrite());
  is_committing_ = true;
  phase_ = Phase::kReady;
  storage_.Commit(std::move(writes), [this](Status kept) {
    is_committing_ = false;
    if (!kept.ok()) is_kept_offline_ = false;
    conflicts_.clear();
    for (Conflict& conflict : snapshot_->manifest.conflicts) conflicts_.emplace(conflict.id, std::move(conflict));
    view_ = std::move(snapshot_->store);
    snapshot_.reset();
    shadow_.clear();
    std::vector<Id> touched;
    for (const Group& group : outbox_.groups()) {
      for (const Mutation& mutation : group.mutations) {
        if (shadow_.count(mutation.record) == 0) shadow_[mutation.record] = view_->FindRecord(mutation.record);
        touched.push_back(mutation.record);
      }
    }
    Refresh(touched);
    is_pull_wanted_ = true;
    observer_.OnBaseReplaced();
    observer_.OnSyncStatusChanged();
  });
}

void SyncClient::OnPushed(const PushResponse& response) {
  for (const MutationResult& result : response.results) results_[result.mid] = result;
  acknowledged_mid_ = std::max(acknowledged_mid_, response.last_mid);
  push_limit_ = std::min<std::size_t>(push_limit_ * 2, 1000);
  is_pull_wanted_ = true;
  if (response.results.empty() && !NextPush().groups.empty()) {
    phase_ = Phase::kHello;  // the server saw a gap: hello tells from where
  }
}

void SyncClient::OnPulled(PullResponse response) {
  const Cookie& expected = pulled_.empty() ? state_.cookie : pulled_.back().new_cookie;
  if (response.is_reset) {
    pulled_.clear();
    is_reset_wanted_ = true;
    phase_ = Phase::kHello;  // it may be another history: hello tells what must be sent again
    return;
  }
  if (!(response.request_cookie == expected)) return;  // a late or doubled answer
  const bool has_more = response.has_more;
  pulled_.push_back(std::move(response));
  if (has_more) {
    is_pull_wanted_ = true;
  } else {
    ApplyPulled();
  }
}

void SyncClient::SetBase(Id id, std::optional<Record> record, std::vector<StorageWrite>& writes) {
  Bytes framed;  // empty: the record has left
  if (record) {
    Bytes packed;
    PackRecord(*record, packed);
    framed = WriteFrame(FrameKind::kRecord, packed);
  }
  base_keys_.insert(RecordKey(id));
  writes.push_back({StorageArea::kBase, RecordKey(id), std::move(framed)});
  const auto shadow = shadow_.find(id);
  if (shadow != shadow_.end()) {
    shadow->second = std::move(record);
  } else if (record) {
    view_->PutRow(*record);
  } else {
    (void)view_->Erase(id).ok();
  }
}

// What is no longer held is in no conflict that could be shown.
void SyncClient::ForgetConflicts(Id record, std::vector<StorageWrite>& writes) {
  for (auto conflict = conflicts_.begin(); conflict != conflicts_.end();) {
    if (conflict->second.record == record) {
      writes.push_back({StorageArea::kConflicts, FormatId(conflict->first), std::nullopt});
      conflict = conflicts_.erase(conflict);
    } else {
      ++conflict;
    }
  }
}

// Files a group whose outcomes are all known: accepted ones to the journal, refused ones to the tray.
void SyncClient::SettleGroup(Group group, std::vector<StorageWrite>& writes) {
  const MutationNumber first = group.mutations.front().mid;
  QueuedGroup queued;
  bool is_accepted = true;
  for (const Mutation& mutation : group.mutations) {
    const auto result = results_.find(mutation.mid);
    if (result == results_.end()) continue;
    if (!IsAccepted(result->second.outcome) && result->second.outcome != Outcome::kVoid) {
      is_accepted = false;
      switch (result->second.outcome) {
        case Outcome::kDenied: queued.tray_reason = "permission_denied"; break;
        case Outcome::kGone: queued.tray_reason = "not_found"; break;
        default: queued.tray_reason = "invalid";
      }
    }
    queued.results.push_back(std::move(result->second));
    results_.erase(result);
  }
  queued.group = std::move(group);
  writes.push_back({StorageArea::kOutbox, NumberKey(first), std::nullopt});
  if (is_accepted) {
    writes.push_back({StorageArea::kJournal, NumberKey(first), Encode(queued)});
    journal_[first] = std::move(queued);
  } else {
    const std::string key = FormatId(queued.group.id);
    writes.push_back({StorageArea::kTray, key, Encode(queued)});
    tray_[key] = std::move(queued);
  }
}

void SyncClient::ApplyPulled() {
  std::vector<StorageWrite> writes;
  std::vector<Id> changed;
  const PullResponse& last = pulled_.back();
  const bool has_schemas = !last.schemas.empty();
  if (has_schemas && !TakeSchemas(last.schemas).ok()) {
    // They say something this build does not know.
    connection_ = ConnectionState::kUpgrade;
    pulled_.clear();
    return;
  }
  for (PullResponse& part : pulled_) {
    for (const MutationResult& result : part.results) results_[result.mid] = result;
    for (Record& record : part.puts) {
      changed.push_back(record.id);
      const Id id = record.id;
      SetBase(id, std::move(record), writes);
    }
    for (const Id id : part.leaves) {
      changed.push_back(id);
      SetBase(id, std::nullopt, writes);
      ForgetConflicts(id, writes);
    }
    if (!part.principal.empty()) {
      state_.principal = std::move(part.principal.front());
      state_.extent = part.extent;
    }
    for (Conflict& conflict : part.conflicts) {
      const std::string key = FormatId(conflict.id);
      changed.push_back(conflict.record);
      if (conflict.is_open) {
        writes.push_back({StorageArea::kConflicts, key, Encode(conflict)});
        conflicts_[conflict.id] = std::move(conflict);
      } else {
        writes.push_back({StorageArea::kConflicts, key, std::nullopt});
        conflicts_.erase(conflict.id);
      }
    }
  }
  for (Group& group : outbox_.TakeThrough(last.last_mid)) {
    for (const Mutation& mutation : group.mutations) changed.push_back(mutation.record);
    SettleGroup(std::move(group), writes);
  }
  acknowledged_mid_ = std::max(acknowledged_mid_, last.last_mid);
  state_.cookie = last.new_cookie;
  state_.last_sync_ms = clock_.NowMs();
  writes.push_back(StateWrite());
  pulled_.clear();
  wanted_.erase(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(std::exchange(wanted_sent_, 0)));
  if (!wanted_.empty()) is_pull_wanted_ = true;
  Refresh(changed);
  if (has_schemas) Reoverlay();
  is_committing_ = true;
  storage_.Commit(std::move(writes), [this](Status kept) {
    is_committing_ = false;
    if (!kept.ok()) is_kept_offline_ = false;
  });
  if (has_schemas) {
    observer_.OnBaseReplaced();
  } else if (!changed.empty()) {
    observer_.OnRecordsChanged(changed);
  }
  observer_.OnSyncStatusChanged();
}

}  // namespace kedang
