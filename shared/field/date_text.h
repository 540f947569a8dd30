// Dates as people and spreadsheets write them: 2026-01-02, 2026/1/2, 2026.1.2, 2026年1月2日, 二〇二六年一月二日, 20260102,
// 2-Jan-2026, with or without a time of day, and day and month in either order where only one reading is a date.
// Two-digit years are refused: nobody can know the century.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/date.h"
#include "shared/model/issue.h"

namespace kedang {

enum class DateOrder { kUnknown, kDayMonth, kMonthDay };  // of 3/4/2026

struct DateText {
  std::optional<Date> date;
  Issues issues;
};

DateText ReadDate(std::string_view text, DateOrder order = DateOrder::kUnknown);

// The date that `text` begins with; `rest` is what follows it, in plain characters.
DateText ReadDatePart(std::string_view text, std::string& rest, DateOrder order = DateOrder::kUnknown);

// A day ReadDate can give: the years 1000 to 9999.
bool IsWritableDate(Date date);

}  // namespace kedang
