// Fonts without a font file: every glyph is drawn on demand by the browser's Canvas2D with the system's
// own fonts, at the size in device pixels it is shown at. Icons are glyphs, too: line i of
// wasm/ui/icons.txt is code point U+E000 + i in every face, as wide and high as the font's size.
//
// A font of size s (device pixels) has an em of s and a line of s; its baseline lies where CSS would put
// it in a line centred on that box. To set 14 px text in a line of 22, draw it 4 px below the line's
// top. Digits of one face all have the same advance. All advances are whole device pixels.
// A frame draws new glyphs for a few milliseconds only; the rest appear in the next frames.
#pragma once

#include <cstdint>

struct ImFont;

namespace kedang {

// The area faces are for text of several lines edited by Dear ImGui, whose line height is the font's size:
// their em is 14/22, 16/22 or 12/22 of their size. Set 14 px text in lines of 22 with kArea14 at size 22.
enum class FontFace : uint8_t { kRegular, kBold, kMono, kArea14, kArea16, kMonoArea12 };

// Adds the faces to Dear ImGui's atlas; kRegular is the default font. Call once, before the first frame.
void InstallCanvasFonts();

// Never null after InstallCanvasFonts.
ImFont* CanvasFont(FontFace face);

// The CSS font-family list of a face, for DOM text that must look the same (the composing text).
const char* CanvasFontFamily(FontFace face);

// Called by the frame loop before a frame: a new time budget, and missing glyphs may be drawn again.
void BeginGlyphFrame();

// True when the last frame left glyphs out for lack of time: another frame is needed.
bool HasMissingGlyphs();

// Glyphs rasterised since the start, and the milliseconds that took (for tests and support).
struct GlyphCounts {
  uint32_t drawn = 0;
  double milliseconds = 0;
};
GlyphCounts GlyphsDrawn();

}  // namespace kedang
