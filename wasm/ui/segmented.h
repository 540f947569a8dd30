// A few alternatives side by side, one chosen: 周 月 季; 图 表; 看不到 打码 只读 可改.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

struct Segment {
  std::string_view label = {};
  Icon icon = Icon::kNone;
  std::string_view count = {};
  Meaning meaning = Meaning::kNeutral;  // colours the icon of the chosen one
  bool is_enabled = true;
};

struct SegmentedOptions {
  std::string_view name = {};        // in the mirror, and the id
  bool is_small = false;        // 28 high
  bool is_stretched = false;    // equal segments over the whole width
  Pose pose = Pose::kLive;
};

float SegmentedWidth(std::span<const Segment> segments, const SegmentedOptions& options);

// Returns true when another segment was chosen; arrows move within.
bool Segmented(Rect rect, std::span<const Segment> segments, int& chosen, const SegmentedOptions& options);

}  // namespace kedang::ui
