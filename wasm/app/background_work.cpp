#include "wasm/app/background_work.h"

#include <utility>

#include "wasm/platform/frame.h"

namespace kedang {

void BackgroundWork::Start(Step step) {
  step_ = std::move(step);
  if (!std::exchange(is_running_, true)) Next();
}

void BackgroundWork::Next() {
  RunSoon([this] {
    const double started = NowMs();
    const bool is_done = step_([started] { return IsSliceOver(started); });
    RequestFrame();  // shows how far it is
    if (is_done) is_running_ = false;
    else Next();
  });
}

}  // namespace kedang
