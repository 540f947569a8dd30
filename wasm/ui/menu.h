// A menu below its button or at the pointer: items with icon, shortcut, reason; dividers; danger.
// On phones it is a sheet from the bottom.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"

namespace kedang::ui {

struct MenuItem {
  std::string_view label = {};
  Icon icon = Icon::kNone;
  std::string_view shortcut = {};  // at the right; a reason when disabled
  std::string_view reason = {};
  bool is_enabled = true;
  bool is_chosen = false;          // accent tick at the right
  bool is_danger = false;
  bool starts_group = false;       // a divider above
};

// Draws the menu when the layer `id` is open; returns the index pressed this frame, or -1. Arrows,
// Home, End and Enter work; pressing closes it.
int Menu(Id id, Rect anchor, std::span<const MenuItem> items, bool is_aligned_right = false);

// A button that opens a menu, or a context menu: OpenLayer(id) and then Menu(id, …) every frame.
Rect PointerAnchor();  // an anchor where the pointer was when the layer opened

// Items of a layer of one's own: 32 high, padding 8. Returns true when pressed.
bool MenuRow(Rect rect, const MenuItem& item, bool is_highlighted, Pose pose = Pose::kLive);

}  // namespace kedang::ui
