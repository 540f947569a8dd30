#include "server/push_gate.h"

#include <algorithm>

namespace kedang {

PushGate::Turn::Turn(PushGate& gate) : gate_(gate) {
  const std::lock_guard<std::mutex> lock(gate_.mutex_);
  is_granted_ = gate_.count_ < kMostAtOnce;
  if (is_granted_) ++gate_.count_;
}

PushGate::Turn::~Turn() {
  if (!is_granted_) return;
  const std::lock_guard<std::mutex> lock(gate_.mutex_);
  --gate_.count_;
}

std::chrono::milliseconds PushGate::Delay(Clock::duration until_done, Clock::duration one_work, Clock::time_point now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Clock::time_point free = std::max(now + until_done, booked_);
  const auto delay = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(free + one_work - now), kShortestDelay, kLongestDelay);
  // Where it is bounded the row is, too: it would grow without end while those who come back are told to wait again.
  booked_ = std::min(free + one_work, now + kLongestDelay);
  return delay;
}

}  // namespace kedang
