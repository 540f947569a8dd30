#include "shared/query/query_date.h"

#include <array>

#include "shared/expr/literal.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

struct DateWord {
  std::string_view canonical;
  std::string_view zh;       // as it is written
  std::string_view others;   // as people type it too, folded, ';' between
};

constexpr std::array kDateWords = {
    DateWord{"today", "今天", "今日;当天"},
    DateWord{"yesterday", "昨天", "昨日"},
    DateWord{"tomorrow", "明天", "明日"},
    DateWord{"this-week", "本周", "这周;这一周;本星期;thisweek"},
    DateWord{"last-week", "上周", "上一周;上星期;lastweek"},
    DateWord{"next-week", "下周", "下一周;下星期;nextweek"},
    DateWord{"this-month", "本月", "这个月;当月;thismonth"},
    DateWord{"last-month", "上月", "上个月;lastmonth"},
    DateWord{"next-month", "下月", "下个月;nextmonth"},
    DateWord{"this-quarter", "本季度", "这个季度;本季;thisquarter"},
    DateWord{"last-quarter", "上季度", "上个季度;上季;lastquarter"},
    DateWord{"next-quarter", "下季度", "下个季度;下季;nextquarter"},
    DateWord{"this-year", "今年", "本年;本年度;thisyear"},
    DateWord{"last-year", "去年", "上年;上一年;lastyear"},
    DateWord{"next-year", "明年", "下年;下一年;nextyear"},
};

struct Unit {
  std::string_view canonical;
  std::string_view zh;
  std::string_view others;
};
constexpr std::array kUnits = {
    Unit{"days", "天", "日;days;day;d"},
    Unit{"weeks", "周", "个星期;星期;weeks;week;w"},
    Unit{"months", "个月", "月;months;month;m"},
    Unit{"years", "年", "years;year;y"},
};
constexpr int kMostUnits = 9999;

bool IsAmong(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = list.find(';');
    if (list.substr(0, end) == word) return true;
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return false;
}

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<int> TakeNumber(std::string_view& text) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9') number = number * 10 + (text[digits++] - '0');
  if (digits == 0 || number > kMostUnits) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

const Unit* TakeUnit(std::string_view& text) {
  for (const Unit& unit : kUnits) {
    for (std::string_view names = unit.others; !names.empty();) {
      const std::size_t end = names.find(';');
      if (text == names.substr(0, end)) {
        text = {};
        return &unit;
      }
      names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
    }
    if (TakePrefix(text, unit.zh)) return &unit;
  }
  // 30daysago, 7dayslater
  for (const Unit& unit : kUnits) {
    for (const std::string_view name : {unit.canonical, unit.canonical.substr(0, unit.canonical.size() - 1)}) {
      if (TakePrefix(text, name)) return &unit;
    }
  }
  return nullptr;
}

std::string Pad(int number, std::size_t size) {
  std::string text = std::to_string(number);
  return text.size() < size ? std::string(size - text.size(), '0') + text : text;
}

// Folded, without blanks and the dashes and lines between words.
std::string Squeeze(std::string_view text) {
  std::string out;
  for (const char c : Fold(text)) {
    if (c != ' ' && c != '-' && c != '_') out += c;
  }
  return out;
}

std::optional<std::string> ReadSpan(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kBack = {"最近", "过去", "近", "前", "last", "past", "recent", "previous"};
  static constexpr std::array<std::string_view, 4> kAhead = {"未来", "今后", "接下来", "next"};
  const auto read = [](std::string_view rest, std::string_view name) -> std::optional<std::string> {
    const auto number = TakeNumber(rest);
    const Unit* unit = number.has_value() && *number > 0 ? TakeUnit(rest) : nullptr;
    if (unit == nullptr || !rest.empty()) return std::nullopt;
    return std::string(name) + "-" + std::to_string(*number) + "-" + std::string(unit->canonical);
  };
  for (const std::string_view word : kBack) {
    std::string_view rest = text;
    if (!TakePrefix(rest, word)) continue;
    if (auto found = read(rest, "last")) return found;
  }
  for (const std::string_view word : kAhead) {
    std::string_view rest = text;
    if (!TakePrefix(rest, word)) continue;
    if (auto found = read(rest, "next")) return found;
  }
  const auto number = TakeNumber(text);
  const Unit* unit = number.has_value() ? TakeUnit(text) : nullptr;
  if (unit == nullptr) return std::nullopt;
  const bool is_ago = text == "前" || text == "以前" || text == "ago";
  if (!is_ago && text != "后" && text != "以后" && text != "later") return std::nullopt;
  return std::to_string(*number) + "-" + std::string(unit->canonical) + (is_ago ? "-ago" : "-later");
}

// 2025 2025年 2025-3 2025年3月 2025/03 2025Q1 2025年一季度
std::optional<std::string> ReadPeriod(std::string_view text) {
  std::string_view rest = text;
  const auto year = TakeNumber(rest);
  if (!year.has_value() || text.size() - rest.size() != 4 || *year < 1) return std::nullopt;
  const std::string name = Pad(*year, 4);
  const bool has_word = TakePrefix(rest, "年");
  if (rest.empty() || (has_word && rest == "度")) return name;
  if (!has_word && !TakePrefix(rest, "-") && !TakePrefix(rest, "/") && !TakePrefix(rest, ".") && !rest.starts_with("q")) return std::nullopt;
  static constexpr std::array<std::string_view, 4> kQuarters = {"q1;一季度;第一季度;1季度", "q2;二季度;第二季度;2季度",
                                                                "q3;三季度;第三季度;3季度", "q4;四季度;第四季度;4季度"};
  for (std::size_t i = 0; i < kQuarters.size(); ++i) {
    if (IsAmong(rest, kQuarters[i])) return name + "-Q" + std::to_string(i + 1);
  }
  const auto month = TakeNumber(rest);
  if (!month.has_value() || *month < 1 || *month > 12 || (has_word ? rest != "月" : !rest.empty())) return std::nullopt;
  return name + "-" + Pad(*month, 2);
}

// The first day of the month `by` months from that of `day`; nothing outside the calendar.
std::optional<Date> MonthBegin(Date day, int by) {
  const CivilDate civil = ToCivil(day);
  const int months = civil.year * 12 + static_cast<int>(civil.month) - 1 + by;
  if (months < 12) return std::nullopt;
  return MakeDate(months / 12, static_cast<unsigned>(months % 12 + 1), 1);
}

// The same day so many months later, or the last of that month.
std::optional<Date> AddMonths(Date day, int by) {
  const auto begin = MonthBegin(day, by), next = MonthBegin(day, by + 1);
  if (!begin.has_value() || !next.has_value()) return std::nullopt;
  const Date same{begin->days + static_cast<int>(ToCivil(day).day) - 1};
  return same < *next ? same : Date{next->days - 1};
}

std::optional<DayRange> Months(std::optional<Date> first, int count) {
  const auto next = first.has_value() ? MonthBegin(*first, count) : std::nullopt;
  if (!next.has_value()) return std::nullopt;
  return DayRange{*first, Date{next->days - 1}};
}

std::optional<Date> Move(Date day, int by, std::string_view unit) {
  if (unit == "days") return Date{day.days + by};
  if (unit == "weeks") return Date{day.days + by * 7};
  return AddMonths(day, unit == "months" ? by : by * 12);
}

std::optional<DayRange> NamedRange(std::string_view word, Date today) {
  if (word == "today") return DayRange{today, today};
  if (word == "yesterday") return DayRange{Date{today.days - 1}, Date{today.days - 1}};
  if (word == "tomorrow") return DayRange{Date{today.days + 1}, Date{today.days + 1}};
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view which = word.substr(0, dash), unit = word.substr(dash + 1);
  const int by = which == "this" ? 0 : which == "last" ? -1 : which == "next" ? 1 : 2;
  if (by == 2) return std::nullopt;
  if (unit == "week") {
    const int weekday = ((today.days + 3) % 7 + 7) % 7;  // Monday is 0
    const Date first{today.days - weekday + by * 7};
    return DayRange{first, Date{first.days + 6}};
  }
  const int month = static_cast<int>(ToCivil(today).month) - 1;
  if (unit == "month") return Months(MonthBegin(today, by), 1);
  if (unit == "quarter") return Months(MonthBegin(today, by * 3 - month % 3), 3);
  if (unit == "year") return Months(MonthBegin(today, by * 12 - month), 12);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ReadQueryDate(std::string_view text) {
  if (const auto day = ReadDateLiteral(text)) return FormatDate(*day);
  const std::string folded = Fold(text);
  if (auto period = ReadPeriod(folded)) return period;
  const std::string word = Squeeze(text);
  if (word.empty() || word.size() > 60) return std::nullopt;
  for (const DateWord& known : kDateWords) {
    if (word == known.zh || word == known.canonical || IsAmong(word, known.others)) return std::string(known.canonical);
  }
  return ReadSpan(word);
}

std::optional<DayRange> DaysOfQueryDate(std::string_view canonical, Date today) {
  if (const auto day = ParseIsoDate(canonical)) return DayRange{*day, *day};
  if (auto named = NamedRange(canonical, today)) return named;
  std::string_view rest = canonical;
  const bool is_last = TakePrefix(rest, "last-"), is_next = !is_last && TakePrefix(rest, "next-");
  const auto number = TakeNumber(rest);
  if (!number.has_value()) return std::nullopt;
  if (is_last || is_next) {
    if (!TakePrefix(rest, "-")) return std::nullopt;
    const auto end = Move(today, is_last ? -*number : *number, rest);
    if (!end.has_value()) return std::nullopt;
    return is_last ? DayRange{Date{end->days + 1}, today} : DayRange{today, Date{end->days - 1}};
  }
  for (const bool is_ago : {true, false}) {
    const std::string_view tail = is_ago ? "-ago" : "-later";
    if (!rest.starts_with('-') || !rest.ends_with(tail)) continue;
    const auto day = Move(today, is_ago ? -*number : *number, rest.substr(1, rest.size() - 1 - tail.size()));
    return day.has_value() ? std::optional<DayRange>(DayRange{*day, *day}) : std::nullopt;
  }
  if (canonical.size() == 4) return Months(MakeDate(*number, 1, 1), 12);
  if (canonical.size() != 7) return std::nullopt;
  if (canonical[5] == 'Q') return Months(MakeDate(*number, static_cast<unsigned>((canonical[6] - '1') * 3 + 1), 1), 3);
  return Months(MakeDate(*number, static_cast<unsigned>((canonical[5] - '0') * 10 + canonical[6] - '0'), 1), 1);
}

bool IsRelativeQueryDate(std::string_view canonical) {
  return !canonical.empty() && (canonical.ends_with("-ago") || canonical.ends_with("-later") || canonical[0] < '0' || canonical[0] > '9');
}

std::string WriteQueryDate(std::string_view canonical, bool is_english) {
  if (is_english || !IsRelativeQueryDate(canonical)) return std::string(canonical);
  for (const DateWord& word : kDateWords) {
    if (word.canonical == canonical) return std::string(word.zh);
  }
  std::string_view rest = canonical;
  std::string text = TakePrefix(rest, "last-") ? "最近" : TakePrefix(rest, "next-") ? "未来" : "";
  const auto number = TakeNumber(rest);
  if (!number.has_value()) return std::string(canonical);
  text += std::to_string(*number);
  for (const Unit& unit : kUnits) {
    if (rest.substr(1).starts_with(unit.canonical)) text += unit.zh;
  }
  if (rest.ends_with("-ago")) text += "前";
  if (rest.ends_with("-later")) text += "后";
  return text;
}

const std::vector<std::string>& CommonQueryDates() {
  static const std::vector<std::string>* const dates = new std::vector<std::string>{
      "today",      "yesterday",    "last-7-days",  "last-30-days", "this-week", "last-week", "this-month", "last-month",
      "this-quarter", "this-year",  "last-year",    "next-7-days",  "tomorrow",  "next-week", "next-month"};
  return *dates;
}

}  // namespace kedang
