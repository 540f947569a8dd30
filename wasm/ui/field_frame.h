// What surrounds every field: label above, hint or issues below, and the look of its box.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

enum class IssueLevel : uint8_t { kNone, kInfo, kWarn, kBlock };

// One issue under a field: icon, words, and maybe a fix offered as a link.
struct FieldIssue {
  IssueLevel level = IssueLevel::kNone;
  std::string_view text = {};
  std::string_view fix = {};  // "改为 …3181"
};

struct FieldOptions {
  std::string_view label = {};       // above the box; empty: none (then `name` names it in the mirror)
  std::string_view name = {};
  std::string_view hint = {};        // below, when there is no issue
  std::string_view reason = {};      // why disabled or locked; below, secondary
  std::span<const FieldIssue> issues = {};
  bool is_required = false;
  bool is_enabled = true;
  bool is_read_only = false;
  bool is_plain = false;             // edited in place: text only until hovered or focused
  Pose pose = Pose::kLive;
};

struct FieldResult {
  bool was_changed = false;    // the text or value differs from the last frame
  bool was_committed = false;  // left by Tab, Enter or click elsewhere after a change
  bool was_cancelled = false;  // Esc: the value is what it was
  bool was_submitted = false;  // Enter (Ctrl+Enter in several lines)
  bool is_editing = false;
  int fix_pressed = -1;        // index of the issue whose fix was pressed
};

// The worst level among the issues.
IssueLevel WorstOf(std::span<const FieldIssue> issues);
ColorPair IssueColor(IssueLevel level);

// Height of label + box + hint or issues, for a box of `box_height` in `width`; device px.
float FieldHeight(const FieldOptions& options, float width, float box_height = 0);

// Draws label and what is below; returns the box between them and sets `fix_pressed`.
Rect FieldFrame(Rect rect, const FieldOptions& options, float box_height, FieldResult& result);

// Only the lines of hint or issues, in `rect` from its top. Returns their height.
float IssueLines(Rect rect, const FieldOptions& options, FieldResult& result);

// The box itself: fill and border of its state.
void FieldBox(Rect box, const FieldOptions& options, bool is_hovered, bool is_focused);

}  // namespace kedang::ui
