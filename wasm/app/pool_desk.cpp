#include "wasm/app/pool_desk.h"

#include "wasm/platform/frame.h"

namespace kedang {
namespace {

constexpr double kKeptMs = 15 * 60 * 1000;
constexpr double kMendMs = 4;  // of a frame

}  // namespace

PoolDesk& PoolDesk::Of(Workspace& workspace) {
  // Never let go: slices of its work may be under way, and a tab keeps its workspace.
  static PoolDesk* const desk = new PoolDesk(workspace);
  return *desk;
}

PoolMatch& PoolDesk::pool() {
  used_ms_ = NowMs();
  if (!is_watched_) {
    is_watched_ = true;
    RunAfter(kKeptMs, [this] { Forget(); });
  }
  return pool_;
}

void PoolDesk::Forget() {
  is_watched_ = work_.is_running() || NowMs() - used_ms_ < kKeptMs;
  if (!is_watched_) return pool_.Forget();
  RunAfter(kKeptMs, [this] { Forget(); });
}

PoolMatch* PoolDesk::Ready(const Schema& schema) {
  PoolMatch& pool = this->pool();
  if (!workspace_.is_indexed() || !pool.Choose(schema) || work_.is_running()) return nullptr;
  const double started = NowMs();
  if (pool.Step([started] { return IsSliceOver(started, kMendMs); })) return &pool;
  work_.Start([this](const std::function<bool()>& is_over) { return pool_.Step(is_over); });
  return nullptr;
}

}  // namespace kedang
