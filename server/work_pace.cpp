#include "server/work_pace.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr int kMemory = 8;  // a batch counts for an eighth,
constexpr int kOdd = 4;     // and for no more than so many ordinary ones: one import is no trend
constexpr std::chrono::milliseconds kLeastOdd{1};

}  // namespace

void WorkPace::Begin(std::size_t works, Clock::time_point now) {
  running_ = works;
  begun_ = now;
}

void WorkPace::End(Clock::time_point now) {
  const Clock::duration took = (now - begun_) / static_cast<Clock::rep>(std::max<std::size_t>(running_, 1));
  if (one_work_ == Clock::duration::zero()) {
    one_work_ = took;
  } else {
    one_work_ += (std::min<Clock::duration>(took, one_work_ * kOdd + kLeastOdd) - one_work_) / kMemory;
  }
  running_ = 0;
}

WorkPace::Clock::duration WorkPace::UntilDone(std::size_t waiting, Clock::time_point now) const {
  Clock::duration left{0};
  if (running_ > 0) {
    const Clock::duration spent = now - begun_;
    const Clock::duration expected = one_work_ * static_cast<Clock::rep>(running_);
    left = spent < expected ? expected - spent : spent;
  }
  return left + one_work_ * static_cast<Clock::rep>(waiting);
}

}  // namespace kedang
