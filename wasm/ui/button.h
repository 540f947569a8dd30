// Buttons: primary, default, plain, link, danger; normal or small; with icon, only an icon, running.
#pragma once

#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/state.h"

namespace kedang::ui {

enum class ButtonKind : uint8_t { kDefault, kPrimary, kPlain, kLink, kDanger };

struct ButtonOptions {
  std::string_view label = {};        // shown, and the name in the mirror
  ButtonKind kind = ButtonKind::kDefault;
  Icon icon = Icon::kNone;       // before the label
  Icon trailing = Icon::kNone;   // after it: a chevron
  std::string_view id = {};      // when labels repeat or change; else the label is the id
  bool is_icon_only = false;     // square; the label is tooltip and name
  bool is_small = false;         // 28 high, text 12
  bool is_chosen = false;        // selected fill: an active filter, an open menu
  bool is_running = false;       // turning icon; presses are ignored
  bool is_enabled = true;
  std::string_view reason = {};  // why disabled; a tooltip
  std::string_view tooltip = {}; // exact time, shortcut
  bool can_expand = false;       // opens a menu
  Pose pose = Pose::kLive;
};

// The natural width, and the height of the form factor, in device px.
float ButtonWidth(const ButtonOptions& options);
float ButtonHeight(const ButtonOptions& options);

// Draws the button into `rect` and returns whether it was pressed.
bool Button(Rect rect, const ButtonOptions& options);

// Cut the natural width off a bar (device px) and draw it there, centred; gap 8.
bool ButtonAtLeft(Rect& bar, const ButtonOptions& options);
bool ButtonAtRight(Rect& bar, const ButtonOptions& options);

// A square icon button without a border, 28 px (phone 44).
bool IconButton(Rect rect, Icon icon, std::string_view label, bool is_enabled = true);

// Words that act or lead elsewhere, in accent colour, underlined on hover; role link.
bool Link(Rect rect, std::string_view text, float size_css = 14, std::string_view id = {});
float LinkWidth(std::string_view text, float size_css = 14);

// A tall action of the phone's record page: icon 20 over a 12 px label, 56 high.
bool ActionButton(Rect rect, Icon icon, std::string_view label, bool is_primary, bool is_enabled = true);

}  // namespace kedang::ui
