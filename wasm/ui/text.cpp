#include "wasm/ui/text.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>

#include "shared/base/utf8.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/line_break.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/tooltip.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

Color OrText(Color color) { return color == 0 ? CurrentTheme().text : color; }

// The longest prefix, cut between code points, that fits `width` with an ellipsis behind it.
std::string_view FittingPrefix(std::string_view text, TextStyle style, float width) {
  const float room = width - TextWidth(kEllipsis, style);
  ImFontBaked* baked = FontOf(style.weight)->GetFontBaked(FontPixels(style));
  float used = 0;
  size_t at = 0;
  while (at < text.size()) {
    size_t next = at;
    const char32_t code = DecodeUtf8(text, next);
    used += baked->GetCharAdvance(static_cast<ImWchar>(code));
    if (used > room) break;
    at = next;
  }
  return text.substr(0, at);
}

void DrawMarks(Rect rect, float x, std::string_view text, TextStyle style, std::span<const Mark> marks) {
  const float height = PxExact(style.size * 1.3f);
  const float top = std::round(rect.MidY() - height / 2);
  for (size_t i = 0; i < marks.size(); ++i) {
    const uint32_t begin = marks[i].begin;
    uint32_t end = marks[i].end;
    while (i + 1 < marks.size() && marks[i + 1].begin <= end) end = std::max(end, marks[++i].end);
    if (begin >= text.size()) break;
    const float left = x + TextWidth(text.substr(0, begin), style);
    const size_t bytes = std::min<size_t>(end, text.size()) - begin;
    const float width = TextWidth(text.substr(begin, bytes), style);
    FillRect({std::round(left), top, std::round(width), std::ceil(height)}, CurrentTheme().search_mark, PxExact(2));
  }
}

float AlignedLeft(Rect rect, float width, Align align) {
  if (align == Align::kRight) return std::round(rect.Right() - width);
  if (align == Align::kCenter) return std::round(rect.MidX() - width / 2);
  return std::round(rect.x);
}

}  // namespace

ImFont* FontOf(Weight weight) {
  const UiFonts& fonts = Ui().fonts;
  if (weight == Weight::kBold) return fonts.bold;
  return weight == Weight::kMono ? fonts.mono : fonts.regular;
}

float FontPixels(TextStyle style) { return std::round(PxExact(style.size)); }

float BaselineOf(float top, float height, float size_css) {
  const float size = FontPixels({.size = size_css});
  const float ascent = FontOf(Weight::kRegular)->GetFontBaked(size)->Ascent;
  return std::round(top + (height - size) / 2) + std::round(ascent);
}

void DrawRun(float x, float baseline, std::string_view text, TextStyle style, Color color) {
  ImFont* font = FontOf(style.weight);
  const float size = FontPixels(style);
  const float ascent = std::round(font->GetFontBaked(size)->Ascent);
  Canvas()->AddText(font, size, ImVec2(std::round(x), baseline - ascent), color, text.data(), text.data() + text.size());
}

TextStyle FieldText() { return IsPhone() ? kLarge : kBody; }

TextStyle Bold(TextStyle style) {
  style.weight = Weight::kBold;
  return style;
}

float TextWidth(std::string_view text, TextStyle style) {
  ImFontBaked* baked = FontOf(style.weight)->GetFontBaked(FontPixels(style));
  float width = 0;
  for (size_t at = 0; at < text.size();) {
    width += baked->GetCharAdvance(static_cast<ImWchar>(DecodeUtf8(text, at)));
  }
  return width;
}

float LineHeight(TextStyle style) { return Px(style.line); }

float Text(Rect rect, std::string_view text, const TextOptions& options) {
  if (rect.IsEmpty() || text.empty()) return 0;
  if (options.is_mirrored) {
    Mirror(IdOf(text), rect, {.role = Role::kText, .label = text});
  }
  const float baseline = BaselineOf(rect.y, rect.h, options.style.size);
  const Color color = OrText(options.color);
  const float width = TextWidth(text, options.style);
  const bool is_shortened = options.can_shorten && width > rect.w + 0.5f;
  if (!is_shortened) {
    const float x = AlignedLeft(rect, width, options.align);
    DrawMarks(rect, x, text, options.style, options.marks);
    DrawRun(x, baseline, text, options.style, color);
    return width;
  }
  const std::string_view prefix = FittingPrefix(text, options.style, rect.w);
  DrawMarks(rect, rect.x, prefix, options.style, options.marks);
  DrawRun(rect.x, baseline, prefix, options.style, color);
  DrawRun(rect.x + TextWidth(prefix, options.style), baseline, kEllipsis, options.style, color);
  if (options.has_tooltip) TooltipOnHover(rect, text);
  return rect.w;
}

float Text(Rect rect, std::string_view text, TextStyle style, Color color, Align align) {
  return Text(rect, text, {.style = style, .color = color, .align = align});
}

float WrappedText(Rect rect, std::string_view text, TextStyle style, Color color, int max_lines) {
  const float line = LineHeight(style);
  const std::vector<std::string_view> lines = BreakLines(text, style, rect.w);
  const size_t shown = max_lines > 0 ? std::min(lines.size(), static_cast<size_t>(max_lines)) : lines.size();
  for (size_t i = 0; i < shown; ++i) {
    const Rect row = {rect.x, rect.y + line * static_cast<float>(i), rect.w, line};
    const bool is_cut = i + 1 == shown && shown < lines.size();
    // The last line takes all the text that is left, and shortens it.
    const std::string_view words =
        is_cut ? text.substr(static_cast<size_t>(lines[i].data() - text.data())) : lines[i];
    Text(row, words, {.style = style, .color = color, .can_shorten = is_cut, .has_tooltip = false});
    if (is_cut) TooltipOnHover(rect, text);
  }
  return line * static_cast<float>(shown);
}

float WrappedHeight(float width, std::string_view text, TextStyle style, int max_lines) {
  const size_t lines = BreakLines(text, style, width).size();
  const size_t shown = max_lines > 0 ? std::min(lines, static_cast<size_t>(max_lines)) : lines;
  return LineHeight(style) * static_cast<float>(shown);
}

float SpanLine(Rect rect, std::span<const Span> spans, TextStyle style) {
  Rect rest = rect;
  for (const Span& span : spans) {
    TextStyle own = style;
    if (span.weight != Weight::kRegular) own.weight = span.weight;
    const float width = TextWidth(span.text, own);
    Text(rest, span.text, {.style = own, .color = span.color});
    CutLeft(rest, width);
    if (rest.IsEmpty()) break;
  }
  return rect.w - rest.w;
}

void DrawIcon(Rect rect, Icon icon, float size, Color color) {
  // Two become one from top to bottom, as one reads; the set draws it the other way round.
  DrawTurnedIcon(rect, icon, size, color, icon == Icon::kMerge ? 0.5f : 0);
}

void DrawTurnedIcon(Rect rect, Icon icon, float size, Color color, float turns) {
  if (icon == Icon::kNone) return;
  const float pixels = std::round(PxExact(size));
  ImFontBaked* baked = FontOf(Weight::kRegular)->GetFontBaked(pixels);
  const ImFontGlyph* glyph = baked->FindGlyphNoFallback(static_cast<ImWchar>(CodePointOf(icon)));
  if (glyph == nullptr || glyph->Visible == 0) return;
  const ImVec2 uv_min(glyph->U0, glyph->V0);
  const ImVec2 uv_max(glyph->U1, glyph->V1);
  const ImTextureRef texture = ImGui::GetIO().Fonts->TexRef;
  // Icons fill their em box; it is centred, whatever line the glyph was made for.
  const float left = std::round(rect.MidX() - pixels / 2) + glyph->X0;
  const float height = glyph->Y1 - glyph->Y0;
  const float top = std::round(rect.MidY() - height / 2);
  const ImVec2 p_min(left, top);
  const ImVec2 p_max(left + glyph->X1 - glyph->X0, top + height);
  if (turns == 0) {
    Canvas()->AddImage(texture, p_min, p_max, uv_min, uv_max, color);
    return;
  }
  const float angle = turns * 6.2831853f;
  const float cosine = std::cos(angle);
  const float sine = std::sin(angle);
  const auto turned = [&](float x, float y) {
    const float dx = x - (p_min.x + p_max.x) / 2;
    const float dy = y - (p_min.y + p_max.y) / 2;
    return ImVec2((p_min.x + p_max.x) / 2 + dx * cosine - dy * sine, (p_min.y + p_max.y) / 2 + dx * sine + dy * cosine);
  };
  Canvas()->AddImageQuad(texture, turned(p_min.x, p_min.y), turned(p_max.x, p_min.y), turned(p_max.x, p_max.y),
                         turned(p_min.x, p_max.y), uv_min, ImVec2(uv_max.x, uv_min.y), uv_max,
                         ImVec2(uv_min.x, uv_max.y), color);
}

}  // namespace kedang::ui
