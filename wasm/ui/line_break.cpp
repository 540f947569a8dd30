#include "wasm/ui/line_break.h"

#include "shared/base/utf8.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

bool IsWide(char32_t c) {
  return (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
         (c >= 0xFF00 && c < 0xFFF0) || c >= 0x20000;
}

bool IsOneOf(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool MayNotBegin(char32_t c) { return IsOneOf(c, U"，。、；：？！）》」』】〕”’…—,.;:?!)]}%‰℃"); }

bool MayNotEnd(char32_t c) { return IsOneOf(c, U"（《「『【〔“‘([{$¥"); }

bool CanBreakBetween(char32_t before, char32_t after) {
  if (MayNotBegin(after) || MayNotEnd(before) || after == U' ') return false;
  return before == U' ' || IsWide(before) || IsWide(after);
}

std::string_view WithoutTrailingSpaces(std::string_view line) {
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<std::string_view> BreakLines(std::string_view text, TextStyle style, float width) {
  ImFontBaked* baked = FontOf(style.weight)->GetFontBaked(FontPixels(style));
  std::vector<std::string_view> lines;
  size_t begin = 0;        // of the line
  size_t breakable = 0;    // where it may end; begin: nowhere yet
  float used = 0;          // up to `at`
  float used_at_break = 0;
  char32_t before = 0;
  for (size_t at = 0; at < text.size();) {
    size_t next = at;
    const char32_t code = DecodeUtf8(text, next);
    if (code == U'\n') {
      lines.push_back(text.substr(begin, at - begin));
      begin = breakable = at = next;
      used = used_at_break = 0;
      before = 0;
      continue;
    }
    if (before != 0 && CanBreakBetween(before, code)) {
      breakable = at;
      used_at_break = used;
    }
    const float advance = baked->GetCharAdvance(static_cast<ImWchar>(code));
    if (used + advance > width + 0.5f && code != U' ' && at > begin) {
      if (breakable <= begin) {
        breakable = at;
        used_at_break = used;
      }
      lines.push_back(WithoutTrailingSpaces(text.substr(begin, breakable - begin)));
      begin = breakable;
      used -= used_at_break;
      used_at_break = 0;
    }
    used += advance;
    before = code;
    at = next;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace kedang::ui
