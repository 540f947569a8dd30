#include "shared/field/duration_text.h"

#include "shared/base/decimal_math.h"
#include "shared/field/checked.h"
#include "shared/field/chinese_number.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::int64_t kHour = 3600, kMinute = 60;

DurationText Refuse(std::string_view code) { return DurationText{std::nullopt, {MakeIssue(Severity::kBlock, code)}}; }

bool TakeStart(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

// Seconds of the unit that `text` begins with; 0 for none. Longer names stand before those they begin with.
std::int64_t TakeUnit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  static constexpr Unit kUnits[] = {
      {"星期", 7 * 24 * kHour}, {"周", 7 * 24 * kHour}, {"weeks", 7 * 24 * kHour}, {"week", 7 * 24 * kHour},
      {"w", 7 * 24 * kHour},    {"天", 24 * kHour},     {"日", 24 * kHour},        {"days", 24 * kHour},
      {"day", 24 * kHour},      {"d", 24 * kHour},      {"小时", kHour},           {"钟头", kHour},
      {"时", kHour},            {"hours", kHour},       {"hour", kHour},           {"hrs", kHour},
      {"hr", kHour},            {"h", kHour},           {"分钟", kMinute},         {"分", kMinute},
      {"minutes", kMinute},     {"minute", kMinute},    {"mins", kMinute},         {"min", kMinute},
      {"m", kMinute},           {"刻钟", 15 * kMinute}, {"刻", 15 * kMinute},      {"秒钟", 1},
      {"秒", 1},                {"seconds", 1},         {"second", 1},             {"secs", 1},
      {"sec", 1},               {"s", 1},
  };
  for (const Unit& unit : kUnits) {
    if (TakeStart(text, unit.name)) return unit.seconds;
  }
  return 0;
}

std::optional<Decimal> TakeNumber(std::string_view& text) {
  if (TakeStart(text, "半")) return Decimal{5, 1};
  std::size_t size = 0;
  while (size < text.size() && (IsDigit(text[size]) || text[size] == '.')) ++size;
  std::optional<Decimal> number;
  if (size > 0) {
    number = size <= 12 ? ParseDecimal(text.substr(0, size)) : std::nullopt;
  } else {
    size = ChineseNumberLength(text);
    if (const auto whole = ReadChineseNumber(text.substr(0, size))) number = Decimal{*whole, 0};
  }
  text.remove_prefix(size);
  return number;
}

DurationText OfSeconds(const std::optional<Decimal>& seconds) {
  const auto exact = seconds.has_value() ? DivideDecimal(*seconds, Decimal{kMinute, 0}) : std::nullopt;
  const auto rounded = exact.has_value() ? RoundDecimal(*exact, 0, Rounding::kHalfAway) : std::nullopt;
  const auto minutes = rounded.has_value() ? ToInteger(*rounded) : std::nullopt;
  if (!minutes.has_value() || *minutes > kMaxDurationMinutes) return Refuse("number_too_large");
  DurationText read{minutes, {}};
  if (!(*rounded == *exact)) {
    read.issues.push_back(MakeIssue(Severity::kWarn, "duration_rounded", {{"value", WriteDuration(*minutes, false)},
                                                                           {"value.en", WriteDuration(*minutes, true)}}));
  }
  return read;
}

// 1:30, 1:30:00.
DurationText ReadClock(std::string_view text) {
  std::int64_t parts[3] = {0, 0, 0};
  std::size_t count = 0, digits = 0;
  for (const char c : text) {
    if (c == ':') {
      if (digits == 0 || ++count > 2) return Refuse("duration_format");
      digits = 0;
      continue;
    }
    if (!IsDigit(c) || ++digits > (count == 0 ? 6u : 2u)) return Refuse("duration_format");
    parts[count] = parts[count] * 10 + (c - '0');
  }
  if (digits == 0 || count == 0 || parts[1] > 59 || parts[2] > 59) return Refuse("duration_format");
  return OfSeconds(Decimal{parts[0] * kHour + parts[1] * kMinute + parts[2], 0});
}

}  // namespace

DurationText ReadDuration(std::string_view typed) {
  std::string text;
  for (const char c : LowerAscii(PlainText(typed))) {
    if (c != ' ') text += c;
  }
  if (text.find(':') != std::string::npos) return ReadClock(text);
  std::string_view rest = text;
  std::optional<Decimal> total = Decimal{};
  std::int64_t last = 0;  // seconds of the unit before
  while (!rest.empty()) {
    const auto number = TakeNumber(rest);
    if (!number.has_value()) return Refuse("duration_format");
    const bool is_half = *number == Decimal{5, 1};
    TakeStart(rest, "个");
    const bool has_half = TakeStart(rest, "半");  // 一个半小时
    std::int64_t unit = TakeUnit(rest);
    if (unit == 0) {
      // 90, 2小时30, 一小时半
      if (!rest.empty() || has_half || last == kMinute || last == 1) return Refuse("duration_format");
      unit = last == 0 ? kMinute : is_half ? last : last == kHour ? kMinute : 0;
    }
    if (unit == 0 || (last != 0 && unit > last)) return Refuse("duration_format");
    const auto amount = has_half ? AddDecimal(*number, Decimal{5, 1}) : number;
    const auto part = amount.has_value() ? MultiplyDecimal(*amount, Decimal{unit, 0}) : std::nullopt;
    total = part.has_value() && total.has_value() ? AddDecimal(*total, *part) : std::nullopt;
    if (!total.has_value()) return Refuse("number_too_large");
    last = unit;
    for (const std::string_view filler : {"零", ",", "and"}) {
      if (TakeStart(rest, filler)) break;
    }
  }
  if (last == 0) return Refuse("duration_format");
  return OfSeconds(total);
}

std::string WriteDuration(std::int64_t minutes, bool is_english) {
  const std::int64_t hours = minutes / 60, rest = minutes % 60;
  std::string text;
  if (hours > 0) text = std::to_string(hours) + (is_english ? "h" : "小时");
  if (rest > 0 || hours == 0) {
    if (is_english && !text.empty()) text += ' ';
    text += std::to_string(rest) + (is_english ? "m" : "分钟");
  }
  return text;
}

}  // namespace kedang
