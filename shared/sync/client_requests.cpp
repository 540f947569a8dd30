// SyncClient: what it asks the server, and when.
#include <algorithm>

#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

constexpr std::uint32_t kSegmentsAhead = 3;
constexpr TimeMs kLongestHeldMs = 30'000;  // when somebody wants a sync now

}  // namespace

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

// By how far the clock has moved since the failure: what it says may be years off.
bool SyncClient::MayAttempt() {
  if (retry_after_ms_ == 0) return true;
  const TimeMs now = clock_.NowMs();
  if ((now >= failed_at_ms_ || IsPlanted(Mutant::kClockTrusted)) && now - failed_at_ms_ < retry_after_ms_) return false;
  retry_after_ms_ = 0;
  is_told_to_wait_ = false;
  return true;
}

std::optional<SyncRequest> SyncClient::NextRequest() {
  if (awaited_ != 0) return std::nullopt;
  // The next segment may travel while the last one is written.
  if (commits_.is_busy() && phase_ != Phase::kSegments) return std::nullopt;
  if (connection_ == ConnectionState::kSignedOut || connection_ == ConnectionState::kUpgrade) return std::nullopt;
  if (!MayAttempt()) return std::nullopt;
  const std::uint64_t number = last_request_ + 1;
  SyncRequest request;
  if (phase_ == Phase::kHello) {
    HelloRequest hello;
    hello.build = build_;
    hello.schema_version = schemas_->schemas.empty() ? 0 : schemas_->version;
    hello.replica = state_.replica;
    hello.cookie = state_.cookie;
    hello.outbox_length = static_cast<std::uint32_t>(outbox_.mutation_count());
    hello.is_storage_persistent = status().is_kept_offline;
    hello.client_ms = clock_.NowMs();
    request = {"/sync/hello", false, Encode(hello, number)};
  } else if (phase_ == Phase::kManifest) {
    request = {"/sync/snapshot", false, Encode(SnapshotRequest{state_.replica}, number)};
  } else if (phase_ == Phase::kSegments) {
    const SnapshotManifest& manifest = snapshot_->manifest;
    request = {SegmentPath(manifest.snapshot, snapshot_->next_segment), true, {}};
    for (std::uint32_t i = 1; i <= kSegmentsAhead && snapshot_->next_segment + i < manifest.segment_count; ++i) {
      request.soon.push_back(SegmentPath(manifest.snapshot, snapshot_->next_segment + i));
    }
  } else {
    const PushRequest push = NextPush();
    // Under numbers that are not on disk nothing may be sent: another attempt comes with the pull that follows.
    if (has_new_numbers_) is_pull_wanted_ = true;
    if (!push.groups.empty() && !has_new_numbers_) {
      if (IsPlanted(Mutant::kSentIsDone)) {
        std::vector<StorageWrite> writes;
        for (const Group& group : push.groups) writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), std::nullopt});
        Keep(std::move(writes));
      }
      request = {"/sync/push", false, Encode(push, number)};
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
      request = {"/sync/pull", false, Encode(pull, number)};
    } else {
      return std::nullopt;
    }
  }
  request.number = awaited_ = last_request_ = number;
  return request;
}

void SyncClient::Want(Id record) {
  if (IsWanted(record)) return;
  wanted_.push_back(record);
  is_pull_wanted_ = true;
}

void SyncClient::Wake() {
  is_pull_wanted_ = true;
  if (is_told_to_wait_ && !IsPlanted(Mutant::kDelayIgnored)) {
    retry_after_ms_ = std::min(retry_after_ms_, kLongestHeldMs);
  } else {
    Retry();
  }
}

void SyncClient::Retry() {
  retry_after_ms_ = 0;
  is_told_to_wait_ = false;
  failures_ = 0;
}

void SyncClient::OnSignedIn() {
  // An answer that is still on its way was given to whoever was, or was not, signed in before.
  awaited_ = 0;
  answer_.reset();
  connection_ = ConnectionState::kConnecting;
  phase_ = Phase::kHello;
  Wake();
  observer_.OnSyncStatusChanged();
}

void SyncClient::OnUnanswered(std::uint64_t request) {
  if (request == awaited_) OnUnreachable();
}

void SyncClient::OnUnreachable() {
  awaited_ = 0;
  answer_.reset();
  if (phase_ == Phase::kReady) {
    is_pull_wanted_ = true;
    phase_ = Phase::kHello;  // the server may be another one when it comes back
    pulled_.clear();
  }
  connection_ = ConnectionState::kOffline;
  failures_ = std::min(failures_ + 1, 5u);
  failed_at_ms_ = clock_.NowMs();
  retry_after_ms_ = TimeMs{1000} << failures_;
  is_told_to_wait_ = false;
  observer_.OnSyncStatusChanged();
}

}  // namespace kedang
