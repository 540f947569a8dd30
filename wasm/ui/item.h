// The ground every control stands on: an id, a rectangle, input and the accessibility mirror. Views
// use it for things of their own (a chart's bar, a card); everything else has a widget.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/platform/accessibility.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

using Id = uint32_t;

// Ids are made from names inside the scopes around them, so a name need only be unique there.
Id IdOf(std::string_view name);

// Everything inside has ids below `name` (or a row's number).
class IdScope {
 public:
  explicit IdScope(std::string_view name);
  explicit IdScope(uint64_t number);
  ~IdScope();
  IdScope(const IdScope&) = delete;
  IdScope& operator=(const IdScope&) = delete;
};

using Role = A11yRole;        // ARIA roles of the accessibility mirror
using Checked = A11yChecked;

// What the mirror says about an item.
struct Description {
  Role role = Role::kButton;
  std::string_view label = {};
  std::string_view value = {};
  std::string_view hint = {};     // describes: reason of being disabled, issue, help
  Checked checked = Checked::kNone;
  bool is_enabled = true;
  bool is_chosen = false;         // aria-selected / aria-current
  bool is_expanded = false;
  bool can_expand = false;
  bool is_invalid = false;
  bool is_required = false;
  bool is_read_only = false;
  bool is_busy = false;
  int level = 0;                  // heading level; 0: none
  int row = -1, column = -1;      // place in a grid, from 0
  int row_count = -1, column_count = -1;
  int position = -1, set_size = -1;  // place in a list, from 0
  float progress = -1;            // 0 … 1; below 0: none
  bool is_editable = false, is_multi_line = false, is_secret = false;  // text fields
};

struct ItemOptions {
  bool is_enabled = true;
  bool can_focus = true;      // reached by Tab
  bool on_press = false;      // acts when the button goes down (text fields, drag handles)
  bool is_draggable = false;  // touch does not pan from here
  bool is_mirrored = true;    // false: for the pointer only, like a column's edge
  bool can_overlap = false;   // later items may lie on it: rows, cards
  Pose pose = Pose::kLive;
};

// Puts an item there: input, focus and mirror in one. Hidden items cost nothing.
ItemState Item(Id id, Rect rect, const Description& description, const ItemOptions& options = {});

// Only mirrors: text, headings, rows, groups. Everything until EndMirror is inside it.
void Mirror(Id id, Rect rect, const Description& description);
void MirrorFocusable(Id id, Rect rect, const Description& description);  // its input is handled elsewhere
void BeginMirror(Id id, Rect rect, const Description& description);
void EndMirror();
// Everything until EndMirror is inside what has this id already: an item, or a part begun and ended before.
void EnterMirror(Id id);

// The keyboard focus moves there at the next frame.
void FocusItem(Id id);
bool HasFocus(Id id);

// The ring around an item that has the focus by keyboard: 2 px, 2 px outside.
void FocusRing(Rect rect, float radius);
void FocusRing(Rect rect, float radius, uint32_t color);

}  // namespace kedang::ui
