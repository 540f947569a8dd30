// Tabs over a divider, 40 high: word, count, icon; the active one with a 2 px accent line.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

struct Tab {
  std::string_view label = {};
  std::string_view count = {};
  Icon icon = Icon::kNone;
  bool is_enabled = true;
  Pose pose = Pose::kLive;
};

// Draws the tabs from the left of `rect`, the divider over its whole width; those that do not fit
// scroll sideways. Returns true when another was chosen; left and right arrows move.
bool Tabs(Rect rect, std::string_view name, std::span<const Tab> tabs, int& chosen);

}  // namespace kedang::ui
