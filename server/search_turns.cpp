#include "server/search_turns.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kMostDevices = 10'000;
constexpr TimeMs kForgetMs = 60'000;

}  // namespace

SearchTurns::Turn::Turn(SearchTurns& turns, Id device, TimeMs now) : turns_(turns), device_(device) {
  const std::lock_guard lock(turns_.mutex_);
  if (turns_.devices_.size() >= kMostDevices) {
    std::erase_if(turns_.devices_, [now](const auto& one) { return now - one.second.last_ms > kForgetMs; });
  }
  if (turns_.waiting_ >= kMostWaiting || turns_.devices_.size() >= kMostDevices) return;
  Device& known = turns_.devices_[device];
  if (known.last_ms != 0) {
    const double passed = static_cast<double>(std::max<TimeMs>(now - known.last_ms, 0)) / 1000;
    known.left = std::min(kAtOnce, known.left + passed * kPerSecond);
  }
  known.last_ms = now;
  number_ = known.newest = ++turns_.numbers_;  // also when it must wait: older ones are not worth an answer any more
  if (known.left < 1) return;
  known.left -= 1;
  is_granted_ = true;
  ++turns_.waiting_;
}

SearchTurns::Turn::~Turn() {
  if (!is_granted_) return;
  const std::lock_guard lock(turns_.mutex_);
  --turns_.waiting_;
}

bool SearchTurns::Turn::IsStale() const {
  const std::lock_guard lock(turns_.mutex_);
  const auto known = turns_.devices_.find(device_);
  return known != turns_.devices_.end() && known->second.newest != number_;
}

}  // namespace kedang
