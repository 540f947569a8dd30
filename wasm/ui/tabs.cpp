#include "wasm/ui/tabs.h"

#include <algorithm>
#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kGapCss = 20;
constexpr float kIconCss = 14;

float WidthOf(const Tab& tab) {
  float width = TextWidth(tab.label, kBodyBold);
  if (tab.icon != Icon::kNone) width += Px(kIconCss + 4);
  if (!tab.count.empty()) width += Px(4) + TextWidth(tab.count, kSmall);
  return std::ceil(width);
}

void DrawTab(Rect rect, const Tab& tab, const ItemState& state, bool is_active) {
  const Theme& t = CurrentTheme();
  Color color = is_active ? t.accent : state.is_hovered ? t.text : t.secondary;
  if (!tab.is_enabled) color = t.disabled;
  Rect rest = rect;
  if (tab.icon != Icon::kNone) DrawIcon(CutLeft(rest, Px(kIconCss), Px(4)), tab.icon, kIconCss, color);
  const TextStyle style = is_active ? kBodyBold : kBody;
  CutLeft(rest, Text(rest, tab.label, style, color), Px(4));
  if (!tab.count.empty()) {
    // Numbers share the baseline of the word beside them.
    const float baseline = BaselineOf(rect.y, rect.h, kBody.size);
    DrawRun(rest.x, baseline, tab.count, is_active ? kSmallBold : kSmall, is_active ? t.accent : t.secondary);
  }
  if (is_active) FillRect({rect.x, rect.Bottom() - Px(2), rect.w, Px(2)}, t.accent);
}

int Step() {
  return (ImGui::IsKeyPressed(ImGuiKey_RightArrow) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_LeftArrow) ? 1 : 0);
}

}  // namespace

bool Tabs(Rect rect, std::string_view name, std::span<const Tab> tabs, int& chosen) {
  IdScope scope(name);
  LineAtBottom(rect, CurrentTheme().divider);
  BeginMirror(IdOf("tabs"), rect, {.role = Role::kTabList, .label = name});
  float total = -Px(kGapCss);
  for (const Tab& tab : tabs) total += WidthOf(tab) + Px(kGapCss);
  // When they do not all fit, the chosen one is kept in sight.
  float shift = 0;
  if (total > rect.w) {
    float before = 0;
    for (int i = 0; i < chosen && i < static_cast<int>(tabs.size()); ++i) before += WidthOf(tabs[static_cast<size_t>(i)]) + Px(kGapCss);
    shift = std::clamp(before - rect.w / 3, 0.0f, total - rect.w);
  }
  PushClip({rect.x - Px(4), rect.y, rect.w + Px(8), rect.h});
  float x = rect.x - shift;
  int pressed = chosen;
  for (size_t i = 0; i < tabs.size(); ++i) {
    const int index = static_cast<int>(i);
    const Rect place = {std::round(x), rect.y, WidthOf(tabs[i]), rect.h};
    x += place.w + Px(kGapCss);
    const ItemState state = Item(IdOf(std::to_string(i)), Inset(place, -Px(4), 0),
                                 {.role = Role::kTab,
                                  .label = tabs[i].label,
                                  .value = tabs[i].count,
                                  .is_enabled = tabs[i].is_enabled,
                                  .is_chosen = index == chosen},
                                 {.is_enabled = tabs[i].is_enabled, .pose = tabs[i].pose});
    DrawTab(place, tabs[i], state, index == chosen);
    if (state.has_ring) FocusRing(Inset(place, 0, Px(6)), Px(4));
    if (state.was_pressed) pressed = index;
    if (state.is_focused && tabs[i].pose == Pose::kLive && Step() != 0) {
      pressed = std::clamp(index + Step(), 0, static_cast<int>(tabs.size()) - 1);
      FocusItem(IdOf(std::to_string(pressed)));
    }
  }
  PopClip();
  EndMirror();
  const bool was_changed = pressed != chosen && tabs[static_cast<size_t>(pressed)].is_enabled;
  if (was_changed) chosen = pressed;
  return was_changed;
}

}  // namespace kedang::ui
