// How a control is shown and what became of it: shared by all widgets.
#pragma once

#include <cstdint>
#include <string_view>

namespace kedang::ui {

// A control drawn in a fixed state and without input, for the component gallery only.
enum class Pose : uint8_t { kLive, kDefault, kHover, kPressed, kFocus };

// What the mouse, touch or keyboard did with an item this frame.
struct ItemState {
  bool is_hovered = false;
  bool is_held = false;     // pressed and not yet let go
  bool is_focused = false;  // has the keyboard focus, however it came
  bool has_ring = false;    // has it by keyboard: the ring is drawn
  bool was_pressed = false; // click, tap, Enter or Space completed
  bool was_right_clicked = false;
  bool was_long_pressed = false;  // touch: half a second without moving
};

}  // namespace kedang::ui
