#include "wasm/ui/check_box.h"

#include <array>

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/tooltip.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kBoxCss = 16;
constexpr float kSwitchWidthCss = 36;
constexpr float kSwitchHeightCss = 20;
constexpr float kLabelGapCss = 8;

struct Pressable {
  Rect mark;
  ItemState state;
};

float NaturalWidth(const CheckOptions& options, float mark_css) {
  const float label = options.label.empty() ? 0 : Px(kLabelGapCss) + TextWidth(options.label, FieldText());
  return Px(mark_css) + label;
}

// Mark and label pressed as one; draws the label.
Pressable Press(Rect rect, const CheckOptions& options, Role role, Checked checked, float width_css, float height_css) {
  const Rect mark = {std::round(rect.x), std::round(rect.MidY() - Px(height_css) / 2), Px(width_css), Px(height_css)};
  const float width = std::min(NaturalWidth(options, width_css), std::max(rect.w, Px(width_css)));
  // The target reaches over the mark as far as the row allows, so that a finger finds it.
  const float reach = std::min(Px(6), std::max((rect.h - mark.h) / 2, 0.0f));
  const Rect target = {mark.x - Px(4), mark.y - reach, width + Px(8), mark.h + 2 * reach};
  const std::string_view name = options.name.empty() ? options.label : options.name;
  const ItemState state = Item(IdOf(options.id.empty() ? name : options.id), target,
                               {.role = role,
                                .label = name,
                                .hint = options.reason,
                                .checked = checked,
                                .is_enabled = options.is_enabled},
                               {.is_enabled = options.is_enabled, .pose = options.pose});
  if (!options.label.empty()) {
    const Theme& t = CurrentTheme();
    Text({mark.Right() + Px(kLabelGapCss), rect.y, width - Px(width_css + kLabelGapCss), rect.h}, options.label,
         FieldText(), options.is_enabled ? t.text : t.disabled);
  }
  if (options.pose == Pose::kLive && !options.is_enabled) Tooltip(target, options.reason, state);
  return {mark, state};
}

// A tick or a bar of 12 px with a stroke of 2.5 in a 24-unit grid.
void DrawTick(Rect box, Color color, bool is_mixed) {
  const float unit = Px(12) / 24;
  const Vec2 origin = {box.MidX() - 12 * unit, box.MidY() - 12 * unit};
  const float width = PxExact(1.75f);
  const auto at = [&](float x, float y) { return Vec2{origin.x + x * unit, origin.y + y * unit}; };
  if (is_mixed) {
    const float height = Px(2);
    FillRect({at(4, 0).x, std::round(box.MidY() - height / 2), 16 * unit, height}, color, height / 2);
    return;
  }
  const std::array<Vec2, 3> points = {at(3.5f, 12.5f), at(9, 18), at(20.5f, 6.5f)};
  DrawPolyline(points, color, width);
  FillCircle(points.front(), width / 2, color);
  FillCircle(points.back(), width / 2, color);
}

}  // namespace

float CheckWidth(const CheckOptions& options) { return NaturalWidth(options, kBoxCss); }

float SwitchWidth(const CheckOptions& options) { return NaturalWidth(options, kSwitchWidthCss); }

void CheckSign(Rect box, const SignState& state) {
  const Theme& t = CurrentTheme();
  const float radius = Px(4);
  const bool is_filled = state.is_on || state.is_mixed;
  if (!state.is_enabled) {
    FillBox(box, t.background, t.border, radius, Line());
    if (is_filled) DrawTick(box, t.disabled, state.is_mixed);
  } else if (is_filled) {
    FillRect(box, state.is_hovered ? t.accent_hover : t.accent, radius);
    DrawTick(box, t.on_accent, state.is_mixed);
  } else {
    FillBox(box, state.is_held ? t.hover_fill : t.surface, state.is_hovered ? t.accent : t.control_border, radius, Line());
  }
}

void RadioSign(Rect box, const SignState& state) {
  const Theme& t = CurrentTheme();
  const Vec2 center = {box.MidX(), box.MidY()};
  const float radius = box.h / 2;
  if (state.is_on) {
    FillCircle(center, radius, state.is_enabled ? t.accent : t.border);
    FillCircle(center, radius * 3 / 8, t.surface);
  } else {
    FillCircle(center, radius, !state.is_enabled ? t.border : state.is_hovered ? t.accent : t.control_border);
    FillCircle(center, radius - Line(), state.is_held ? t.hover_fill : t.surface);
  }
}

bool CheckBox(Rect rect, bool& is_on, const CheckOptions& options) {
  const Checked checked = options.is_mixed ? Checked::kMixed : is_on ? Checked::kOn : Checked::kOff;
  const Pressable p = Press(rect, options, Role::kCheckBox, checked, kBoxCss, kBoxCss);
  CheckSign(p.mark, {is_on, options.is_mixed, options.is_enabled, p.state.is_hovered, p.state.is_held});
  if (p.state.has_ring) FocusRing(p.mark, Px(4));
  if (p.state.was_pressed) is_on = !is_on;
  return p.state.was_pressed;
}

bool RadioButton(Rect rect, bool is_chosen, const CheckOptions& options) {
  const Checked checked = is_chosen ? Checked::kOn : Checked::kOff;
  const Pressable p = Press(rect, options, Role::kRadio, checked, kBoxCss, kBoxCss);
  RadioSign(p.mark, {is_chosen, false, options.is_enabled, p.state.is_hovered, p.state.is_held});
  if (p.state.has_ring) FocusRing(p.mark, p.mark.h / 2);
  return p.state.was_pressed && !is_chosen;
}

bool Switch(Rect rect, bool& is_on, const CheckOptions& options) {
  const Pressable p =
      Press(rect, options, Role::kSwitch, is_on ? Checked::kOn : Checked::kOff, kSwitchWidthCss, kSwitchHeightCss);
  const Theme& t = CurrentTheme();
  const float radius = p.mark.h / 2;
  Color track = is_on ? t.accent : p.state.is_hovered ? t.secondary : t.control_border;
  if (!options.is_enabled) track = t.border;
  FillRect(p.mark, track, radius);
  const float knob = Px(8);
  const float inset = Px(2) + knob;
  FillCircle({is_on ? p.mark.Right() - inset : p.mark.x + inset, p.mark.MidY()}, knob, t.surface);
  if (p.state.has_ring) FocusRing(p.mark, radius);
  if (p.state.was_pressed) is_on = !is_on;
  return p.state.was_pressed;
}

}  // namespace kedang::ui
