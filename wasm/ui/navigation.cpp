#include "wasm/ui/navigation.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"
#include "wasm/ui/tooltip.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kItemCss = kRailStepCss - 4;

bool RailItem(Rect rect, const NavItem& item) {
  const Theme& t = CurrentTheme();
  const ItemState state = Item(IdOf(item.id), rect,
                               {.role = Role::kLink, .label = item.label, .value = item.badge > 0 ? GroupedNumber(item.badge) : std::string(),
                                .is_chosen = item.is_active});
  if (item.is_active) {
    FillRect(rect, t.selected_fill, Px(6));
  } else if (state.is_hovered) {
    FillRect(rect, state.is_held ? t.pressed_fill : t.hover_fill, Px(6));
  }
  const Color color = item.is_active ? t.accent : t.secondary;
  const Rect icon = {rect.x, rect.y + Px(6), rect.w, Px(20)};
  DrawIcon(icon, item.icon, 20, color);
  Text({rect.x - Px(4), rect.y + Px(28), rect.w + Px(8), Px(18)}, item.label, {.style = item.is_active ? kSmallBold : kSmall, .color = color,
                                                             .align = Align::kCenter});
  if (item.badge > 0) CountBadge({icon.MidX() + Px(14), icon.y + Px(2)}, item.badge);
  if (state.has_ring) FocusRing(Inset(rect, Px(3)), Px(4));
  return state.was_pressed;
}

bool BottomItem(Rect rect, const NavItem& item) {
  const Theme& t = CurrentTheme();
  const ItemState state = Item(IdOf(item.id), rect, {.role = Role::kLink, .label = item.label, .is_chosen = item.is_active});
  const Color color = item.is_active ? t.accent : t.secondary;
  const Rect icon = {rect.x, rect.y + Px(6), rect.w, Px(24)};
  DrawIcon(icon, item.icon, 24, color);
  Text({rect.x, rect.y + Px(32), rect.w, Px(18)}, item.label, {.style = item.is_active ? kSmallBold : kSmall, .color = color,
                                                              .align = Align::kCenter});
  if (item.badge > 0) CountBadge({icon.MidX() + Px(12), icon.y + Px(4)}, item.badge);
  if (state.has_ring) FocusRing(Inset(rect, Px(4)), Px(6));
  return state.was_pressed;
}

bool NewButton(Rect rect, std::string_view label) {
  const Theme& t = CurrentTheme();
  const Rect box = CenterIn(rect, Px(48), Px(40));
  const ItemState state = Item(IdOf("new"), box, {.role = Role::kButton, .label = label});
  FillRect(box, state.is_held ? t.accent_pressed : t.accent, Px(10));
  DrawIcon(box, Icon::kPlus, 20, t.on_accent);
  if (state.has_ring) FocusRing(box, Px(10));
  return state.was_pressed;
}

}  // namespace

float NavRailWidth(std::span<const NavItem> items, std::span<const NavItem> foot) {
  float widest = 0;
  for (const std::span<const NavItem> some : {items, foot}) {
    for (const NavItem& item : some) widest = std::max(widest, TextWidth(item.label, kSmallBold));
  }
  return std::ceil(std::clamp(widest + Px(6), Px(kRailWidthCss), Px(96)));
}

int NavRail(Rect rect, std::string_view mark, std::span<const NavItem> items, std::span<const NavItem> foot) {
  const Theme& t = CurrentTheme();
  IdScope scope("rail");
  FillRect(rect, t.surface);
  LineAtRight(rect, t.border);
  BeginMirror(IdOf("rail"), rect, {.role = Role::kNavigation, .label = T("nav.main")});
  Rect rest = {rect.x, rect.y, rect.w - Line(), rect.h};
  const float width = rect.w - Px(kRailWidthCss - kItemCss);
  int pressed = -1;
  const Rect mark_box = CenterIn(CutTop(rest, Px(kTopBarHeightCss), Px(4)), Px(36), Px(36));
  const ItemState mark_state = Item(IdOf("mark"), mark_box, {.role = Role::kLink, .label = T("app.name")});
  FillRect(mark_box, t.accent, Px(10));
  Text(mark_box, mark, kTitle, t.on_accent, Align::kCenter);
  if (mark_state.has_ring) FocusRing(mark_box, Px(10));
  if (mark_state.was_pressed) pressed = -2;
  for (size_t i = 0; i < items.size(); ++i) {
    if (RailItem(CenterIn(CutTop(rest, Px(kItemCss), Px(4)), width, Px(kItemCss)), items[i])) pressed = static_cast<int>(i);
  }
  CutBottom(rest, Px(8));
  rest = CutBottom(rest, static_cast<float>(foot.size()) * Px(kItemCss + 4) - Px(4));
  for (size_t i = 0; i < foot.size(); ++i) {
    const Rect place = CenterIn(CutTop(rest, Px(kItemCss), Px(4)), width, Px(kItemCss));
    if (RailItem(place, foot[i])) pressed = static_cast<int>(items.size() + i);
  }
  EndMirror();
  return pressed;
}

int BottomBar(Rect rect, std::span<const NavItem> items, std::string_view new_label) {
  const Theme& t = CurrentTheme();
  IdScope scope("bottom bar");
  FillRect({rect.x, rect.y, rect.w, Facts().height - rect.y}, t.surface);
  LineAtTop(rect, t.border);
  ReserveFoot(rect);
  BeginMirror(IdOf("bar"), rect, {.role = Role::kNavigation, .label = T("nav.main")});
  const std::vector<Rect> places = Columns(rect, static_cast<int>(items.size()) + 1, 0);
  const size_t middle = (items.size() + 1) / 2;
  int pressed = -1;
  for (size_t i = 0; i < places.size(); ++i) {
    if (i == middle) {
      if (NewButton(places[i], new_label)) pressed = -2;
      continue;
    }
    const size_t index = i < middle ? i : i - 1;
    if (BottomItem(places[i], items[index])) pressed = static_cast<int>(index);
  }
  EndMirror();
  return pressed;
}

bool SyncStatus(Rect rect, std::string_view name, const SyncWord& word, float& width) {
  const Theme& t = CurrentTheme();
  const float sign = word.icon == Icon::kNone ? Px(8) : Px(16);
  width = word.is_short ? Px(44) : sign + Px(8) + TextWidth(word.text, kBody) + Px(16);
  Rect rest = TakeRight(rect, width, Px(32));
  const Rect target = rest;
  const Id id = IdOf(name);
  const ItemState state = Item(id, target, {.role = Role::kStatus, .label = name, .value = word.text});
  if (state.is_hovered) FillRect(target, t.hover_fill, Px(6));
  if (state.has_ring) FocusRing(target, Px(6));
  rest = word.is_short ? CenterIn(rest, sign, rest.h) : Inset(rest, Px(8), 0);
  const bool is_calm = word.meaning == Meaning::kGood || word.meaning == Meaning::kNeutral;
  const Color color = is_calm ? t.text : MeaningColor(word.meaning).text;
  const Rect place = CutLeft(rest, sign, Px(8));
  if (word.icon == Icon::kNone) {
    StatusDot(place, word.meaning);
  } else {
    DrawIcon(place, word.icon, 16, is_calm ? t.secondary : color);
  }
  if (!word.is_short) Text(rest, word.text, kBody, color);
  return state.was_pressed;
}

int PhoneTopBar(Rect rect, const PhoneBar& bar) {
  const Theme& t = CurrentTheme();
  IdScope scope("top bar");
  Rect rest = Inset(rect, Px(4), 0);
  int pressed = 0;
  if (!bar.back.empty()) {
    if (Link(Inset(CutLeft(rest, LinkWidth(bar.back, 16) + Px(24)), Px(12), 0), bar.back, 16)) pressed = -1;
  } else if (bar.has_back) {
    if (IconButton(TakeLeft(rest, Px(44), Px(44)), Icon::kChevronLeft, T("common.back"))) pressed = -1;
  }
  if (!bar.action.empty()) {
    const ButtonOptions button = {.label = bar.action, .kind = ButtonKind::kPlain, .is_enabled = bar.is_action_enabled};
    const float width = TextWidth(bar.action, kLargeBold) + Px(24);
    const Rect place = TakeRight(rest, width, Px(44));
    const ItemState state = Item(IdOf(bar.action), place, {.role = Role::kButton, .label = bar.action, .is_enabled = button.is_enabled},
                                 {.is_enabled = button.is_enabled});
    Text(place, bar.action, kLargeBold, button.is_enabled ? t.accent : t.disabled, Align::kCenter);
    if (state.has_ring) FocusRing(Inset(place, Px(4)), Px(6));
    if (state.was_pressed) pressed = 1;
  } else if (bar.action_icon != Icon::kNone) {
    if (IconButton(TakeRight(rest, Px(44), Px(44)), bar.action_icon, bar.action_name)) pressed = 1;
  }
  const float half = std::min(rect.MidX() - rest.x, rest.Right() - rect.MidX());
  const Rect title = {rect.MidX() - half, rect.y, 2 * half, rect.h};
  Mirror(IdOf("title"), title, {.role = Role::kHeading, .label = bar.title, .level = 1});
  Text(title, bar.title, kTitle, t.text, Align::kCenter);
  return pressed;
}

bool IssueBar(Rect rect, std::string_view text, std::string_view action) {
  const Theme& t = CurrentTheme();
  const ItemState state = Item(IdOf("issue bar"), rect, {.role = Role::kButton, .label = action, .hint = text});
  FillRect(rect, t.bad.tint);
  Rect rest = Inset(rect, Px(16), 0);
  DrawIcon(CutLeft(rest, Px(16), Px(8)), Icon::kCircleAlert, 16, t.bad.text);
  DrawIcon(CutRight(rest, Px(16), Px(4)), Icon::kChevronDown, 16, t.bad.text);
  Text(CutRight(rest, TextWidth(action, kBodyBold), Px(8)), action, kBodyBold, t.bad.text);
  Text(rest, text, kBody, t.bad.text);
  if (state.has_ring) FocusRing(Inset(rect, Px(5)), Px(4), t.bad.text);
  return state.was_pressed;
}

}  // namespace kedang::ui
