#include "shared/field/date_time_text.h"

#include <cstdio>

#include "shared/field/checked.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;

DateTimeText Refuse(std::string_view code) { return DateTimeText{std::nullopt, {MakeIssue(Severity::kBlock, code)}}; }

void SkipBlanks(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

bool TakeStart(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  SkipBlanks(text);
  return true;
}

// One or two digits; -1 for none.
int TakeNumber(std::string_view& text, std::size_t most = 2) {
  int number = 0;
  std::size_t count = 0;
  while (count < most && count < text.size() && IsDigit(text[count])) number = number * 10 + (text[count++] - '0');
  text.remove_prefix(count);
  return count == 0 ? -1 : number;
}

enum class Half { kNone, kMorning, kAfternoon };

Half TakeHalf(std::string_view& text) {
  for (const std::string_view word : {"上午", "早上", "凌晨", "清晨", "早晨"}) {
    if (TakeStart(text, word)) return Half::kMorning;
  }
  for (const std::string_view word : {"下午", "傍晚", "晚上", "夜里", "晚"}) {
    if (TakeStart(text, word)) return Half::kAfternoon;
  }
  TakeStart(text, "中午");  // 中午12点, 中午1点 is read below
  for (const std::string_view word : {"a.m.", "am"}) {
    if (TakeStart(text, word)) return Half::kMorning;
  }
  for (const std::string_view word : {"p.m.", "pm"}) {
    if (TakeStart(text, word)) return Half::kAfternoon;
  }
  return Half::kNone;
}

struct TimeOfDay {
  std::int64_t ms = 0;
  std::optional<int> zone;  // minutes east of UTC
};

// ":30:15.250", "时30分15秒", "点半", "点一刻" after the hour.
bool TakeMinutes(std::string_view& text, std::int64_t& ms) {
  const bool is_word = TakeStart(text, "时") || TakeStart(text, "点钟") || TakeStart(text, "点");
  if (!is_word && !TakeStart(text, ":")) return false;
  if (is_word) {
    if (TakeStart(text, "整")) return true;
    if (TakeStart(text, "半")) return ms += 30 * kMinuteMs, true;
    if (TakeStart(text, "1刻")) return ms += 15 * kMinuteMs, true;
    if (TakeStart(text, "3刻")) return ms += 45 * kMinuteMs, true;
  }
  const int minute = TakeNumber(text);
  if (minute < 0) return is_word;
  if (minute > 59) return false;
  ms += minute * kMinuteMs;
  const bool is_minute_word = TakeStart(text, "分钟") || TakeStart(text, "分");
  if (!is_minute_word && !TakeStart(text, ":")) return true;
  const int second = TakeNumber(text);
  if (second < 0) return is_minute_word;
  if (second > 59) return false;
  ms += second * 1000;
  if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
    text.remove_prefix(1);
    int scale = 100, digits = 0;
    for (; !text.empty() && IsDigit(text[0]); text.remove_prefix(1), ++digits) {
      ms += (text[0] - '0') * scale;
      scale /= 10;
    }
    if (digits == 0) return false;
  }
  TakeStart(text, "秒");
  return true;
}

bool TakeZone(std::string_view& text, std::optional<int>& zone) {
  if (text.empty()) return true;
  if (TakeStart(text, "z") || TakeStart(text, "utc") || TakeStart(text, "gmt")) zone = 0;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return true;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = TakeNumber(text);
  if (!text.empty() && text[0] == ':') text.remove_prefix(1);
  const int minutes = TakeNumber(text);
  if (hours < 0 || hours > 14 || minutes > 59) return false;
  zone = sign * (hours * 60 + (minutes < 0 ? 0 : minutes));
  return true;
}

std::optional<TimeOfDay> ReadTimeOfDay(std::string_view text) {
  TimeOfDay time;
  SkipBlanks(text);
  if (text.empty()) return time;
  if (text[0] == 't' || text[0] == ',') text.remove_prefix(1);
  SkipBlanks(text);
  const bool is_noon = text.starts_with("中午");
  Half half = TakeHalf(text);
  int hour = TakeNumber(text);
  if (hour < 0 || hour > 24) return std::nullopt;
  SkipBlanks(text);
  const bool has_words_before = half != Half::kNone || is_noon;
  if (half == Half::kNone) half = TakeHalf(text);
  std::int64_t ms = 0;
  // "6 pm" needs no minutes, a bare "6" is no time.
  if (!TakeMinutes(text, ms) && (half == Half::kNone || has_words_before)) return std::nullopt;
  SkipBlanks(text);
  if (half == Half::kNone) half = TakeHalf(text);
  if (half != Half::kNone && (hour > 12 || hour == 0)) {
    if (half == Half::kMorning && hour > 12) return std::nullopt;
  } else if (half == Half::kAfternoon && hour < 12) {
    hour += 12;
  } else if (half == Half::kMorning && hour == 12) {
    hour = 0;
  } else if (is_noon && hour < 11) {
    hour += 12;
  }
  ms += hour * 60 * kMinuteMs;
  if (ms > kDayMs) return std::nullopt;
  time.ms = ms;
  SkipBlanks(text);
  if (!TakeZone(text, time.zone)) return std::nullopt;
  SkipBlanks(text);
  if (!text.empty()) return std::nullopt;
  return time;
}

}  // namespace

DateTimeText ReadDateTime(std::string_view typed, int offset_minutes, DateOrder order) {
  std::string text = LowerAscii(PlainText(typed));
  if (IsAllDigits(text) && (text.size() == 12 || text.size() == 14)) {
    text = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) + " " + text.substr(8, 2) + ":" +
           text.substr(10, 2) + (text.size() == 14 ? ":" + text.substr(12) : std::string());
  }
  std::string rest;
  DateText day = IsAllDigits(text) ? ReadDate(text, order) : ReadDatePart(text, rest, order);
  if (!day.date.has_value()) return DateTimeText{std::nullopt, std::move(day.issues)};
  const std::optional<TimeOfDay> time = ReadTimeOfDay(rest);
  if (!time.has_value()) return Refuse("date_time_format");
  const TimeMs moment = day.date->days * kDayMs + time->ms - time->zone.value_or(offset_minutes) * kMinuteMs;
  if (!IsWritableTime(moment)) return Refuse("date_missing_day");
  return DateTimeText{moment, std::move(day.issues)};
}

std::string WriteDateTime(TimeMs time, int offset_minutes) {
  const Date day = DateOf(time, offset_minutes);
  const auto rest = static_cast<int>(time + offset_minutes * kMinuteMs - day.days * kDayMs);
  char text[24];
  std::snprintf(text, sizeof text, " %02d:%02d", rest / 3'600'000, rest / 60'000 % 60);
  std::string written = FormatDate(day) + text;
  if (rest % 60'000 == 0) return written;
  std::snprintf(text, sizeof text, ":%02d", rest / 1000 % 60);
  written += text;
  if (rest % 1000 == 0) return written;
  std::snprintf(text, sizeof text, ".%03d", rest % 1000);
  return written + text;
}

std::string WriteDateTimeIso(TimeMs time, int offset_minutes) {
  std::string text = FormatTimeUtc(time + offset_minutes * kMinuteMs);  // "…:12.345Z" of the clock there
  text.pop_back();
  if (text.ends_with(".000")) text.erase(text.size() - 4);
  const int size = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  char zone[16];
  std::snprintf(zone, sizeof zone, "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', size / 60, size % 60);
  return text + zone;
}

// A day's room at both ends, so that it is a day of these years in every zone.
bool IsWritableTime(TimeMs time) {
  return time >= -354'284 * kDayMs && time < 2'932'895 * kDayMs;
}

}  // namespace kedang
