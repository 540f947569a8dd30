#include "wasm/app/replica_losses.h"

#include <algorithm>

#include "shared/base/date.h"
#include "wasm/platform/settings.h"

namespace kedang {
namespace {

// Edits that waited when the marker was written (Note).
std::size_t MarkedPending(std::string_view marker) {
  std::size_t count = 0;
  for (const char digit : marker.substr(marker.rfind('\n') + 1)) {
    if (digit < '0' || digit > '9' || count > 1'000'000) return 0;
    count = count * 10 + static_cast<std::size_t>(digit - '0');
  }
  return count;
}

}  // namespace

void ReplicaLosses::Find(Id user, bool is_storage_open, bool has_state, const Status& started, std::size_t unsent) {
  const auto marker = ReplicaMarker();
  const bool is_state_lost = is_storage_open && !has_state && marker && marker->rfind(FormatId(user), 0) == 0;
  // The browser may take one area and leave the other.
  if (is_state_lost) lost_pending = MarkedPending(*marker) - std::min(MarkedPending(*marker), unsent);
  has_unsent = unsent > 0;
  was_repaired = !started.ok() && started.error().code != ErrorCode::kNotFound;
  was_evicted = is_state_lost || (!started.ok() && !was_repaired);
}

void ReplicaLosses::Note(Id user, const Workspace& workspace) {
  const SyncStatus status = workspace.client().status();
  if (status.last_sync_ms == marked_sync_ms_ && status.pending == marked_pending_) return;
  if (status.last_sync_ms == 0) return;  // what was evicted is remembered until there is something new
  marked_sync_ms_ = status.last_sync_ms;
  marked_pending_ = status.pending;
  WriteReplicaMarker(FormatId(user) + "\n" + std::to_string(workspace.records().size()) + "\n" +
                     FormatTimeUtc(status.last_sync_ms) + "\n" + std::to_string(status.pending));
}

}  // namespace kedang
