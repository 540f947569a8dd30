#include "wasm/platform/tabs.h"

#include <cstddef>
#include <utility>

#include <emscripten.h>

extern "C" {
void kedang_tabs_join();
void kedang_tabs_tell(const uint8_t* message, size_t size);
}

namespace kedang {
namespace {

struct TabState {
  TabHandlers handlers;
  bool is_leader = false;
};

TabState& State() {
  static TabState state;
  return state;
}

}  // namespace

void JoinTabs(TabHandlers handlers) {
  State().handlers = std::move(handlers);
  kedang_tabs_join();
}

bool IsLeaderTab() { return State().is_leader; }

void TellTabs(ByteSpan message) { kedang_tabs_tell(message.data(), message.size()); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_tabs_lead() {
  kedang::TabState& state = kedang::State();
  if (state.is_leader) return;
  state.is_leader = true;
  if (state.handlers.became_leader) state.handlers.became_leader();
}

EMSCRIPTEN_KEEPALIVE void kedang_tabs_message(const uint8_t* message, size_t size) {
  if (kedang::State().handlers.message) kedang::State().handlers.message(kedang::ByteSpan(message, size));
}

}  // extern "C"
