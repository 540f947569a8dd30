// SyncClient: first loads. Segments are kept as they come; the last one puts them in the place of everything before.
#include <algorithm>
#include <utility>

#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

constexpr std::size_t kMostUnstored = 8;               // segments that wait for storage
constexpr std::uint64_t kMostReserved = 1u << 21;  // records, whatever the server says

}  // namespace

void SyncClient::OnManifest(SnapshotManifest manifest) {
  if (!(manifest.cookie.epoch == greeted_)) {
    phase_ = Phase::kHello;  // another history since: only a hello says what it lacks
    return;
  }
  snapshot_ = std::make_unique<Snapshot>();
  snapshot_->manifest = std::move(manifest);
  snapshot_->store->Reserve(static_cast<std::size_t>(std::min(snapshot_->manifest.record_count, kMostReserved)));
  phase_ = Phase::kSegments;
  if (snapshot_->manifest.segment_count == 0) FinishSnapshot();
}

// Segments are only put down until the last one, so none waits for storage, unless that lags so far behind that memory fills.
bool SyncClient::MayTake(ByteSpan answer) const {
  if (!commits_.is_busy()) return true;
  return phase_ == Phase::kSegments && snapshot_ && KindOf(answer) == FrameKind::kSegment &&
         snapshot_->unstored->size() < kMostUnstored && snapshot_->next_segment + 1 < snapshot_->manifest.segment_count;
}

void SyncClient::OnSegment(const Frame& frame, ByteSpan bytes) {
  if (!snapshot_ || phase_ != Phase::kSegments) return;
  Snapshot& snapshot = *snapshot_;
  const Status status = ReadSegmentRows(frame, [&snapshot](const RecordHeader& header, ByteSpan packed) {
    snapshot.store->PutChecked(header, packed);
  });
  if (!status.ok()) {
    OnRefused(200, {status.error().code, status.error().message, 0});
    return;
  }
  if (snapshot.next_segment == 0) keeps_base_ = true;
  if (keeps_base_) {
    const std::string key = SegmentKey(snapshot.manifest.snapshot, snapshot.next_segment);
    base_keys_.insert(key);
    snapshot.unstored->push_back({StorageArea::kBase, key, Bytes(bytes.begin(), bytes.end())});
    // One transaction takes all that have come when it is its turn.
    if (snapshot.unstored->size() == 1) StoreSegments(snapshot.unstored);
  }
  if (++snapshot.next_segment == snapshot.manifest.segment_count) FinishSnapshot();
}

void SyncClient::StoreSegments(std::shared_ptr<std::vector<StorageWrite>> unstored) {
  const auto build = [this, unstored] { return keeps_base_ ? std::exchange(*unstored, {}) : std::vector<StorageWrite>(); };
  commits_.Try(build, [this, unstored](const Status& kept) {
    if (!kept.ok()) {
      // No room for all of it: nothing of it is kept then, and the next start loads anew.
      keeps_base_ = false;
      unstored->clear();
      commits_.Forget(StorageArea::kBase);
    }
    OnCommitted();
  });
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
        changed_rows_ = 0;
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

}  // namespace kedang
