// Both themes: every text is read at 4.5 to 1 or more on what it stands on, every control is seen at 3 to 1.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "wasm/ui/theme_tokens.h"

namespace kedang::ui {
namespace {

double Channel(Rgb color, int shift) {
  const double value = static_cast<double>(color >> shift & 0xFF) / 255;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// Relative luminance and contrast as WCAG 2 defines them.
double Luminance(Rgb color) {
  return 0.2126 * Channel(color, 16) + 0.7152 * Channel(color, 8) + 0.0722 * Channel(color, 0);
}

double Contrast(Rgb a, Rgb b) {
  const double lighter = std::max(Luminance(a), Luminance(b));
  const double darker = std::min(Luminance(a), Luminance(b));
  return (lighter + 0.05) / (darker + 0.05);
}

class ThemeContrast : public testing::TestWithParam<const ThemeTokens*> {};

constexpr double kText = 4.5;
constexpr double kControl = 3;

TEST(Contrast, IsThatOfWcag) {
  EXPECT_NEAR(Contrast(0x000000, 0xFFFFFF), 21, 1e-9);
  EXPECT_NEAR(Contrast(0x777777, 0xFFFFFF), 4.478, 0.001);
}

TEST_P(ThemeContrast, TextIsReadable) {
  const ThemeTokens& t = *GetParam();
  for (const Rgb ground : {t.background, t.surface, t.raised, t.hover_fill, t.pressed_fill, t.selected_fill, t.search_mark}) {
    EXPECT_GE(Contrast(t.text, ground), kText) << std::hex << ground;
  }
  for (const Rgb ground : {t.background, t.surface, t.raised, t.hover_fill, t.pressed_fill, t.selected_fill}) {
    EXPECT_GE(Contrast(t.secondary, ground), kText) << std::hex << ground;
  }
  for (const Rgb ground : {t.surface, t.raised, t.selected_fill}) EXPECT_GE(Contrast(t.accent, ground), kText) << std::hex << ground;
}

TEST_P(ThemeContrast, FilledButtonsAreReadable) {
  const ThemeTokens& t = *GetParam();
  for (const Rgb fill : {t.accent, t.accent_hover, t.accent_pressed}) EXPECT_GE(Contrast(t.on_accent, fill), kText) << std::hex << fill;
  EXPECT_GE(Contrast(t.surface, t.bad.text), kText);
  EXPECT_GE(Contrast(t.surface, t.bad_hover), kText);
  EXPECT_GE(Contrast(t.bubble_text, t.bubble_fill), kText);
  EXPECT_GE(Contrast(t.bubble_link, t.bubble_fill), kText);
}

TEST_P(ThemeContrast, MeaningAndUserColoursAreReadableOnTheirTint) {
  const ThemeTokens& t = *GetParam();
  for (const Pair pair : {t.good, t.warn, t.bad, t.info}) {
    EXPECT_GE(Contrast(pair.text, pair.tint), kText) << std::hex << pair.text;
    EXPECT_GE(Contrast(pair.text, t.surface), kText) << std::hex << pair.text;
  }
  for (const Pair pair : t.user) EXPECT_GE(Contrast(pair.text, pair.tint), kText) << std::hex << pair.text;
}

TEST_P(ThemeContrast, HeatCellsAreReadable) {
  const ThemeTokens& t = *GetParam();
  for (int i = 0; i < kHeatStepCount; ++i) {
    const Rgb text = i < t.first_heat_on_accent ? t.text : t.on_accent;
    EXPECT_GE(Contrast(text, t.heat[static_cast<size_t>(i)]), kText) << i;
  }
}

TEST_P(ThemeContrast, ControlsAreSeen) {
  const ThemeTokens& t = *GetParam();
  for (const Rgb ground : {t.surface, t.background}) EXPECT_GE(Contrast(t.control_border, ground), kControl) << std::hex << ground;
  for (const Rgb line : {t.accent, t.bad.text, t.warn.text}) EXPECT_GE(Contrast(line, t.surface), kControl) << std::hex << line;
}

INSTANTIATE_TEST_SUITE_P(Themes, ThemeContrast, testing::Values(&kLightTokens, &kDarkTokens),
                         [](const auto& theme) { return std::string(theme.param == &kLightTokens ? "Light" : "Dark"); });

}  // namespace
}  // namespace kedang::ui
