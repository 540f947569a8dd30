// SyncClient: what answers do. Greetings are in client_greeting.cpp, first loads in client_load.cpp.
#include <algorithm>
#include <utility>

#include "shared/store/packed_record.h"
#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

constexpr TimeMs kLongestRetryMs = 600'000;  // whatever the server says

}  // namespace

void SyncClient::OnResponse(std::uint64_t request, int http_status, ByteSpan body) {
  if (request != awaited_ && !IsPlanted(Mutant::kStaleAnswers)) return;
  // One state after the other: what is being written now must be done before the next change is made.
  if (!MayTake(body)) {
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
    case FrameKind::kSegment: OnSegment(frame.value(), body); break;
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
    if (error.retry_after_ms > 0) {
      retry_after_ms_ = std::min<TimeMs>(error.retry_after_ms, kLongestRetryMs);
      is_told_to_wait_ = true;
    }
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
  if (keeps_base_) {
    Bytes packed;  // stays empty when the record has left: framed, too, so that a row that was cut off is not taken for it
    if (record) PackRecord(*record, packed);
    changed_rows_ += base_keys_.insert(RecordKey(id)).second ? 1 : 0;
    writes.push_back({StorageArea::kBase, RecordKey(id), WriteFrame(FrameKind::kRecord, packed)});
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
