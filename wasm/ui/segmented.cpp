#include "wasm/ui/segmented.h"

#include <algorithm>
#include <string>
#include <vector>

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 10;
constexpr float kIconCss = 12;

float ItemWidth(const Segment& segment) {
  float width = TextWidth(segment.label, kSmallBold) + 2 * Px(kPaddingCss);
  if (segment.icon != Icon::kNone) width += Px(kIconCss + 4);
  if (!segment.count.empty()) width += Px(4) + TextWidth(segment.count, kSmallBold);
  return std::ceil(width);
}

void DrawItem(Rect rect, const Segment& segment, const ItemState& state, bool is_chosen) {
  const Theme& t = CurrentTheme();
  if (is_chosen) FillBox(rect, t.is_dark ? t.pressed_fill : t.surface, t.border, Px(5), Line());
  Color color = is_chosen || state.is_hovered ? t.text : t.secondary;
  if (!segment.is_enabled) color = t.disabled;
  const TextStyle style = is_chosen ? kSmallBold : kSmall;
  float width = TextWidth(segment.label, style);
  if (segment.icon != Icon::kNone) width += Px(kIconCss + 4);
  if (!segment.count.empty()) width += Px(4) + TextWidth(segment.count, style);
  Rect rest = CenterIn(rect, std::min(width, rect.w), rect.h);
  if (segment.icon != Icon::kNone) {
    const bool has_meaning = is_chosen && segment.meaning != Meaning::kNeutral;
    DrawIcon(CutLeft(rest, Px(kIconCss), Px(4)), segment.icon, kIconCss, has_meaning ? MeaningColor(segment.meaning).text : color);
  }
  if (!segment.count.empty()) Text(CutRight(rest, TextWidth(segment.count, style)), segment.count, style, color);
  Text(rest, segment.label, style, color);
}

// Left and right move the choice while the control has the focus.
int Moved(int chosen, std::span<const Segment> segments) {
  const int step = (ImGui::IsKeyPressed(ImGuiKey_RightArrow) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_LeftArrow) ? 1 : 0);
  const int next = chosen + step;
  const bool can_move = step != 0 && next >= 0 && next < static_cast<int>(segments.size());
  return can_move && segments[static_cast<size_t>(next)].is_enabled ? next : chosen;
}

}  // namespace

float SegmentedWidth(std::span<const Segment> segments, const SegmentedOptions&) {
  float width = 2 * Px(2);
  for (const Segment& segment : segments) width += ItemWidth(segment);
  return width;
}

bool Segmented(Rect rect, std::span<const Segment> segments, int& chosen, const SegmentedOptions& options) {
  const Theme& t = CurrentTheme();
  IdScope scope(options.name);
  rect = Snap(rect);
  if (!options.is_stretched) rect.w = std::min(rect.w, SegmentedWidth(segments, options));
  FillBox(rect, t.background, t.border, Px(6), Line());
  BeginMirror(IdOf("group"), rect, {.role = Role::kGroup, .label = options.name});
  Rect rest = Inset(rect, Px(2));
  const float equal = segments.empty() ? 0 : rest.w / static_cast<float>(segments.size());
  int pressed = -1;
  for (size_t i = 0; i < segments.size(); ++i) {
    const int index = static_cast<int>(i);
    const Rect place = Snap(CutLeft(rest, options.is_stretched ? equal : ItemWidth(segments[i])));
    const ItemState state = Item(IdOf(std::to_string(i)), place,
                                 {.role = Role::kRadio,
                                  .label = segments[i].label,
                                  .checked = index == chosen ? Checked::kOn : Checked::kOff,
                                  .is_enabled = segments[i].is_enabled},
                                 {.is_enabled = segments[i].is_enabled, .pose = options.pose});
    DrawItem(place, segments[i], state, index == chosen);
    if (state.has_ring) FocusRing(place, Px(5));
    if (state.was_pressed) pressed = index;
    if (state.is_focused && pressed < 0 && options.pose == Pose::kLive) {
      const int moved = Moved(chosen, segments);
      if (moved != chosen) FocusItem(IdOf(std::to_string(moved)));
      pressed = moved;
    }
  }
  EndMirror();
  if (pressed < 0 || pressed == chosen) return false;
  chosen = pressed;
  return true;
}

}  // namespace kedang::ui
