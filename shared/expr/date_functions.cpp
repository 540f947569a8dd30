#include <array>

#include "shared/base/decimal_math.h"
#include "shared/expr/function_table.h"

namespace kedang {
namespace {

// A whole number within ±10,000,000, which every sum below can take.
std::optional<std::int64_t> WholeOf(const Datum& number) {
  const std::optional<std::int64_t> whole = ToInteger(number.number());
  if (!whole.has_value() || *whole > 10'000'000 || *whole < -10'000'000) return std::nullopt;
  return whole;
}

Datum OfDays(std::int64_t days) {
  return IsInCalendar(days) ? Datum::Of(Date{static_cast<std::int32_t>(days)}) : Datum();
}

Datum Today(Runtime& run, const Datum*, std::size_t) { return OfDays(run.context.today.days); }

Datum MakeDay(Runtime&, const Datum* a, std::size_t) {
  const auto year = WholeOf(a[0]), month = WholeOf(a[1]), day = WholeOf(a[2]);
  if (!year.has_value() || !month.has_value() || !day.has_value() || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
    return {};
  }
  const auto date = MakeDate(static_cast<int>(*year), static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  return date.has_value() ? Datum::Of(*date) : Datum();
}

Datum Year(Runtime&, const Datum* a, std::size_t) { return Datum::OfInteger(ToCivil(a[0].date()).year); }
Datum Month(Runtime&, const Datum* a, std::size_t) { return Datum::OfInteger(ToCivil(a[0].date()).month); }
Datum Day(Runtime&, const Datum* a, std::size_t) { return Datum::OfInteger(ToCivil(a[0].date()).day); }
Datum Quarter(Runtime&, const Datum* a, std::size_t) { return Datum::OfInteger((ToCivil(a[0].date()).month + 2) / 3); }

// 1970-01-01 was a Thursday.
Datum Weekday(Runtime&, const Datum* a, std::size_t) {
  const std::int64_t place = (a[0].units + 3) % 7;
  return Datum::OfInteger((place < 0 ? place + 7 : place) + 1);
}

Datum DaysSince(Runtime& run, const Datum* a, std::size_t) { return Datum::OfInteger(run.context.today.days - a[0].units); }
Datum DaysUntil(Runtime& run, const Datum* a, std::size_t) { return Datum::OfInteger(a[0].units - run.context.today.days); }

Datum AddDays(Runtime&, const Datum* a, std::size_t) {
  const auto days = WholeOf(a[1]);
  return days.has_value() ? OfDays(a[0].units + *days) : Datum();
}

// The same day of another month, or that month's last day.
Datum AddMonths(Runtime&, const Datum* a, std::size_t) {
  const auto months = WholeOf(a[1]);
  if (!months.has_value()) return {};
  const CivilDate civil = ToCivil(a[0].date());
  const std::int64_t total = std::int64_t{civil.year} * 12 + civil.month - 1 + *months;
  if (total < 12 || total >= 10'000 * 12) return {};
  const auto year = static_cast<int>(total / 12);
  const auto month = static_cast<unsigned>(total % 12 + 1);
  for (unsigned day = civil.day; day > 0; --day) {
    if (const auto date = MakeDate(year, month, day)) return Datum::Of(*date);
  }
  return {};
}

constexpr auto kDate = FunctionArea::kDate;
constexpr auto kPlain = FunctionForm::kPlain;
constexpr std::array kRows = {
    FunctionRow{"today", "今天", kDate, kPlain, ":d", &Today, "今天的日期。", "The present day.", "today()", "2026-11-22", true},
    FunctionRow{"date", "日期", kDate, kPlain, "nnn:d", &MakeDay, "由年、月、日得到日期，没有这一天则为空。",
                "The day of a year, month and day; null when there is no such day.", "date(2026, 2, 28) + 1", "2026-03-01"},
    FunctionRow{"year", "年", kDate, kPlain, "d:n", &Year, "日期的年份。", "The year of a date.", "year(成立日期)", "2015"},
    FunctionRow{"month", "月", kDate, kPlain, "d:n", &Month, "日期的月份，1 到 12。", "The month of a date, 1 to 12.",
                "month(成立日期)", "6"},
    FunctionRow{"day", "日", kDate, kPlain, "d:n", &Day, "日期在月中的第几天。", "The day of the month.", "day(成立日期)", "18"},
    FunctionRow{"weekday", "星期", kDate, kPlain, "d:n", &Weekday, "星期几，1 为星期一，7 为星期日。",
                "The day of the week, Monday is 1, Sunday 7.", "weekday(\"2026-11-22\")", "7"},
    FunctionRow{"quarter", "季度", kDate, kPlain, "d:n", &Quarter, "日期所在季度，1 到 4。", "The quarter of a date, 1 to 4.",
                "quarter(成立日期)", "2"},
    FunctionRow{"days_since", "距今天数", kDate, kPlain, "d:n", &DaysSince, "这一天到今天过了多少天，未来为负。",
                "Days from a date to today; negative in the future.", "days_since(最近跟进)", "12", true},
    FunctionRow{"days_until", "剩余天数", kDate, kPlain, "d:n", &DaysUntil, "从今天到这一天还有多少天，过去为负。",
                "Days from today to a date; negative in the past.", "days_until(\"2026-12-01\")", "9", true},
    FunctionRow{"add_days", "加天", kDate, kPlain, "dn:d", &AddDays, "若干天之后的日期。", "A date so many days later.",
                "add_days(成立日期, 30)", "2015-07-18"},
    FunctionRow{"add_months", "加月", kDate, kPlain, "dn:d", &AddMonths, "若干个月之后的同一天；没有这一天则为月末。",
                "The same day so many months later, or the last of that month.", "add_months(\"2026-01-31\", 1)", "2026-02-28"},
};

}  // namespace

std::span<const FunctionRow> DateFunctions() { return kRows; }

}  // namespace kedang
