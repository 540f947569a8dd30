// The colours of the theme in force, ready for drawing. Theme follows the person's choice or, by
// kSystem, the system's. One theme a window; read it afresh each frame: `CurrentTheme().accent`.
#pragma once

#include <array>
#include <cstdint>

#include "wasm/ui/theme_tokens.h"

namespace kedang::ui {

using Color = uint32_t;  // 0xAABBGGRR, as Dear ImGui packs it

enum class ThemeChoice : uint8_t { kSystem, kLight, kDark };

struct ColorPair {
  Color text;
  Color tint;
};

struct Theme {
  bool is_dark;
  Color background, surface, raised, raised_edge;
  Color border, divider, control_border;
  Color text, secondary, disabled;
  Color accent, accent_hover, accent_pressed, on_accent;
  Color hover_fill, pressed_fill, selected_fill;
  Color raised_hover;  // hover inside raised layers
  Color search_mark;
  Color bubble_fill, bubble_text, bubble_link;
  ColorPair good, warn, bad, info;
  Color bad_hover;
  Color dim;  // over the page behind a dialog
  std::array<ColorPair, kUserColorCount> user;
  std::array<Color, kHeatStepCount> heat;
  int first_heat_on_accent;
};

// What a message or a mark means; chooses its colour pair and icon.
enum class Meaning : uint8_t { kNeutral, kGood, kWarn, kBad, kInfo };

// The colours of a token table.
Theme ThemeOf(const ThemeTokens& tokens, bool is_dark);

// The theme in force. Precondition: a UiContext exists.
const Theme& CurrentTheme();

// Sets the person's choice; it holds from the next frame on.
void ChooseTheme(ThemeChoice choice);
ThemeChoice ChosenTheme();

// Told by the platform when the system's preference is known or changes.
void SetSystemDark(bool is_dark);

// The pair of a user colour (any integer is folded into the six).
const ColorPair& UserColor(int index);

// The pair of a meaning; neutral is secondary text on the grey tint.
ColorPair MeaningColor(Meaning meaning);

// The colour with its opacity multiplied by `alpha` (0 … 1).
Color Fade(Color color, float alpha);

}  // namespace kedang::ui
