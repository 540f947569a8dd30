// BackgroundWork: something that takes longer than a frame, done in slices between frames: the page goes on drawing and
// answering meanwhile, and it is done as soon on a slow screen as on a fast one.
#pragma once

#include <functional>

namespace kedang {

class BackgroundWork {
 public:
  // Works until the function it is given says that the slice is over; true when all is done.
  using Step = std::function<bool(const std::function<bool()>& is_over)>;

  // Instead of what was still to do. This object must live until the work is done, as those of pages do.
  void Start(Step step);
  bool is_running() const { return is_running_; }

 private:
  void Next();

  Step step_;
  bool is_running_ = false;
};

}  // namespace kedang
