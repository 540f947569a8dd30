#include "wasm/ui/button.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/text.h"
#include "wasm/ui/tooltip.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kTurnsPerSecond = 0.8f;

struct Look {
  Color fill = 0;    // 0: none
  Color border = 0;  // 0: none
  Color text = 0;
  bool is_bold = false;
  bool is_underlined = false;
};

Look DisabledLook(ButtonKind kind) {
  const Theme& t = CurrentTheme();
  if (kind == ButtonKind::kPlain || kind == ButtonKind::kLink) return {.text = t.disabled};
  return {.fill = t.background, .border = t.divider, .text = t.disabled};
}

Color ByState(const ItemState& state, Color normal, Color hovered, Color pressed) {
  if (state.is_held && state.is_hovered) return pressed;
  return state.is_hovered ? hovered : normal;
}

Look DefaultLook(const ButtonOptions& options, const ItemState& state) {
  const Theme& t = CurrentTheme();
  if (options.is_chosen) return {.fill = t.selected_fill, .border = t.accent, .text = t.accent};
  const bool is_plain = options.kind == ButtonKind::kPlain;
  return {.fill = ByState(state, is_plain ? 0 : t.surface, t.hover_fill, t.pressed_fill),
          .border = is_plain ? 0 : t.border,
          .text = t.text};
}

Look LookOf(const ButtonOptions& options, const ItemState& state) {
  const Theme& t = CurrentTheme();
  if (!options.is_enabled) return DisabledLook(options.kind);
  switch (options.kind) {
    case ButtonKind::kPrimary:
      return {.fill = ByState(state, t.accent, t.accent_hover, t.accent_pressed), .text = t.on_accent, .is_bold = true};
    case ButtonKind::kDanger:
      return {.fill = ByState(state, t.bad.text, t.bad_hover, t.bad_hover), .text = t.surface, .is_bold = true};
    case ButtonKind::kLink:
      return {.text = ByState(state, t.accent, t.accent, t.accent_pressed), .is_underlined = state.is_hovered};
    case ButtonKind::kDefault:
    case ButtonKind::kPlain: return DefaultLook(options, state);
  }
  return {};
}

bool IsBold(const ButtonOptions& options) {
  return options.is_enabled && (options.kind == ButtonKind::kPrimary || options.kind == ButtonKind::kDanger);
}

TextStyle StyleOf(const ButtonOptions& options, bool is_bold) {
  const TextStyle style = options.is_small ? kSmall : FieldText();
  return is_bold ? Bold(style) : style;
}

float IconSize(const ButtonOptions& options) { return options.is_small && !options.is_icon_only ? 14.0f : 16.0f; }

float GapOf(const ButtonOptions& options) { return Px(options.is_small ? 4 : 6); }

float PaddingOf(const ButtonOptions& options) {
  if (options.kind == ButtonKind::kLink) return Px(6);
  return Px(options.is_small ? 8 : 12);
}

float ContentWidth(const ButtonOptions& options) {
  const float icon = Px(IconSize(options));
  if (options.is_icon_only) return icon;
  float width = TextWidth(options.label, StyleOf(options, IsBold(options)));
  if (options.icon != Icon::kNone || options.is_running) width += icon + GapOf(options);
  if (options.trailing != Icon::kNone) width += icon + GapOf(options);
  return width;
}

void DrawLeadingIcon(Rect place, const ButtonOptions& options, Color color) {
  if (!options.is_running) return DrawIcon(place, options.icon, IconSize(options), color);
  const bool is_still = Ui().facts.has_reduced_motion || options.pose != Pose::kLive;
  if (!is_still) WakeIn(1.0 / 30);
  const float turns = is_still ? 0 : static_cast<float>(std::fmod(ImGui::GetTime() * kTurnsPerSecond, 1.0));
  const Icon icon = options.icon == Icon::kNone ? Icon::kRefreshCw : options.icon;
  DrawTurnedIcon(place, icon, IconSize(options), color, turns);
}

void DrawContent(Rect rect, const ButtonOptions& options, const Look& look) {
  const float icon = Px(IconSize(options));
  if (options.is_icon_only) {
    DrawLeadingIcon(rect, options, look.text);
    return;
  }
  const float width = std::min(ContentWidth(options), rect.w);
  Rect rest = {std::round(rect.MidX() - width / 2), rect.y, width, rect.h};
  if (options.icon != Icon::kNone || options.is_running) {
    DrawLeadingIcon(CutLeft(rest, icon, GapOf(options)), options, look.text);
  }
  if (options.trailing != Icon::kNone) {
    DrawIcon(CutRight(rest, icon, GapOf(options)), options.trailing, IconSize(options), look.text);
  }
  const float drawn = Text(rest, options.label, StyleOf(options, look.is_bold), look.text);
  if (look.is_underlined) {
    const float baseline = BaselineOf(rest.y, rest.h, options.is_small ? 12 : Metrics().body);
    FillRect({rest.x, baseline + Px(2), drawn, Line()}, look.text);
  }
}

}  // namespace

float ButtonHeight(const ButtonOptions& options) {
  return Px(options.is_small ? Metrics().small_control : Metrics().control);
}

float ButtonWidth(const ButtonOptions& options) {
  if (options.is_icon_only) return ButtonHeight(options);
  return std::ceil(ContentWidth(options)) + 2 * PaddingOf(options);
}

bool Button(Rect rect, const ButtonOptions& options) {
  rect = Snap(rect);
  const Id id = IdOf(options.id.empty() ? options.label : options.id);
  const bool is_link = options.kind == ButtonKind::kLink;
  const ItemState state = Item(id, rect,
                               {.role = is_link ? Role::kLink : Role::kButton,
                                .label = options.label,
                                .hint = options.is_enabled ? options.tooltip : options.reason,
                                .is_enabled = options.is_enabled,
                                .is_chosen = options.is_chosen,
                                .can_expand = options.can_expand,
                                .is_busy = options.is_running},
                               {.is_enabled = options.is_enabled, .pose = options.pose});
  if (!IsVisible(rect)) return state.was_pressed && !options.is_running;
  const Look look = LookOf(options, state);
  const float radius = Px(6);
  if (look.border != 0) {
    FillBox(rect, look.fill, look.border, radius, Line());
  } else if (look.fill != 0) {
    FillRect(rect, look.fill, radius);
  }
  DrawContent(Inset(rect, options.is_icon_only ? 0 : PaddingOf(options), 0), options, look);
  if (state.has_ring) FocusRing(rect, radius, options.kind == ButtonKind::kDanger ? CurrentTheme().bad.text : CurrentTheme().accent);
  std::string_view words = options.is_enabled ? options.tooltip : options.reason;
  if (words.empty() && options.is_icon_only) words = options.label;
  if (options.pose == Pose::kLive) Tooltip(rect, words, state);
  return state.was_pressed && !options.is_running;
}

bool ButtonAtLeft(Rect& bar, const ButtonOptions& options) {
  return Button(TakeLeft(bar, ButtonWidth(options), ButtonHeight(options), Px(8)), options);
}

bool ButtonAtRight(Rect& bar, const ButtonOptions& options) {
  return Button(TakeRight(bar, ButtonWidth(options), ButtonHeight(options), Px(8)), options);
}

bool IconButton(Rect rect, Icon icon, std::string_view label, bool is_enabled) {
  return Button(rect, {.label = label, .kind = ButtonKind::kPlain, .icon = icon, .is_icon_only = true,
                       .is_enabled = is_enabled});
}

float LinkWidth(std::string_view text, float size_css) { return TextWidth(text, {.size = size_css}); }

bool Link(Rect rect, std::string_view text, float size_css, std::string_view id) {
  const TextStyle style = {.size = size_css, .line = size_css + 6};
  const float width = std::min(TextWidth(text, style), rect.w);
  const float height = std::min(rect.h, Px(style.line));
  const Rect box = {rect.x, std::round(rect.MidY() - height / 2), width, height};
  const ItemState state = Item(IdOf(id.empty() ? text : id), box, {.role = Role::kLink, .label = text});
  const Theme& t = CurrentTheme();
  const Color color = state.is_held ? t.accent_pressed : t.accent;
  Text(box, text, style, color);
  if (state.is_hovered) FillRect({box.x, BaselineOf(box.y, box.h, size_css) + Px(2), width, Line()}, color);
  if (state.has_ring) FocusRing(box, Px(2));
  return state.was_pressed;
}

bool ActionButton(Rect rect, Icon icon, std::string_view label, bool is_primary, bool is_enabled) {
  rect = Snap(rect);
  const ButtonOptions options = {.label = label, .kind = is_primary ? ButtonKind::kPrimary : ButtonKind::kDefault,
                                 .is_enabled = is_enabled};
  const ItemState state = Item(IdOf(label), rect, {.role = Role::kButton, .label = label, .is_enabled = is_enabled},
                               {.is_enabled = is_enabled});
  const Look look = LookOf(options, state);
  if (look.border != 0) {
    FillBox(rect, look.fill, look.border, Px(10), Line());
  } else {
    FillRect(rect, look.fill, Px(10));
  }
  const float top = std::round(rect.MidY() - Px(20));
  DrawIcon({rect.x, top, rect.w, Px(20)}, icon, 20, look.text);
  Text({rect.x, top + Px(22), rect.w, Px(18)}, label, is_primary ? kSmallBold : kSmall, look.text, Align::kCenter);
  if (state.has_ring) FocusRing(rect, Px(10));
  return state.was_pressed;
}

}  // namespace kedang::ui
