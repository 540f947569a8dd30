#include "wasm/app/network_watch.h"

namespace kedang {

bool NetworkWatch::Note(const SyncStatus& status, TimeMs now) {
  if (status.connection == ConnectionState::kOffline) {
    if (!is_away_) since_ms_ = status.last_sync_ms != 0 ? status.last_sync_ms : now;
    is_away_ = true;
    away_ms_ = now - since_ms_;
    waiting_ = status.pending;
    return false;
  }
  if (status.connection != ConnectionState::kOnline || !is_away_) return false;
  is_away_ = false;
  away_ms_ = now - since_ms_;
  returned_ms_ = now;
  return true;
}

}  // namespace kedang
