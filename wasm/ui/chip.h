// Chips: a filter or facet with a count, chosen ones with a cross; and the line that holds them.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

struct ChipOptions {
  std::string_view label = {};
  std::string_view count = {};
  std::string_view id = {};
  Icon icon = Icon::kNone;
  bool is_chosen = false;
  bool has_cross = false;      // shown while chosen
  bool has_chevron = false;    // opens a menu
  bool is_enabled = true;
  Pose pose = Pose::kLive;
};

struct ChipResult {
  bool was_pressed = false;
  bool cross_pressed = false;
};

float ChipWidth(const ChipOptions& options);
float ChipHeight();  // 28, phones 36

ChipResult Chip(Rect rect, const ChipOptions& options);
ChipResult ChipAtLeft(Rect& bar, const ChipOptions& options);  // cut off a bar; gap 8

// A 1 px line of 20 px between groups of chips, cut off the bar.
void ChipDivider(Rect& bar);

}  // namespace kedang::ui
