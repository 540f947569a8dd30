// The second half of SyncClient: what answers do.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "shared/store/packed_record.h"
#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

constexpr TimeMs kLongestRetryMs = 600'000;  // whatever the server says

}  // namespace

void SyncClient::OnResponse(std::uint64_t request, int http_status, ByteSpan body) {
  if (request != awaited_ && !IsPlanted(Mutant::kStaleAnswers)) return;
  // One state after the other: what is being written now must be done before the next change is made.
  if (commits_.is_busy()) {
    answer_.emplace(http_status, Bytes(body.begin(), body.end()));
    return;
  }
  awaited_ = 0;
  TakeAnswer(http_status, body);
}

void SyncClient::TakeAnswer(int http_status, ByteSpan body) {
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
    if (error.retry_after_ms > 0) retry_after_ms_ = std::min<TimeMs>(error.retry_after_ms, kLongestRetryMs);
    return;
  } else if (phase_ == Phase::kReady && !NextPush().groups.empty() && error.code != ErrorCode::kConflict) {
    RefusePush(error);
  } else if (phase_ == Phase::kHello && error.code == ErrorCode::kPermissionDenied) {
    // The server knows this replica as another person's.
    std::vector<StorageWrite> writes;
    NewReplica(writes);
    writes.push_back(StateWrite());
    Keep(std::move(writes));
    OnUnreachable();
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
  const PushRequest push = NextPush();
  if (push.groups.size() > 1) {
    push_limit_ = std::max<std::size_t>(1, push.groups.size() / 2);
    return;
  }
  std::vector<StorageWrite> writes;
  const MutationNumber mid = push.groups.front().mutations.front().mid;
  if (IsFiller(push.groups.front())) {
    NewReplica(writes);  // not even that: another row of numbers is left
    writes.push_back(StateWrite());
    Keep(std::move(writes));
    return;
  }
  auto group = outbox_.PutAside(mid);
  if (!group) return;
  std::vector<Id> touched;
  for (const Mutation& mutation : group->mutations) {
    touched.push_back(mutation.record);
    writes.push_back({StorageArea::kOutbox, NumberKey(mutation.mid), Encode(QueuedGroup{MakeFiller(mutation.mid), "", {}})});
    if (auto conflict = decided_.extract(mutation.conflict)) conflicts_.insert(std::move(conflict));
  }
  const std::string key = FormatId(group->id);
  const QueuedGroup queued{std::move(*group), std::string(ErrorCodeName(error.code)), {}};
  writes.push_back({StorageArea::kTray, key, Encode(queued)});
  tray_.emplace(key, queued);
  writes.push_back(StateWrite());
  Refresh(touched);
  observer_.OnRecordsChanged(touched);
  Keep(std::move(writes));
}

// Starts a new row of numbers: those of the old one are lost, or not ours.
void SyncClient::NewReplica(std::vector<StorageWrite>& writes) {
  for (const Group& group : outbox_.groups()) {
    writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), std::nullopt});
  }
  for (const auto& [mid, queued] : journal_) writes.push_back({StorageArea::kJournal, NumberKey(mid), std::nullopt});
  journal_.clear();
  results_.clear();
  acknowledged_mid_ = 0;
  outbox_.DropFillers();
  state_.replica = NewId();
  state_.next_mid = outbox_.Renumber();
  std::vector<Id> touched;
  std::map<std::string, Bytes> rows;
  for (const Group& group : outbox_.groups()) {
    rows[NumberKey(group.mutations.front().mid)] = Encode(QueuedGroup{group, "", {}});
    for (const Mutation& mutation : group.mutations) touched.push_back(mutation.record);
  }
  // A number of the old row may be one of the new row, too: the same key must not be written and then deleted.
  std::erase_if(writes, [&rows](const StorageWrite& write) { return write.area == StorageArea::kOutbox && rows.count(write.key) != 0; });
  for (auto& [key, row] : rows) writes.push_back({StorageArea::kOutbox, key, std::move(row)});
  has_new_numbers_ = !outbox_.groups().empty();
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
  greeted_ = hello.epoch;
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
  results_.erase(results_.upper_bound(hello.last_mid), results_.end());
  const bool is_new_epoch = has_base() && !(hello.epoch == state_.cookie.epoch);
  const MutationNumber known = state_.next_mid - 1;
  MutationNumber covered = 0;
  for (const Group& group : outbox_.groups()) covered += group.mutations.back().mid > hello.last_mid ? group.mutations.size() : 0;
  for (const auto& [mid, queued] : journal_) {
    const auto& mutations = queued.group.mutations;
    covered += mutations.back().mid > hello.last_mid ? mutations.size() : 0;
  }
  if (hello.last_mid > known || known - hello.last_mid > covered + kMaxFilled) {
    NewReplica(writes);  // numbers were used that nobody here remembers
  } else {
    CloseGaps(hello.last_mid, writes);
  }
  writes.push_back(StateWrite());
  Keep(std::move(writes));
  const bool must_reset = hello.must == Must::kReset || !has_base() || is_new_epoch || is_reset_wanted_;
  is_reset_wanted_ = false;
  phase_ = must_reset ? Phase::kManifest : Phase::kReady;
  if (must_reset) snapshot_.reset();
  pulled_.clear();
  is_pull_wanted_ = true;
}

// The server needs every number behind `last_mid`. One that was put back to an older state needs again what it once
// acknowledged, from the journal; a number whose edit was refused then or is damaged now is only used up.
void SyncClient::CloseGaps(MutationNumber last_mid, std::vector<StorageWrite>& writes) {
  const std::deque<Group>& queued = outbox_.groups();
  std::map<MutationNumber, Group> groups;
  for (const Group& group : queued) groups.emplace(group.mutations.front().mid, group);
  const std::size_t queued_before = groups.size();
  for (auto entry = journal_.begin(); entry != journal_.end();) {
    const bool is_lost = entry->second.group.mutations.back().mid > last_mid;
    if (!is_lost || IsPlanted(Mutant::kNoReplay)) {
      ++entry;
      continue;
    }
    const std::string key = NumberKey(entry->first);
    writes.push_back({StorageArea::kJournal, key, std::nullopt});
    writes.push_back({StorageArea::kOutbox, key, Encode(QueuedGroup{entry->second.group, "", {}})});
    groups.emplace(entry->first, std::move(entry->second.group));
    entry = journal_.erase(entry);
  }
  MutationNumber next = last_mid + 1;
  std::vector<MutationNumber> missing;
  for (const auto& [first, group] : groups) {
    for (; next < first; ++next) missing.push_back(next);
    next = std::max(next, group.mutations.back().mid + 1);
  }
  for (; next < state_.next_mid; ++next) missing.push_back(next);
  if (IsPlanted(Mutant::kGapsLeft)) missing.clear();
  for (const MutationNumber mid : missing) {
    Group filler = MakeFiller(mid);
    writes.push_back({StorageArea::kOutbox, NumberKey(mid), Encode(QueuedGroup{filler, "", {}})});
    groups.emplace(mid, std::move(filler));
  }
  if (groups.size() == queued_before) return;
  std::vector<Id> touched;
  outbox_ = Outbox();
  for (auto& [first, group] : groups) {
    Shadow(group, touched);
    HideDecided(group);
    outbox_.Append(std::move(group));
  }
  Refresh(touched);
  observer_.OnRecordsChanged(touched);
}

void SyncClient::OnManifest(SnapshotManifest manifest) {
  if (!(manifest.cookie.epoch == greeted_)) {
    phase_ = Phase::kHello;  // another history since: only a hello says what it lacks
    return;
  }
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
  if (snapshot.next_segment == 0) keeps_base_ = true;
  if (keeps_base_) {
    base_keys_.insert(key);
    writes.push_back({StorageArea::kBase, key, Bytes(frame.begin(), frame.end())});
    Keep(std::move(writes), [this](const Status& kept) {
      if (kept.ok()) return;
      // No room for all of it: nothing of it is kept then, and the next start loads anew.
      keeps_base_ = false;
      commits_.Forget(StorageArea::kBase);
    });
  }
  if (++snapshot.next_segment == snapshot.manifest.segment_count) FinishSnapshot();
}

void SyncClient::FinishSnapshot() {
  phase_ = Phase::kReady;
  // Behind the last segment: whether that could be kept is known when it is this transaction's turn.
  const std::function<std::vector<StorageWrite>()> build =
      [this] {
        const SnapshotManifest& manifest = snapshot_->manifest;
        state_.cookie = manifest.cookie;
        state_.snapshot = manifest.snapshot;
        state_.segment_count = manifest.segment_count;
        // The new segments are there already; everything else of the base goes in the same transaction that names them.
        std::vector<StorageWrite> writes;
        const std::string own_segments = "seg/" + FormatId(manifest.snapshot) + "/";
        for (auto key = base_keys_.begin(); key != base_keys_.end();) {
          if (keeps_base_ && key->rfind(own_segments, 0) == 0) {
            ++key;
            continue;
          }
          writes.push_back({StorageArea::kBase, *key, std::nullopt});
          key = base_keys_.erase(key);
        }
        if (keeps_base_) {
          base_keys_.insert(kMarkKey);
          writes.push_back(MarkWrite());
        }
        for (const auto* shown : {&conflicts_, &decided_}) {
          for (const auto& [id, conflict] : *shown) writes.push_back({StorageArea::kConflicts, FormatId(id), std::nullopt});
        }
        for (const Conflict& conflict : manifest.conflicts) {
          writes.push_back({StorageArea::kConflicts, FormatId(conflict.id), Encode(conflict)});
        }
        if (IsPlanted(Mutant::kTrayLostOnReset)) {
          for (const auto& [key, queued] : tray_) writes.push_back({StorageArea::kTray, key, std::nullopt});
          tray_.clear();
        }
        writes.push_back(StateWrite());
        return writes;
      };
  commits_.Keep(build, [this](const Status&) {
    ShowSnapshot();
    OnCommitted();
  });
}

void SyncClient::ShowSnapshot() {
  conflicts_.clear();
  decided_.clear();
  for (Conflict& conflict : snapshot_->manifest.conflicts) conflicts_.emplace(conflict.id, std::move(conflict));
  view_ = std::move(snapshot_->store);
  snapshot_.reset();
  shadow_.clear();
  std::vector<Id> touched;
  for (const Group& group : outbox_.groups()) {
    Shadow(group, touched);
    HideDecided(group);
  }
  if (!IsPlanted(Mutant::kOverlayForgotten)) Refresh(touched);
  is_pull_wanted_ = true;
  observer_.OnBaseReplaced();
  observer_.OnSyncStatusChanged();
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
  if (keeps_base_) {
    base_keys_.insert(RecordKey(id));
    writes.push_back({StorageArea::kBase, RecordKey(id), std::move(framed)});
  }
  const auto shadow = shadow_.find(id);
  if (shadow != shadow_.end()) {
    shadow->second = std::move(record);
  } else if (record) {
    view_->PutRow(*record);
  } else {
    (void)view_->Erase(id).ok();
  }
}

// Nothing is left to decide about what is deleted, and nothing to know about what is not held.
void SyncClient::ForgetConflicts(Id record, std::vector<StorageWrite>& writes) {
  for (auto* shown : {&conflicts_, &decided_}) {
    std::erase_if(*shown, [&](const auto& conflict) {
      if (!(conflict.second.record == record)) return false;
      writes.push_back({StorageArea::kConflicts, FormatId(conflict.first), std::nullopt});
      return true;
    });
  }
}

// Files a group that the server has judged: accepted ones to the journal, refused ones to the tray. One whose outcome is
// not known goes to the tray, too: its author can see that it is not sure.
void SyncClient::SettleGroup(Group group, std::vector<StorageWrite>& writes) {
  const MutationNumber first = group.mutations.front().mid;
  writes.push_back({StorageArea::kOutbox, NumberKey(first), std::nullopt});
  QueuedGroup queued;
  bool is_accepted = true;
  for (const Mutation& mutation : group.mutations) {
    const auto result = results_.find(mutation.mid);
    const bool is_known = result != results_.end();
    if (!is_known || (!IsAccepted(result->second.outcome) && result->second.outcome != Outcome::kVoid)) {
      is_accepted = false;
      const Outcome outcome = is_known ? result->second.outcome : Outcome::kInvalid;
      queued.tray_reason = !is_known                      ? "unavailable"
                           : outcome == Outcome::kDenied ? "permission_denied"
                           : outcome == Outcome::kGone   ? "not_found"
                                                         : "invalid";
    }
    // Of a decision that is through the server has said that the conflict is closed, else it is open again.
    if (auto conflict = decided_.extract(mutation.conflict)) conflicts_.insert(std::move(conflict));
    if (!is_known) continue;
    queued.results.push_back(std::move(result->second));
    results_.erase(result);
  }
  if (IsFiller(group)) return;
  queued.group = std::move(group);
  if (is_accepted || IsPlanted(Mutant::kRefusedJournalled)) {
    if (!IsPlanted(Mutant::kNoJournal)) writes.push_back({StorageArea::kJournal, NumberKey(first), Encode(queued)});
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
      if (IsPlanted(Mutant::kPurgeDropsPending)) {
        for (const Group& group : std::deque<Group>(outbox_.groups())) {
          const MutationNumber mid = group.mutations.front().mid;
          if (!(group.mutations.front().record == id) || IsFiller(group)) continue;
          writes.push_back({StorageArea::kOutbox, NumberKey(mid), Encode(QueuedGroup{MakeFiller(mid), "", {}})});
          (void)outbox_.PutAside(mid);
        }
      }
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
        (decided_.count(conflict.id) != 0 ? decided_ : conflicts_)[conflict.id] = std::move(conflict);
      } else {
        writes.push_back({StorageArea::kConflicts, key, std::nullopt});
        conflicts_.erase(conflict.id);
        decided_.erase(conflict.id);
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
  if (keeps_base_) writes.push_back(MarkWrite());
  writes.push_back(StateWrite());
  pulled_.clear();
  wanted_.erase(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(std::exchange(wanted_sent_, 0)));
  if (!wanted_.empty()) is_pull_wanted_ = true;
  Refresh(changed);
  if (has_schemas) Reoverlay();
  Keep(std::move(writes));
  if (has_schemas) {
    observer_.OnBaseReplaced();
  } else if (!changed.empty()) {
    observer_.OnRecordsChanged(changed);
  }
  observer_.OnSyncStatusChanged();
}

}  // namespace kedang
