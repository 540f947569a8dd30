// The pool made ready for matching: made when somebody types a record or imports, and given back when nobody does any more.
#include "wasm/app/app.h"
#include "wasm/platform/frame.h"

namespace kedang {
namespace {

constexpr double kKeptMs = 15 * 60 * 1000;
constexpr double kMendMs = 4;  // of a frame

}  // namespace

PoolMatch& App::pool_match() {
  pool_used_ms_ = NowMs();
  if (pool_match_ == nullptr) {
    pool_match_ = std::make_unique<PoolMatch>(*workspace_);
    RunAfter(kKeptMs, [this] { ForgetPool(); });
  }
  return *pool_match_;
}

void App::ForgetPool() {
  const double idle_ms = NowMs() - pool_used_ms_;
  if (idle_ms >= kKeptMs && !pool_work_.is_running()) pool_match_->Forget();
  RunAfter(kKeptMs, [this] { ForgetPool(); });
}

PoolMatch* App::ReadyPool(const Schema& schema) {
  PoolMatch& pool = pool_match();
  if (!workspace_->is_indexed() || !pool.Choose(schema) || pool_work_.is_running()) return nullptr;
  const double started = NowMs();
  if (pool.Step([started] { return IsSliceOver(started, kMendMs); })) return &pool;
  pool_work_.Start([this](const std::function<bool()>& is_over) { return pool_match_->Step(is_over); });
  return nullptr;
}

}  // namespace kedang
