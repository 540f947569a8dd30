#include "shared/field/plain_text.h"

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr char32_t kDropped = 0;

bool IsBetween(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// The plain form of one character beyond ASCII; kDropped for invisible ones.
char32_t Plain(char32_t c) {
  if (IsBetween(c, 0xFF01, 0xFF5E)) return c - 0xFEE0;
  if (c == 0x3000 || c == 0xA0 || IsBetween(c, 0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x1680) return ' ';
  if (IsBetween(c, 0x2010, 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFE58 || c == 0x2043) return '-';
  const bool is_mark = IsBetween(c, 0x200B, 0x200F) || IsBetween(c, 0x202A, 0x202E) || IsBetween(c, 0x2060, 0x2064);
  if (is_mark || c == 0xFEFF || c == 0xAD) return kDropped;
  if (c == 0x2019 || c == 0x2018) return '\'';
  if (c == 0x201C || c == 0x201D) return '"';
  return c;
}

std::string_view Trim(std::string_view text, TextChanges* changes) {
  const std::size_t size = text.size();
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  Note(changes, TextChange::kSpaces, text.size() != size);
  return text;
}

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::string PlainText(std::string_view text, TextChanges* changes) {
  if (IsAscii(text)) return std::string(Trim(text, changes));
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t typed = DecodeUtf8(text, position), c = Plain(typed);
    if (c != kDropped) AppendUtf8(c, plain);
    if (c == typed || changes == nullptr) continue;
    Note(changes, c == kDropped ? TextChange::kInvisible : typed >= 0xFF00 ? TextChange::kWidth : c == ' ' ? TextChange::kSpaces : TextChange::kSigns);
  }
  return std::string(Trim(plain, changes));
}

std::string PlainCode(std::string_view text, TextChanges* changes) {
  std::string code = PlainText(text, changes);
  std::size_t size = 0;
  for (const char c : code) {
    Note(changes, TextChange::kCase, c >= 'a' && c <= 'z');
    if (c == ' ' || c == '-' || c == '.' || c == '\t') {
      Note(changes, TextChange::kMarks);
      continue;
    }
    code[size++] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  code.resize(size);
  return code;
}

bool IsAllDigits(std::string_view text) {
  for (const char c : text) {
    if (!IsDigit(c)) return false;
  }
  return !text.empty();
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

bool IsForeignLetter(char32_t c) {
  if (c < 0xAA) return false;
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA || c == 0xB7;
  if (c == 0xD7 || c == 0xF7 || c == 0x1680 || c == 0x180E) return false;
  if (IsBetween(c, 0x2000, 0x2BFF)) return false;  // punctuation, symbols, arrows, control pictures
  if (IsBetween(c, 0x2E00, 0x2FFF)) return false;  // more punctuation, radicals
  if (IsBetween(c, 0x3000, 0x3004) || IsBetween(c, 0x3008, 0x3020)) return false;
  if (IsBetween(c, 0xD800, 0xF8FF)) return false;  // surrogates, private use
  if (IsBetween(c, 0xFE00, 0xFE6F) || IsBetween(c, 0xFF00, 0xFFFF)) return false;
  return c <= 0x3FFFF && !IsBetween(c, 0x1F000, 0x1FAFF);
}

bool IsEmptyMark(std::string_view text) {
  for (const std::string_view word : {"N/A", "n/a", "#N/A", "NULL", "null"}) {
    if (text == word) return true;
  }
  return false;
}

bool IsPlaceHolder(std::string_view text) {
  if (text.size() > 9) return false;
  for (const std::string_view word : {"-", "--", "—", "——", "/", "\\", "无", "暂无", "不详", "未知", "没有", "none", "None"}) {
    if (text == word) return true;
  }
  return IsEmptyMark(text);
}

}  // namespace kedang
