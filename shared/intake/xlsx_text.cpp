#include "shared/intake/xlsx_text.h"

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kEscapeBytes = 7;  // "_x000D_"

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The UTF-16 unit of an escape at `at`, or -1.
int EscapeAt(std::string_view text, std::size_t at) {
  if (text.size() - at < kEscapeBytes || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHighSurrogate(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLowSurrogate(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

void ReadXlsxEscapes(std::string& text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) return;
  std::string out = text.substr(0, at);
  while (at < text.size()) {
    const int unit = EscapeAt(text, at);
    if (unit < 0) {
      out += text[at++];
      continue;
    }
    at += kEscapeBytes;
    const int low = IsHighSurrogate(unit) ? EscapeAt(text, at) : -1;
    if (IsLowSurrogate(low)) {
      at += kEscapeBytes;
      AppendUtf8(static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), out);
    } else {
      AppendUtf8(IsHighSurrogate(unit) || IsLowSurrogate(unit) ? char32_t{0xFFFD} : static_cast<char32_t>(unit), out);
    }
  }
  text = std::move(out);
}

void XlsxText::Clear() {
  text_.clear();
  phonetic_ = 0;
  is_in_text_ = false;
}

void XlsxText::OnStart(std::string_view name) {
  if (name == "rPh") ++phonetic_;
  if (name == "t") is_in_text_ = phonetic_ == 0;
}

void XlsxText::OnEnd(std::string_view name) {
  if (name == "rPh" && phonetic_ > 0) --phonetic_;
  if (name == "t") is_in_text_ = false;
}

void XlsxText::OnText(std::string_view text) {
  if (is_in_text_) text_ += text;
}

std::string_view XlsxText::Finish() {
  ReadXlsxEscapes(text_);
  return text_;
}

}  // namespace kedang
