// NetworkWatch: notices that the network went and came back, whichever page is open meanwhile, and remembers how long it
// was away.
#pragma once

#include <cstddef>

#include "shared/base/clock.h"
#include "shared/sync/client.h"

namespace kedang {

class NetworkWatch {
 public:
  // Call every frame. True when the network has just come back.
  bool Note(const SyncStatus& status, TimeMs now);

  // Back since less than a minute, and nobody has read it yet.
  bool has_returned(TimeMs now) const { return returned_ms_ != 0 && now - returned_ms_ < kShownMs; }
  TimeMs away_ms() const { return away_ms_; }                // how long it was away
  std::size_t waiting() const { return waiting_; }           // edits that waited for it
  void Forget() { returned_ms_ = 0; }

  static constexpr TimeMs kShownMs = 60'000;

 private:
  bool is_away_ = false;
  TimeMs since_ms_ = 0;
  TimeMs away_ms_ = 0;
  TimeMs returned_ms_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace kedang
