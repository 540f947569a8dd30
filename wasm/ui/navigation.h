// The frame's navigation: rail items (desktop, tablet), the phone's bottom bar, top bar words.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

struct NavItem {
  std::string_view id = {};
  std::string_view label = {};
  Icon icon = Icon::kNone;
  int badge = 0;
  bool is_active = false;
};

inline constexpr float kRailWidthCss = 64;  // as narrow as it gets
inline constexpr float kRailStepCss = 56;  // from one item to the next
inline constexpr float kTopBarHeightCss = 52;
inline constexpr float kBottomBarHeightCss = 56;

// The rail with the product's mark at its top; `foot` items stand at the bottom. Returns the index
// pressed (foot items count on after `items`), or -1; the mark is -2.
int NavRail(Rect rect, std::string_view mark, std::span<const NavItem> items, std::span<const NavItem> foot);
// Wide enough for the longest word, up to 96 px: a word of navigation is never shortened.
float NavRailWidth(std::span<const NavItem> items, std::span<const NavItem> foot);

// The phone's bar with the new button in the middle. Returns the index, -1, or -2 for the new button.
int BottomBar(Rect rect, std::span<const NavItem> items, std::string_view new_label);

struct SyncWord {
  std::string_view text = {};               // 已同步, 待上传 7
  Meaning meaning = Meaning::kGood;
  Icon icon = Icon::kNone;             // none: a dot
  bool is_short = false;               // the sign alone; the words in the mirror and on hover
};

// The sync state of the top bar, role status named `name`; draws right-aligned and returns its width in
// `width`. Returns whether it was pressed.
bool SyncStatus(Rect rect, std::string_view name, const SyncWord& word, float& width);

// The phone's top bar: back or cancel at the left, title centred (or left and large), an action at the
// right. Returns -1 back, 1 action, 0 nothing.
struct PhoneBar {
  std::string_view title = {};
  std::string_view back = {};          // words, or empty for the chevron when has_back
  std::string_view action = {};        // words in accent
  Icon action_icon = Icon::kNone;
  std::string_view action_name = {};
  bool has_back = true;
  bool is_action_enabled = true;
};
int PhoneTopBar(Rect rect, const PhoneBar& bar);

// A bar of 44 px in bad tint that jumps to the first issue. Returns whether it was pressed.
bool IssueBar(Rect rect, std::string_view text, std::string_view action);

}  // namespace kedang::ui
