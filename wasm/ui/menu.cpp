#include "wasm/ui/menu.h"

#include <algorithm>
#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 4;
constexpr float kGroupGapCss = 9;   // 4 above and below a line
constexpr float kLeastWidthCss = 160;

std::string_view RightOf(const MenuItem& item) { return item.is_enabled || item.reason.empty() ? item.shortcut : item.reason; }

float WidthOf(std::span<const MenuItem> items) {
  float width = Px(kLeastWidthCss);
  for (const MenuItem& item : items) {
    float needed = Px(8 + 16 + 8 + 8) + TextWidth(item.label, FieldText());
    if (!RightOf(item).empty()) needed += Px(24) + TextWidth(RightOf(item), kSmall);
    if (item.is_chosen) needed += Px(24);
    width = std::max(width, needed);
  }
  return std::ceil(width) + 2 * Px(kPaddingCss);
}

float HeightOf(std::span<const MenuItem> items) {
  float height = 2 * Px(kPaddingCss);
  for (size_t i = 0; i < items.size(); ++i) {
    height += Px(Metrics().menu_item) + (items[i].starts_group && i > 0 ? Px(kGroupGapCss) : 0);
  }
  return height;
}

// Up, down, Home and End move over the items that can be chosen.
int StepFrom(int at, int step, std::span<const MenuItem> items) {
  const int count = static_cast<int>(items.size());
  for (int i = 1; i <= count; ++i) {
    const int next = ((at + step * i) % count + count) % count;
    if (items[static_cast<size_t>(next)].is_enabled) return next;
  }
  return at;
}

int MovedCursor(int cursor, std::span<const MenuItem> items) {
  const int count = static_cast<int>(items.size());
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) return StepFrom(cursor, 1, items);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) return StepFrom(cursor < 0 ? count : cursor, -1, items);
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) return StepFrom(-1, 1, items);
  if (ImGui::IsKeyPressed(ImGuiKey_End)) return StepFrom(count, -1, items);
  return cursor;
}

void DrawRow(Rect rect, const MenuItem& item, bool is_highlighted, bool is_pressed) {
  const Theme& t = CurrentTheme();
  if (item.is_chosen) FillRect(rect, t.selected_fill, Px(6));
  if (is_highlighted && item.is_enabled) FillRect(rect, is_pressed ? t.pressed_fill : t.raised_hover, Px(6));
  Color color = item.is_danger ? t.bad.text : t.text;
  if (!item.is_enabled) color = t.disabled;
  Rect rest = Inset(rect, Px(8), 0);
  if (item.icon != Icon::kNone) {
    const Color icon = item.is_danger || !item.is_enabled ? color : t.secondary;
    DrawIcon(CutLeft(rest, Px(16), Px(8)), item.icon, 16, icon);
  }
  if (item.is_chosen) DrawIcon(CutRight(rest, Px(16), Px(8)), Icon::kCheck, 16, t.accent);
  if (!RightOf(item).empty()) {
    Text(CutRight(rest, TextWidth(RightOf(item), kSmall), Px(8)), RightOf(item), kSmall, t.secondary);
  }
  Text(rest, item.label, FieldText(), color);
}

}  // namespace

bool MenuRow(Rect rect, const MenuItem& item, bool is_highlighted, Pose pose) {
  const ItemState state = Item(IdOf(item.label), rect,
                               {.role = Role::kMenuItem,
                                .label = item.label,
                                .hint = item.reason,
                                .checked = item.is_chosen ? Checked::kOn : Checked::kNone,
                                .is_enabled = item.is_enabled},
                               {.is_enabled = item.is_enabled, .pose = pose});
  DrawRow(rect, item, is_highlighted || state.is_hovered, state.is_held);
  if (state.has_ring) StrokeRect(rect, CurrentTheme().accent, Px(6), Line(2));
  return state.was_pressed;
}

int Menu(Id id, Rect anchor, std::span<const MenuItem> items, bool is_aligned_right) {
  Rect content;
  const LayerOptions options = {.anchor = anchor, .width = WidthOf(items), .height = HeightOf(items),
                                .is_aligned_right = is_aligned_right, .takes_focus = true,
                                .description = {.role = Role::kMenu, .label = items.empty() ? std::string_view() : items.front().label}};
  if (!BeginSheet(id, options, content)) return -1;
  Rect rest = content;
  BeginScroll("menu", content, HeightOf(items), rest);
  rest = Inset(rest, Px(kPaddingCss), Px(kPaddingCss));
  int focused = -1;
  int pressed = -1;
  for (size_t i = 0; i < items.size(); ++i) {
    IdScope scope(static_cast<uint64_t>(i));
    if (items[i].starts_group && i > 0) {
      const Rect gap = CutTop(rest, Px(kGroupGapCss));
      FillRect({gap.x, std::round(gap.MidY()), gap.w, Line()}, CurrentTheme().divider);
    }
    const Rect row = CutTop(rest, Px(Metrics().menu_item));
    if (HasFocus(IdOf(items[i].label))) focused = static_cast<int>(i);
    if (MenuRow(row, items[i], false)) pressed = static_cast<int>(i);
  }
  const int moved = MovedCursor(focused, items);
  if (moved != focused) {
    IdScope scope(static_cast<uint64_t>(moved));
    FocusItem(IdOf(items[static_cast<size_t>(moved)].label));
  }
  EndScroll();
  EndLayer();
  if (pressed >= 0) CloseLayer(id);
  return pressed;
}

Rect PointerAnchor() {
  const UiState& ui = Ui();
  const Vec2 place = ui.layers.empty() ? Pointer() : ui.layers.back().pointer;
  return {place.x, place.y, 1, 1};
}

}  // namespace kedang::ui
