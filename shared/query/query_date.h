// Times in a query: days, months, quarters and years, and words relative to today. In a tree they stand in one form: 2025-03-01
// 2025-03 2025-Q1 2025, today yesterday tomorrow, this-week last-month next-quarter last-year …, last-7-days next-2-weeks
// last-3-months last-1-years (with today), 30-days-ago 7-days-later.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/date.h"

namespace kedang {

struct DayRange {
  Date first;
  Date last;  // included
};

// What somebody typed, in either language: 最近7天 今天 上周 2025年3月 2025-3 last7days. Nothing for other text.
std::optional<std::string> ReadQueryDate(std::string_view text);
// The days it means. Nothing when they are in no calendar.
std::optional<DayRange> DaysOfQueryDate(std::string_view canonical, Date today);
// As it is written: 最近7天, last-7-days; ReadQueryDate gives the canonical form back.
std::string WriteQueryDate(std::string_view canonical, bool is_english);
bool IsRelativeQueryDate(std::string_view canonical);
// What is worth offering, in canonical form.
const std::vector<std::string>& CommonQueryDates();

}  // namespace kedang
