// The accessibility mirror: each frame's widgets as a tree of invisible DOM elements with ARIA roles, laid
// over the canvas at the widgets' places. Screen readers and tests read and press it; real pointers go
// through to the canvas. Between A11yBegin and A11yEnd, report every widget as it is drawn, parents before
// children, in reading order. What the mirror was asked comes back by NextA11yAction or the Take functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kedang {

enum class A11yRole : uint8_t {
  kButton, kTextBox, kSearchBox, kComboBox, kListBox, kOption, kCheckBox, kRadio, kSwitch, kTab, kTabList,
  kGrid, kRow, kCell, kColumnHeader, kDialog, kAlert, kStatus, kProgressBar, kLink, kMenu, kMenuItem,
  kHeading, kText, kImage, kGroup, kList, kListItem, kNavigation, kMain, kForm,
};

enum class A11yChecked : uint8_t { kNone, kOff, kOn, kMixed };

struct A11yNode {
  uint32_t id = 0;                  // stable between frames, unique in one; not 0
  uint32_t parent = 0;              // a node reported before; 0: the page
  A11yRole role = A11yRole::kText;
  std::string_view label;           // the accessible name: the visible text
  std::string_view value;           // what a field or status holds
  std::string_view description;     // help, issue, reason of being disabled
  float left = 0, top = 0, width = 0, height = 0;  // CSS px
  A11yChecked checked = A11yChecked::kNone;
  bool is_disabled = false;
  bool is_selected = false;         // option, tab, row, cell; current for links; pressed for buttons
  bool can_expand = false, is_expanded = false;
  bool is_invalid = false, is_required = false, is_read_only = false, is_busy = false;
  bool is_focused = false;
  bool can_focus = false;
  bool is_editable = false;         // a text field: the mirror's element can be typed in; for comboboxes
  bool is_multi_line = false;
  bool is_secret = false;           // a password field: no value is mirrored
  int level = 0;                    // heading level
  int row = -1, column = -1;        // place in the grid, from 0
  int row_count = -1, column_count = -1;
  int position = -1, set_size = -1; // place in a list, position from 0
  float progress = -1;              // 0 … 1
};

void A11yBegin();
void A11yReport(const A11yNode& node);
void A11yEnd();

// Shows what was reported last at once; otherwise the mirror follows quick changes a few times a second.
void FlushA11y();

// What somebody did to the mirror without a pointer or key reaching the canvas.
struct A11yAction {
  enum class Kind : uint8_t { kActivate, kFocus, kSetValue };
  Kind kind = Kind::kActivate;
  uint32_t id = 0;
  std::string value;                // of kSetValue: the whole new text
};

// Takes the oldest action; false when there is none. An action nobody takes is dropped after 8 frames.
[[nodiscard]] bool NextA11yAction(A11yAction* action);

// Take the oldest action of that kind for that widget; false when there is none.
[[nodiscard]] bool TakeActivation(uint32_t id);
[[nodiscard]] bool TakeFocus(uint32_t id);
[[nodiscard]] bool TakeValue(uint32_t id, std::string* value);

enum class Urgency : uint8_t { kPolite, kAssertive };

// Says something through aria-live.
void Announce(std::string_view text, Urgency urgency = Urgency::kPolite);

}  // namespace kedang
