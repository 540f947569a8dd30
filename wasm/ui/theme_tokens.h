// Every colour of both themes as 0xRRGGBB, without Dear ImGui, so that the contrasts can be tested
// natively (tests/unit/theme_contrast_test.cpp). Widgets read them through theme.h.
#pragma once

#include <array>
#include <cstdint>

namespace kedang::ui {

using Rgb = uint32_t;  // 0xRRGGBB

// One colour for words and the background it may stand on.
struct Pair {
  Rgb text;
  Rgb tint;
};

inline constexpr int kUserColorCount = 6;  // blue, orange, teal, violet, magenta, grey
inline constexpr int kHeatStepCount = 6;   // none … most

struct ThemeTokens {
  Rgb background, surface, raised, raised_edge;
  Rgb border, divider, control_border;
  Rgb text, secondary, disabled;
  Rgb accent, accent_hover, accent_pressed, on_accent;
  Rgb hover_fill, pressed_fill, selected_fill;
  Rgb search_mark;
  Rgb bubble_fill, bubble_text, bubble_link;
  Pair good, warn, bad, info;
  Rgb bad_hover;
  std::array<Pair, kUserColorCount> user;
  std::array<Rgb, kHeatStepCount> heat;
  int first_heat_on_accent;  // from this heat step on, text is on_accent
};

inline constexpr ThemeTokens kLightTokens = {
    .background = 0xF5F6F8, .surface = 0xFFFFFF, .raised = 0xFFFFFF, .raised_edge = 0xE4E6EA,
    .border = 0xD9DCE1, .divider = 0xECEEF1, .control_border = 0x858D99,
    .text = 0x1A1D21, .secondary = 0x5A626E, .disabled = 0x9AA2AD,
    .accent = 0x1760E0, .accent_hover = 0x0F4FC2, .accent_pressed = 0x0B3F9E, .on_accent = 0xFFFFFF,
    .hover_fill = 0xF0F2F5, .pressed_fill = 0xE6E9ED, .selected_fill = 0xEEF4FF,
    .search_mark = 0xFFEBAE,
    .bubble_fill = 0x24272B, .bubble_text = 0xE8EAED, .bubble_link = 0x8AB6FF,
    .good = {0x1B7F37, 0xEDF6EF}, .warn = {0x9A6700, 0xFCF7EC},
    .bad = {0xC62828, 0xFAEAEA}, .info = {0x1760E0, 0xE8EFFC},
    .bad_hover = 0xA81F1F,
    .user = {{{0x1760E0, 0xDFE9FC}, {0xAB4D07, 0xFBEFE3}, {0x0B7A75, 0xE5F2F1},
              {0x7A3FC4, 0xF1EAFA}, {0xB3307A, 0xFAE9F2}, {0x5A626E, 0xEEF0F2}}},
    .heat = {{0xF5F6F8, 0xE3ECFB, 0xC3D7F8, 0x93B7F2, 0x5A90EA, 0x1760E0}},
    .first_heat_on_accent = 5,
};

inline constexpr ThemeTokens kDarkTokens = {
    .background = 0x141517, .surface = 0x1B1D20, .raised = 0x24272B, .raised_edge = 0x101113,
    .border = 0x35393F, .divider = 0x2A2D32, .control_border = 0x7B8390,
    .text = 0xE8EAED, .secondary = 0xA6ADB8, .disabled = 0x6B7280,
    .accent = 0x6AA2FF, .accent_hover = 0x8AB6FF, .accent_pressed = 0xA9C9FF, .on_accent = 0x0C1B33,
    .hover_fill = 0x24272B, .pressed_fill = 0x2C3035, .selected_fill = 0x232F45,
    .search_mark = 0x5A4812,
    .bubble_fill = 0xE8EAED, .bubble_text = 0x1A1D21, .bubble_link = 0x1760E0,
    .good = {0x4CC38A, 0x202E2B}, .warn = {0xE3B341, 0x2F2C23},
    .bad = {0xFF7B72, 0x322628}, .info = {0x6AA2FF, 0x232A36},
    .bad_hover = 0xFF9A93,
    .user = {{{0x6AA2FF, 0x2B3850}, {0xF0A35E, 0x302A26}, {0x4FC4BC, 0x20302F},
              {0xB794F6, 0x2A2835}, {0xF08BC0, 0x302730}, {0xA6ADB8, 0x2A2D32}}},
    .heat = {{0x202225, 0x22304A, 0x2B4674, 0x3A64AB, 0x4F82D6, 0x6AA2FF}},
    .first_heat_on_accent = 4,
};

}  // namespace kedang::ui
