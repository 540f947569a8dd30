// Text by size and weight: measuring, one line with an ellipsis, wrapped text, marked ranges. Text
// stands centred on its line height, so that a 14 / 22 line in a 32 px control has its baseline 22 px
// below the top. Sizes are CSS px; rectangles and results are device px.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

enum class Weight : uint8_t { kRegular, kBold, kMono };
enum class Align : uint8_t { kLeft, kCenter, kRight };

// Size and line height in CSS px. The steps of the type scale are below.
struct TextStyle {
  float size = 14;
  float line = 22;
  Weight weight = Weight::kRegular;
};

inline constexpr TextStyle kFigure = {28, 36, Weight::kBold};
inline constexpr TextStyle kPageTitle = {20, 28, Weight::kBold};
inline constexpr TextStyle kRecordTitle = {18, 26, Weight::kBold};
inline constexpr TextStyle kTitle = {16, 24, Weight::kBold};
inline constexpr TextStyle kBody = {14, 22, Weight::kRegular};
inline constexpr TextStyle kBodyBold = {14, 22, Weight::kBold};
inline constexpr TextStyle kGrid = {13, 22, Weight::kRegular};
inline constexpr TextStyle kCode = {12, 22, Weight::kMono};
inline constexpr TextStyle kSmall = {12, 18, Weight::kRegular};
inline constexpr TextStyle kSmallBold = {12, 18, Weight::kBold};
inline constexpr TextStyle kLarge = {16, 22, Weight::kRegular};      // phone fields
inline constexpr TextStyle kLargeBold = {16, 22, Weight::kBold};

// Body text of the form factor: 14 / 22, on phones 16 / 22.
TextStyle FieldText();
TextStyle Bold(TextStyle style);

// A range of bytes of a text to be marked as matching a search, [begin, end).
struct Mark {
  uint32_t begin;
  uint32_t end;
};

struct TextOptions {
  TextStyle style = kBody;
  Color color = 0;                    // 0: the theme's text colour
  Align align = Align::kLeft;
  std::span<const Mark> marks = {};   // drawn before the text, radius 2, joined
  bool can_shorten = true;            // false for numbers and dates: they are never shortened
  bool has_tooltip = true;            // whole text on hover when it was shortened
  bool is_mirrored = false;           // true: reported to the accessibility mirror as text
};

float TextWidth(std::string_view text, TextStyle style);

// Height of one line.
float LineHeight(TextStyle style);

// One line, centred vertically in `rect`; ends in "…" when it runs out of room and then shows whole
// on hover. Returns the width drawn.
float Text(Rect rect, std::string_view text, const TextOptions& options = {});
float Text(Rect rect, std::string_view text, TextStyle style, Color color, Align align = Align::kLeft);

// Text over several lines from the top of `rect`; breaks between words and between hanzi, never
// before closing punctuation. With `max_lines` > 0 the last line ends in "…". Returns the height.
float WrappedText(Rect rect, std::string_view text, TextStyle style, Color color, int max_lines = 0);
float WrappedHeight(float width, std::string_view text, TextStyle style, int max_lines = 0);

// A part of a sentence in its own weight and colour: "改了 **杭州云锦** 的座机".
struct Span {
  std::string_view text = {};
  Weight weight = Weight::kRegular;
  Color color = 0;
};

// Spans side by side on one line, shortened at the end. Returns the width drawn.
float SpanLine(Rect rect, std::span<const Span> spans, TextStyle style);

// An icon of `size` CSS px (12, 14, 16, 20, 24), centred in `rect`.
void DrawIcon(Rect rect, Icon icon, float size, Color color);

// The same, turned by `turns` of a full circle; for running states.
void DrawTurnedIcon(Rect rect, Icon icon, float size, Color color, float turns);

}  // namespace kedang::ui
