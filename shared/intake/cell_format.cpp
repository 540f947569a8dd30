#include "shared/intake/cell_format.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "shared/base/date.h"

namespace kedang {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// Reads the letters of a format's first section, without what is quoted, escaped or in brackets.
class FormatReader {
 public:
  explicit FormatReader(std::string_view code) : code_(code) {}

  CellKind Read() {
    for (at_ = 0; at_ < code_.size() && code_[at_] != ';'; ++at_) {
      const char c = code_[at_];
      if (c == '"') {
        SkipTo('"');
      } else if (c == '\\' || c == '_' || c == '*') {
        ++at_;
      } else if (c == '[') {
        ReadBracket();
      } else if (IsWord("General") || IsWord("E+") || IsWord("E-")) {
        return CellKind::kNumber;
      } else if (IsWord("AM/PM") || IsWord("A/P")) {
        has_time_ = true;
        at_ += IsWord("AM/PM") ? 4 : 2;
      } else {
        ReadLetter(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
      }
    }
    if (is_elapsed_) return CellKind::kDuration;
    // A lone m is a month ("mmm"), beside hours or seconds it is minutes.
    if (has_month_or_minute_ && !has_time_) has_date_ = true;
    if (has_date_) return has_time_ ? CellKind::kDateTime : CellKind::kDate;
    return has_time_ ? CellKind::kTime : CellKind::kNumber;
  }

 private:
  void SkipTo(char end) {
    const std::size_t found = code_.find(end, at_ + 1);
    at_ = found == std::string_view::npos ? code_.size() : found;
  }
  // [h], [mm], [ss] count on beyond a day; [Red], [$-804], [>=100] are none of our business.
  void ReadBracket() {
    const std::size_t begin = at_ + 1;
    SkipTo(']');
    if (at_ >= code_.size() || at_ == begin) return;
    const std::string_view inner = code_.substr(begin, at_ - begin);
    if (inner.find_first_not_of("hH") == std::string_view::npos || inner.find_first_not_of("mM") == std::string_view::npos ||
        inner.find_first_not_of("sS") == std::string_view::npos) {
      is_elapsed_ = true;
    }
  }
  bool IsWord(std::string_view word) const {
    if (code_.size() - at_ < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
      if (lower(code_[at_ + i]) != lower(word[i])) return false;
    }
    return true;
  }
  void ReadLetter(char c) {
    if (c == 'y' || c == 'd' || c == 'e' || c == 'b') has_date_ = true;
    if (c == 'h' || c == 's') has_time_ = true;
    if (c == 'm') has_month_or_minute_ = true;
  }

  std::string_view code_;
  std::size_t at_ = 0;
  bool has_date_ = false;
  bool has_time_ = false;
  bool has_month_or_minute_ = false;
  bool is_elapsed_ = false;
};

std::string ClockText(std::int64_t ms) {
  std::array<char, 16> text;
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(ms / 3'600'000 % 24),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60));
  std::string clock = text.data();
  if (ms % 1000 != 0) {
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(ms % 1000));
    clock += text.data();
    while (clock.back() == '0') clock.pop_back();
  }
  return clock;
}

std::string DurationText(std::int64_t ms) {
  std::string text = "PT" + std::to_string(ms / 3'600'000) + "H" + std::to_string(ms / 60'000 % 60) + "M";
  std::string seconds = ClockText(ms % 60'000).substr(6);
  if (seconds.front() == '0') seconds.erase(0, 1);
  return text + seconds + "S";
}

}  // namespace

CellKind KindOfFormat(std::string_view code) { return FormatReader(code).Read(); }

CellKind KindOfBuiltInFormat(std::uint32_t id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) {
    return CellKind::kDate;
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56) return CellKind::kTime;
  if (id == 22) return CellKind::kDateTime;
  return id == 46 ? CellKind::kDuration : CellKind::kNumber;
}

std::string ShortestDecimal(double number) {
  if (!std::isfinite(number)) return {};
  if (number == 0) return "0";
  std::array<char, 40> text;
  // Every decimal of 15 digits is told apart by a double, but for the smallest ones, which have fewer.
  int digits = std::abs(number) < 1e-290 ? 1 : 15;
  for (; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  // "-1.2345e+06": the digits and where their point belongs.
  std::string_view written = text.data();
  const std::size_t e = written.find('e');
  const int exponent = std::atoi(text.data() + e + 1);
  std::string mantissa;
  for (const char c : written.substr(0, e)) {
    if (c >= '0' && c <= '9') mantissa += c;
  }
  while (mantissa.size() > 1 && mantissa.back() == '0') mantissa.pop_back();
  const std::string sign = number < 0 ? "-" : "";
  const int size = static_cast<int>(mantissa.size());
  if (exponent >= 21 || exponent < -7) {
    return sign + mantissa.substr(0, 1) + (size > 1 ? "." + mantissa.substr(1) : "") + "E" + (exponent > 0 ? "+" : "") +
           std::to_string(exponent);
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + mantissa;
  if (size <= exponent + 1) return sign + mantissa + std::string(static_cast<std::size_t>(exponent + 1 - size), '0');
  const auto whole = static_cast<std::size_t>(exponent + 1);
  return sign + mantissa.substr(0, whole) + "." + mantissa.substr(whole);
}

std::optional<std::string> DayNumberText(double number, CellKind kind, bool is_1904) {
  constexpr double kMaxDays = 2'958'466;  // 10000-01-01
  if (!(number >= 0) || number >= kMaxDays) return std::nullopt;
  const auto all_ms = static_cast<std::int64_t>(std::llround(number * static_cast<double>(kDayMs)));
  if (kind == CellKind::kDuration) return DurationText(all_ms);
  std::int64_t day = all_ms / kDayMs;
  const std::int64_t ms = all_ms % kDayMs;
  // Less than a day has no date, whatever its format.
  if (day == 0 && (kind == CellKind::kTime || !is_1904)) return ClockText(ms);
  if (kind == CellKind::kTime) kind = CellKind::kDateTime;
  const auto base = is_1904 ? MakeDate(1904, 1, 1) : MakeDate(1899, 12, 30);
  if (!is_1904 && day < 60) ++day;
  const Date date{base->days + static_cast<std::int32_t>(day)};
  if (ToCivil(date).year > 9999) return std::nullopt;
  std::string text = FormatDate(date);
  if (kind == CellKind::kDateTime || ms != 0) text += "T" + ClockText(ms);
  return text;
}

}  // namespace kedang
