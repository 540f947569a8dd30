#include "wasm/ui/theme.h"

#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr Color Opaque(Rgb rgb) {
  return 0xFF000000u | (rgb & 0xFFu) << 16 | (rgb & 0xFF00u) | (rgb >> 16 & 0xFFu);
}

constexpr ColorPair Opaque(Pair pair) { return {Opaque(pair.text), Opaque(pair.tint)}; }

}  // namespace

Theme ThemeOf(const ThemeTokens& t, bool is_dark) {
  Theme theme = {};
  theme.is_dark = is_dark;
  theme.background = Opaque(t.background);
  theme.surface = Opaque(t.surface);
  theme.raised = Opaque(t.raised);
  theme.raised_edge = Opaque(t.raised_edge);
  theme.border = Opaque(t.border);
  theme.divider = Opaque(t.divider);
  theme.control_border = Opaque(t.control_border);
  theme.text = Opaque(t.text);
  theme.secondary = Opaque(t.secondary);
  theme.disabled = Opaque(t.disabled);
  theme.accent = Opaque(t.accent);
  theme.accent_hover = Opaque(t.accent_hover);
  theme.accent_pressed = Opaque(t.accent_pressed);
  theme.on_accent = Opaque(t.on_accent);
  theme.hover_fill = Opaque(t.hover_fill);
  theme.pressed_fill = Opaque(t.pressed_fill);
  theme.selected_fill = Opaque(t.selected_fill);
  theme.raised_hover = is_dark ? theme.pressed_fill : theme.hover_fill;
  theme.search_mark = Opaque(t.search_mark);
  theme.bubble_fill = Opaque(t.bubble_fill);
  theme.bubble_text = Opaque(t.bubble_text);
  theme.bubble_link = Opaque(t.bubble_link);
  theme.good = Opaque(t.good);
  theme.warn = Opaque(t.warn);
  theme.bad = Opaque(t.bad);
  theme.info = Opaque(t.info);
  theme.bad_hover = Opaque(t.bad_hover);
  theme.dim = 0x66000000u;
  for (size_t i = 0; i < t.user.size(); ++i) theme.user[i] = Opaque(t.user[i]);
  for (size_t i = 0; i < t.heat.size(); ++i) theme.heat[i] = Opaque(t.heat[i]);
  theme.first_heat_on_accent = t.first_heat_on_accent;
  return theme;
}

const Theme& CurrentTheme() { return Ui().theme; }

void ChooseTheme(ThemeChoice choice) { Ui().theme_choice = choice; }

ThemeChoice ChosenTheme() { return Ui().theme_choice; }

void SetSystemDark(bool is_dark) { Ui().is_system_dark = is_dark; }

const ColorPair& UserColor(int index) {
  const int folded = (index % kUserColorCount + kUserColorCount) % kUserColorCount;
  return CurrentTheme().user[static_cast<size_t>(folded)];
}

ColorPair MeaningColor(Meaning meaning) {
  const Theme& theme = CurrentTheme();
  switch (meaning) {
    case Meaning::kNeutral: return {theme.secondary, theme.user[5].tint};
    case Meaning::kGood: return theme.good;
    case Meaning::kWarn: return theme.warn;
    case Meaning::kBad: return theme.bad;
    case Meaning::kInfo: return theme.info;
  }
  return {theme.secondary, theme.divider};
}

Color Fade(Color color, float alpha) {
  const float opacity = static_cast<float>(color >> 24) * alpha;
  return (color & 0xFFFFFFu) | static_cast<Color>(opacity + 0.5f) << 24;
}

}  // namespace kedang::ui
