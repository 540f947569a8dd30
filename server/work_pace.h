// WorkPace: how long works that wait in a row will take, from how long those before them took. Pure: the caller holds the clock.
#pragma once

#include <chrono>
#include <cstddef>

namespace kedang {

class WorkPace {
 public:
  using Clock = std::chrono::steady_clock;

  // So many works begin together; they end together, too.
  void Begin(std::size_t works, Clock::time_point now);
  void End(Clock::time_point now);

  // One work by itself, as the last ones were. Zero before any was done.
  Clock::duration OneWork() const { return one_work_; }
  // Until what is being done and `waiting` works behind it are through. What has taken longer than it should is expected to take
  // as long again: nobody knows how much of an import is left.
  Clock::duration UntilDone(std::size_t waiting, Clock::time_point now) const;

 private:
  Clock::duration one_work_{0};
  std::size_t running_ = 0;
  Clock::time_point begun_;
};

}  // namespace kedang
