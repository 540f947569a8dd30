#include "shared/field/date_text.h"

#include <array>
#include <string>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/field/checked.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

// A piece of a date: a number with its count of digits, or a month's name.
struct Piece {
  int number = 0;
  std::size_t digits = 0;  // 0: a month by name
  char after = 0;          // what separates it from the next: '-', '/', '.', ' ', 'y', 'm', 'd' (年月日)
};

constexpr std::int32_t kFirstDay = -354285;  // 1000-01-01
constexpr std::int32_t kLastDay = 2932896;   // 9999-12-31

DateText Refuse(std::string_view code) { return DateText{std::nullopt, {MakeIssue(Severity::kBlock, code)}}; }

DateText Make(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1000) return Refuse("date_missing_day");
  const auto date = MakeDate(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!date.has_value()) return Refuse("date_missing_day");
  return DateText{date, {}};
}

// 二〇二六年十一月三十日 with Arabic digits; other text unchanged.
std::string WithArabicDigits(std::string_view text) {
  static constexpr std::string_view kDigits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const auto digit_at = [&text](std::size_t at) -> int {
    for (int digit = 0; digit < 10; ++digit) {
      if (text.substr(at, 3) == kDigits[digit]) return digit;
    }
    return text.substr(at, 3) == "零" || text.substr(at, 3) == "○" ? 0 : -1;
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const int digit = digit_at(at);
    if (digit >= 0) {
      out.push_back(static_cast<char>('0' + digit));
      at += 3;
    } else if (text.substr(at, 3) == "十") {
      const bool has_tens = !out.empty() && IsDigit(out.back());
      const bool has_ones = digit_at(at + 3) >= 0;
      if (!has_tens) out.push_back('1');
      if (!has_ones) out.push_back('0');
      at += 3;
    } else {
      out.push_back(text[at++]);
    }
  }
  return out;
}

int MonthByName(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                                 "july",    "august",   "september", "october", "november", "december"};
  const std::string lower = LowerAscii(word);
  for (int month = 0; month < 12; ++month) {
    const bool is_short = lower.size() >= 3 && kMonths[month].substr(0, lower.size()) == lower && lower.size() <= 4;
    if (lower == kMonths[month] || (is_short && (lower.size() == 3 || lower == "sept"))) return month + 1;
  }
  return 0;
}

// True for what may follow a date: nothing, or a time of day with an optional zone.
bool IsTimeOfDay(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.empty()) return true;
  int parts[3] = {0, 0, 0};
  int count = 0;
  std::size_t at = 0;
  while (count < 3) {
    const std::size_t start = at;
    while (at < text.size() && IsDigit(text[at])) parts[count] = parts[count] * 10 + (text[at++] - '0');
    if (at == start || at - start > 2) return false;
    ++count;
    if (at == text.size() || text[at] != ':') break;
    ++at;
  }
  if (count < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) return false;
  if (at < text.size() && text[at] == '.') {
    const std::size_t start = ++at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    if (at == start) return false;
  }
  const std::string zone = UpperAscii(text.substr(at));
  if (zone.empty() || zone == "Z" || zone == " AM" || zone == " PM" || zone == "AM" || zone == "PM") return true;
  const bool is_offset = zone[0] == '+' || zone[0] == '-';
  return is_offset && zone.size() >= 3 && zone.size() <= 6 && zone.find_first_not_of("0123456789:", 1) == std::string::npos;
}

// Takes the pieces of a date off the front of `text`; false when it does not begin with one.
bool TakePieces(std::string_view& text, std::vector<Piece>& pieces) {
  while (!text.empty() && pieces.size() < 3) {
    Piece piece;
    std::size_t at = 0;
    if (IsDigit(text[0])) {
      while (at < text.size() && IsDigit(text[at]) && at < 9) piece.number = piece.number * 10 + (text[at++] - '0');
      piece.digits = at;
    } else {
      while (at < text.size() && IsLetter(text[at])) ++at;
      piece.number = MonthByName(text.substr(0, at));
      if (at == 0 || piece.number == 0) return pieces.size() == 3;
    }
    text.remove_prefix(at);
    const std::string_view next = text.substr(0, 3);
    if (next == "年" || next == "月" || next == "日" || next == "号") {
      piece.after = next == "年" ? 'y' : next == "月" ? 'm' : 'd';
      text.remove_prefix(3);
      while (!text.empty() && text[0] == ' ' && pieces.size() < 2) text.remove_prefix(1);
    } else if (!text.empty() && pieces.size() < 2) {
      const char mark = text[0];
      if (mark != '-' && mark != '/' && mark != '.' && mark != ' ' && mark != ',') return false;
      piece.after = mark == ',' ? ' ' : mark;
      text.remove_prefix(1);
      while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
    }
    pieces.push_back(piece);
  }
  return true;
}

DateText DayAndMonth(const Piece& first, const Piece& second, int year, DateOrder order) {
  const bool can_be_day_month = first.number <= 31 && second.number <= 12;
  const bool can_be_month_day = first.number <= 12 && second.number <= 31;
  if (can_be_day_month && can_be_month_day && first.number != second.number && order == DateOrder::kUnknown) {
    const DateText a = Make(year, second.number, first.number), b = Make(year, first.number, second.number);
    if (!a.date.has_value()) return b;
    if (!b.date.has_value()) return a;
    return DateText{std::nullopt,
                    {MakeIssue(Severity::kBlock, "date_ambiguous",
                               {{"first", FormatDate(*a.date)}, {"second", FormatDate(*b.date)}})}};
  }
  if (can_be_day_month && (!can_be_month_day || order != DateOrder::kMonthDay)) {
    return Make(year, second.number, first.number);
  }
  return Make(year, first.number, second.number);
}

DateText FromPieces(const std::vector<Piece>& pieces, DateOrder order) {
  const Piece &a = pieces[0], &b = pieces[1], &c = pieces[2];
  const bool is_chinese = a.after == 'y' || a.after == 'm';
  if (is_chinese) {
    if (a.after != 'y' || b.after != 'm' || (c.after != 'd' && c.after != 0)) return Refuse("date_format");
    if (a.digits == 2) return Refuse("date_two_digit_year");
    if (a.digits != 4 || b.digits > 2 || c.digits > 2) return Refuse("date_format");
    return Make(a.number, b.number, c.number);
  }
  if (c.after != 0) return Refuse("date_format");
  const bool has_name = a.digits == 0 || b.digits == 0;
  if (a.after != b.after && !has_name) return Refuse("date_format");
  if (c.digits == 0) return Refuse("date_format");
  if (a.digits == 4) return b.digits > 2 || c.digits > 2 ? Refuse("date_format") : Make(a.number, b.number, c.number);
  if (c.digits == 2 && a.digits <= 2 && b.digits <= 2) return Refuse("date_two_digit_year");
  if (c.digits != 4 || a.digits > 2 || b.digits > 2) return Refuse("date_format");
  if (a.digits == 0 && b.digits == 0) return Refuse("date_format");
  if (a.digits == 0) return Make(c.number, a.number, b.number);
  if (b.digits == 0) return Make(c.number, b.number, a.number);
  return DayAndMonth(a, b, c.number, order);
}

DateText FromDigits(std::string_view digits) {
  const auto number = [digits](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : digits.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  if (digits.size() == 8) return Make(number(0, 4), number(4, 2), number(6, 2));
  if (digits.size() == 4 || digits.size() == 6) return Refuse("date_incomplete");
  // Day numbers of the 1900 system from 1954 to 2064: what a date column becomes when its format is lost.
  if (digits.size() == 5 && number(0, 5) >= 20000 && number(0, 5) <= 60000) {
    const Date date{number(0, 5) - 25569};
    return DateText{date, {MakeIssue(Severity::kWarn, "date_serial", {{"value", digits}}, FormatDate(date))}};
  }
  return Refuse("date_format");
}

}  // namespace

bool IsWritableDate(Date date) { return date.days >= kFirstDay && date.days <= kLastDay; }

DateText ReadDatePart(std::string_view typed, std::string& rest, DateOrder order) {
  const std::string text = WithArabicDigits(PlainText(typed));
  std::string_view left = text;
  std::vector<Piece> pieces;
  pieces.reserve(3);
  if (!TakePieces(left, pieces)) return Refuse("date_format");
  if (pieces.size() == 2 && left.empty() && (pieces[0].digits == 4 || pieces[1].digits == 4)) {
    const char last = pieces[1].after;
    return Refuse(last == 0 || last == 'm' ? "date_incomplete" : "date_format");
  }
  if (pieces.size() != 3) return Refuse("date_format");
  rest = std::string(left);
  return FromPieces(pieces, order);
}

DateText ReadDate(std::string_view typed, DateOrder order) {
  if (const auto date = ParseIsoDate(typed)) return IsWritableDate(*date) ? DateText{date, {}} : Refuse("date_format");
  const std::string text = WithArabicDigits(PlainText(typed));
  if (IsAllDigits(text)) return FromDigits(text);
  std::string behind;
  DateText read = ReadDatePart(text, behind, order);
  std::string_view rest = behind;
  if (!rest.empty() && (rest[0] == 'T' || rest[0] == 't')) {
    rest.remove_prefix(1);
    if (rest.empty()) return Refuse("date_format");
  } else if (!rest.empty() && rest[0] != ' ') {
    return Refuse("date_format");
  }
  if (!IsTimeOfDay(rest)) return Refuse("date_format");
  return read;
}

}  // namespace kedang
