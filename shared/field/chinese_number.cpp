#include "shared/field/chinese_number.h"

namespace kedang {
namespace {

// -1 for what is no digit.
int DigitOf(std::string_view character) {
  static constexpr std::string_view kDigits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  for (int digit = 0; digit < 10; ++digit) {
    if (character == kDigits[digit]) return digit;
  }
  if (character == "零") return 0;
  return character == "两" ? 2 : -1;
}

int UnitOf(std::string_view character) {
  return character == "十" ? 10 : character == "百" ? 100 : character == "千" ? 1000 : 0;
}

}  // namespace

std::size_t ChineseNumberLength(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && (DigitOf(text.substr(at, 3)) >= 0 || UnitOf(text.substr(at, 3)) > 0)) at += 3;
  return at;
}

std::optional<std::int64_t> ReadChineseNumber(std::string_view text) {
  if (text.empty() || ChineseNumberLength(text) != text.size()) return std::nullopt;
  std::int64_t total = 0, digit = -1;
  int last_unit = 10000;
  bool has_unit = false;
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::string_view character = text.substr(at, 3);
    if (const int unit = UnitOf(character); unit > 0) {
      if (unit >= last_unit || digits > 1) return std::nullopt;
      if (digit < 0 && (unit != 10 || at != 0)) return std::nullopt;
      total += (digit < 0 ? 1 : digit) * unit;
      last_unit = unit;
      has_unit = true;
      digit = -1;
      digits = 0;
      continue;
    }
    const int value = DigitOf(character);
    if (has_unit && value == 0 && at + 3 < text.size()) continue;  // 一百零五
    digit = digit < 0 ? value : digit * 10 + value;
    if (++digits > 4) return std::nullopt;
  }
  if (has_unit && digits > 1) return std::nullopt;
  return total + (digit < 0 ? 0 : digit);
}

}  // namespace kedang
