#include "shared/base/date.h"

#include <chrono>
#include <cstdio>

namespace kedang {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

int FloorDays(TimeMs time) {
  return static_cast<int>(time >= 0 ? time / kDayMs : -((-time + kDayMs - 1) / kDayMs));
}

}  // namespace

std::optional<Date> MakeDate(int year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999) return std::nullopt;
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!civil.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count())};
}

CivilDate ToCivil(Date date) {
  const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day())};
}

std::string FormatDate(Date date) {
  const CivilDate civil = ToCivil(date);
  if (civil.year < 0 || civil.year > 9999) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", civil.year, civil.month, civil.day);
    return text;
  }
  // By hand: every date of every record is written when words are indexed.
  const auto year = static_cast<unsigned>(civil.year);
  const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
  return {digit(year / 1000), digit(year / 100), digit(year / 10),        digit(year),           '-',
          digit(civil.month / 10), digit(civil.month), '-', digit(civil.day / 10), digit(civil.day)};
}

std::optional<Date> ParseIsoDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (std::size_t i = from; i < from + length; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return MakeDate(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string FormatTimeUtc(TimeMs time) {
  const int days = FloorDays(time);
  const auto rest = static_cast<int>(time - std::int64_t{days} * kDayMs);
  char text[48];
  std::snprintf(text, sizeof text, "%sT%02d:%02d:%02d.%03dZ", FormatDate(Date{days}).c_str(), rest / 3'600'000,
                rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
  return text;
}

std::optional<TimeMs> ParseTimeUtc(std::string_view text) {
  if ((text.size() != 20 && text.size() != 24) || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
  const auto date = ParseIsoDate(text.substr(0, 10));
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (std::size_t i = from; i < from + length; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  const int thousandths = text.size() == 24 ? number(20, 3) : 0;
  const bool has_marks = text[13] == ':' && text[16] == ':' && (text.size() == 20 || text[19] == '.');
  if (!date.has_value() || !has_marks || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      thousandths < 0) {
    return std::nullopt;
  }
  return date->days * kDayMs + ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + thousandths;
}

Date DateOf(TimeMs time, int offset_minutes) { return Date{FloorDays(time + std::int64_t{offset_minutes} * 60'000)}; }

}  // namespace kedang
