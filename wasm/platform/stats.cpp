#include "wasm/platform/stats.h"

#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"

extern "C" {
void kedang_stats_install();
void kedang_stats_answer(double records, double pending, double conflicts, double frames, double search_ms,
                         double found, double load_ms, int is_current, const char* version, size_t size);
}

namespace kedang {
namespace {

std::function<ClientStats()>& Provider() {
  static std::function<ClientStats()> provider;
  return provider;
}

}  // namespace

void SetStatsProvider(std::function<ClientStats()> provider) {
  Provider() = std::move(provider);
  kedang_stats_install();
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_stats_ask() {
  const kedang::ClientStats stats = kedang::Provider()();
  kedang_stats_answer(stats.records, stats.pending, stats.conflicts, static_cast<double>(kedang::FrameCount()),
                      stats.search_ms, stats.found, stats.load_ms, stats.is_current ? 1 : 0, stats.version.data(), stats.version.size());
}

}  // extern "C"
