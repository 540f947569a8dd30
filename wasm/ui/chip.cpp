#include "wasm/ui/chip.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 10;
constexpr float kGapCss = 6;
constexpr float kIconCss = 12;

TextStyle StyleOf() { return IsPhone() ? kBody : kSmall; }

bool ShowsCross(const ChipOptions& options) { return options.has_cross && options.is_chosen; }

float ContentWidth(const ChipOptions& options) {
  float width = TextWidth(options.label, StyleOf());
  if (options.icon != Icon::kNone) width += Px(kIconCss + kGapCss);
  if (!options.count.empty()) width += Px(kGapCss) + TextWidth(options.count, StyleOf());
  if (ShowsCross(options) || options.has_chevron) width += Px(kGapCss + kIconCss);
  return std::ceil(width);
}

void DrawContent(Rect rect, const ChipOptions& options) {
  const Theme& t = CurrentTheme();
  Color color = options.is_chosen ? t.accent : t.text;
  Color count = options.is_chosen ? t.accent : t.secondary;
  if (!options.is_enabled) color = count = t.disabled;
  Rect rest = rect;
  if (options.icon != Icon::kNone) DrawIcon(CutLeft(rest, Px(kIconCss), Px(kGapCss)), options.icon, kIconCss, color);
  if (ShowsCross(options)) {
    DrawIcon(CutRight(rest, Px(kIconCss), Px(kGapCss)), Icon::kX, kIconCss, color);
  } else if (options.has_chevron) {
    DrawIcon(CutRight(rest, Px(kIconCss), Px(kGapCss)), Icon::kChevronDown, kIconCss, color);
  }
  if (!options.count.empty()) Text(CutRight(rest, TextWidth(options.count, StyleOf()), Px(kGapCss)), options.count, StyleOf(), count);
  Text(rest, options.label, StyleOf(), color);
}

}  // namespace

float ChipHeight() { return Px(IsPhone() ? 36 : 28); }

float ChipWidth(const ChipOptions& options) { return ContentWidth(options) + 2 * Px(IsPhone() ? 14 : kPaddingCss); }

ChipResult Chip(Rect rect, const ChipOptions& options) {
  rect = Snap(rect);
  const Theme& t = CurrentTheme();
  const ItemState state = Item(IdOf(options.id.empty() ? options.label : options.id), rect,
                               {.role = Role::kButton,
                                .label = options.label,
                                .value = options.count,
                                .checked = options.has_chevron ? Checked::kNone : options.is_chosen ? Checked::kOn : Checked::kOff,
                                .is_enabled = options.is_enabled,
                                .is_chosen = options.is_chosen,
                                .can_expand = options.has_chevron},
                               {.is_enabled = options.is_enabled, .pose = options.pose});
  Color fill = t.surface;
  if (state.is_hovered) fill = state.is_held ? t.pressed_fill : t.hover_fill;
  if (options.is_chosen) fill = t.selected_fill;
  if (!options.is_enabled) fill = t.background;
  FillBox(rect, fill, options.is_chosen ? t.accent : t.border, rect.h / 2, Line());
  const float padding = (rect.w - ContentWidth(options)) / 2;
  DrawContent(Inset(rect, std::max(std::round(padding), Px(8)), 0), options);
  if (state.has_ring) FocusRing(rect, rect.h / 2);
  ChipResult result;
  const bool is_on_cross = ShowsCross(options) && Pointer().x > rect.Right() - padding - Px(kIconCss + 4);
  result.cross_pressed = state.was_pressed && is_on_cross && !Ui().facts.is_touch;
  result.was_pressed = state.was_pressed && !result.cross_pressed;
  if (state.is_focused && ShowsCross(options) && ImGui::IsKeyPressed(ImGuiKey_Delete, false)) result.cross_pressed = true;
  return result;
}

ChipResult ChipAtLeft(Rect& bar, const ChipOptions& options) {
  return Chip(TakeLeft(bar, ChipWidth(options), ChipHeight(), Px(8)), options);
}

void ChipDivider(Rect& bar) {
  const Rect line = TakeLeft(bar, Line(), Px(20), Px(8));
  FillRect(line, CurrentTheme().border);
}

}  // namespace kedang::ui
