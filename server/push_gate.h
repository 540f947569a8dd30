// PushGate: how many requests may wait for the writer at once. Who comes beyond that is told when to come back: when what waits
// is done, and behind those who were told so before, so that they do not all come back together.
#pragma once

#include <chrono>
#include <mutex>

namespace kedang {

class PushGate {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int kMostAtOnce = 32;  // more would take every worker
  static constexpr std::chrono::milliseconds kShortestDelay{50};
  static constexpr std::chrono::milliseconds kLongestDelay{30'000};

  // A place, from its making to its end, or none.
  class Turn {
   public:
    explicit Turn(PushGate& gate);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool is_granted() const { return is_granted_; }

   private:
    PushGate& gate_;
    bool is_granted_;
  };

  // For who got no place: `until_done` until what waits is through, `one_work` for what they bring.
  std::chrono::milliseconds Delay(Clock::duration until_done, Clock::duration one_work, Clock::time_point now);

 private:
  std::mutex mutex_;
  int count_ = 0;
  Clock::time_point booked_;  // until then the writer has work, with that of those who were told to come back
};

}  // namespace kedang
