// A calendar date without time or zone, and the text form of times. Proleptic Gregorian calendar, ISO 8601.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"

namespace kedang {

struct Date {
  std::int32_t days = 0;  // since 1970-01-01, negative before

  bool operator==(const Date&) const = default;
  bool operator<(const Date& other) const { return days < other.days; }
};

struct CivilDate {
  int year = 1970;
  unsigned month = 1;  // 1..12
  unsigned day = 1;    // 1..31
};

// Nothing when there is no such day (2023-02-29) or the year is outside 1..9999.
std::optional<Date> MakeDate(int year, unsigned month, unsigned day);
CivilDate ToCivil(Date date);

// "2026-11-22".
std::string FormatDate(Date date);
// Exactly YYYY-MM-DD; looser forms are the date field type's business.
std::optional<Date> ParseIsoDate(std::string_view text);

// "2026-11-22T10:47:12.345Z".
std::string FormatTimeUtc(TimeMs time);
// FormatTimeUtc's form, the thousandths optional; nothing for anything else.
std::optional<TimeMs> ParseTimeUtc(std::string_view text);
// The day a moment falls on, `offset_minutes` east of UTC.
Date DateOf(TimeMs time, int offset_minutes);

}  // namespace kedang
