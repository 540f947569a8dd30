#include "shared/field/number_text.h"

#include <string>

#include "shared/field/checked.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

NumberText Refuse(std::string_view code, IssueDetails details = {}) {
  return NumberText{std::nullopt, {MakeIssue(Severity::kBlock, code, details)}};
}

bool TakeSuffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
  text.remove_suffix(suffix.size());
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return true;
}

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return true;
}

// Powers of ten of the Chinese units at the end; they may follow each other (万亿).
int TakeUnits(std::string_view& text) {
  int power = 0;
  for (bool is_found = true; is_found;) {
    is_found = false;
    const std::pair<std::string_view, int> units[] = {{"亿", 8}, {"億", 8}, {"万", 4}, {"萬", 4}, {"千", 3}, {"仟", 3},
                                                      {"百", 2}};
    for (const auto& [unit, zeros] : units) {
      if (text.size() > unit.size() && TakeSuffix(text, unit)) {
        power += zeros;
        is_found = true;
        break;
      }
    }
  }
  return power;
}

// Digits without their grouping, "" when the grouping is not by threes.
bool DropGrouping(std::string_view whole, std::string& out) {
  const char mark = whole.find(',') != std::string_view::npos ? ',' : whole.find('\'') != std::string_view::npos ? '\'' : ' ';
  std::size_t run = 0;
  bool is_first = true;
  for (const char c : whole) {
    if (c == mark) {
      if (run == 0 || run > 3 || (!is_first && run != 3)) return false;
      is_first = false;
      run = 0;
    } else {
      out.push_back(c);
      ++run;
    }
  }
  return is_first || run == 3;
}

// Plain digits, optional point, exponent to an exact decimal times ten to the `power`.
NumberText Scale(const std::string& digits, const std::string& fraction, int power, bool is_negative) {
  std::string all = digits + fraction;
  int scale = static_cast<int>(fraction.size()) - power;
  while (scale > 0 && !all.empty() && all.back() == '0') {
    all.pop_back();
    --scale;
  }
  const std::size_t first = all.find_first_not_of('0');
  if (first == std::string::npos) return NumberText{Decimal{}, {}};
  all.erase(0, first);
  if (scale > kMaxDecimalScale) return Refuse("number_scale", {{"limit", std::to_string(kMaxDecimalScale)}});
  if (scale < -19) return Refuse("number_too_large");
  for (; scale < 0; ++scale) all.push_back('0');
  if (all.size() > 19) return Refuse("number_too_large");
  if (scale > 0) {
    if (all.size() <= static_cast<std::size_t>(scale)) all.insert(0, static_cast<std::size_t>(scale) - all.size() + 1, '0');
    all.insert(all.size() - static_cast<std::size_t>(scale), ".");
  }
  const auto number = ParseDecimal((is_negative ? "-" : "") + all);
  if (!number.has_value()) return Refuse("number_too_large");
  return NumberText{number, {}};
}

// Exponent of 1.5E+10; false when there is an E without one.
bool TakeExponent(std::string_view& text, int& power) {
  const std::size_t at = text.find_first_of("eE");
  if (at == std::string_view::npos) return true;
  std::string_view digits = text.substr(at + 1);
  const bool is_negative = !digits.empty() && digits[0] == '-';
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  if (!IsAllDigits(digits) || digits.size() > 3) return false;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  power += is_negative ? -value : value;
  text = text.substr(0, at);
  return true;
}

NumberText ReadDigits(std::string_view text, int power, bool is_negative, TextChanges* changes) {
  if (!TakeExponent(text, power)) return Refuse("number_format");
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() && fraction.empty()) return Refuse("number_format");
  if (whole.find_first_not_of("0123456789,' ") != std::string_view::npos) return Refuse("number_format");
  if (!fraction.empty() && !IsAllDigits(fraction)) {
    const bool is_comma_later = fraction.find_first_not_of("0123456789,.") == std::string_view::npos;
    return Refuse(is_comma_later && fraction.find(',') != std::string_view::npos ? "number_grouping" : "number_format");
  }
  std::string digits;
  if (!DropGrouping(whole, digits) || digits.find_first_not_of("0123456789") != std::string::npos) {
    return Refuse("number_grouping");
  }
  if (digits.empty() && fraction.empty()) return Refuse("number_format");
  Note(changes, TextChange::kGrouping, digits.size() != whole.size());
  return Scale(digits, std::string(fraction), power, is_negative);
}

NumberText ReadSigned(std::string_view text, TextChanges* changes) {
  bool is_negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    is_negative = true;
    text = text.substr(1, text.size() - 2);
    Note(changes, TextChange::kSign);
  } else if (TakePrefix(text, "-")) {
    is_negative = true;
  } else {
    Note(changes, TextChange::kSign, TakePrefix(text, "+"));
  }
  const int power = TakeUnits(text);
  Note(changes, TextChange::kUnit, power != 0);
  return ReadDigits(text, power, is_negative, changes);
}

// The sign or name of a currency at either end, in capitals. Words that several currencies share mean `expected` where it
// is one of them.
std::string TakeCurrency(std::string_view& text, std::string_view expected) {
  struct Name {
    std::string_view text, code;
    std::string_view others = {};
  };
  // Longer names before those they end with.
  static constexpr Name kNames[] = {
      {"人民币元", "CNY"}, {"人民币", "CNY"},   {"元人民币", "CNY"}, {"元整", "CNY"},   {"圆整", "CNY"},
      {"美元", "USD"},     {"美金", "USD"},     {"港元", "HKD"},     {"港币", "HKD"},   {"欧元", "EUR"},
      {"日元", "JPY"},     {"日圆", "JPY"},     {"英镑", "GBP"},     {"新台币", "TWD"}, {"台币", "TWD"},
      {"澳门元", "MOP"},   {"新加坡元", "SGD"}, {"新元", "SGD"},     {"韩元", "KRW"},   {"澳元", "AUD"},
      {"加元", "CAD"},     {"瑞士法郎", "CHF"}, {"泰铢", "THB"},     {"卢布", "RUB"},   {"越南盾", "VND"},
      {"卢比", "INR"},     {"林吉特", "MYR"},   {"元", "CNY", "USD HKD JPY TWD MOP SGD KRW AUD CAD"},
      {"圆", "CNY", "JPY"}, {"块", "CNY"},      {"HK$", "HKD"},      {"US$", "USD"},    {"NT$", "TWD"},
      {"S$", "SGD"},       {"A$", "AUD"},       {"C$", "CAD"},       {"MOP$", "MOP"},   {"JP¥", "JPY"},
      {"RMB", "CNY"},      {"CNY", "CNY"},      {"USD", "USD"},      {"HKD", "HKD"},    {"EUR", "EUR"},
      {"JPY", "JPY"},      {"GBP", "GBP"},      {"TWD", "TWD"},      {"SGD", "SGD"},    {"AUD", "AUD"},
      {"CAD", "CAD"},      {"CHF", "CHF"},      {"KRW", "KRW"},      {"INR", "INR"},    {"RUB", "RUB"},
      {"THB", "THB"},      {"VND", "VND"},      {"MYR", "MYR"},      {"MOP", "MOP"},    {"RM", "MYR"},
      {"¥", "CNY", "JPY"}, {"￥", "CNY", "JPY"}, {"$", "USD", "HKD TWD MOP SGD AUD CAD"},
      {"€", "EUR"},        {"£", "GBP"},        {"₩", "KRW"},        {"₹", "INR"},      {"₽", "RUB"},
      {"฿", "THB"},        {"₫", "VND"},
  };
  std::string currency;
  for (bool is_found = true; is_found;) {
    is_found = false;
    for (const Name& name : kNames) {
      if (!TakePrefix(text, name.text) && !TakeSuffix(text, name.text)) continue;
      const bool is_expected = !expected.empty() && name.others.find(expected) != std::string_view::npos;
      if (currency.empty() || currency == "CNY") currency = std::string(is_expected ? expected : name.code);
      is_found = true;
      break;
    }
  }
  return currency;
}

}  // namespace

NumberText ReadNumber(std::string_view typed, TextChanges* changes) {
  const std::string text = PlainText(typed, changes);
  if (text.empty()) return Refuse("number_format");
  return ReadSigned(text, changes);
}

MoneyText ReadMoney(std::string_view typed, std::string_view expected, TextChanges* changes) {
  std::string text = UpperAscii(PlainText(typed, changes));
  // "2,260(万元人民币)": the unit of a form's column, in brackets behind the digits.
  const std::size_t open = text.find('(');
  if (open != std::string::npos && open > 0 && text.back() == ')' && IsDigit(text[open - 1])) {
    text.pop_back();
    text.erase(open, 1);
  }
  bool is_negative = false;
  std::string_view rest = text;
  if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') {
    is_negative = true;
    rest = rest.substr(1, rest.size() - 2);
    Note(changes, TextChange::kSign);
  } else {
    is_negative = TakePrefix(rest, "-");
  }
  MoneyText money;
  money.currency = TakeCurrency(rest, expected);
  Note(changes, TextChange::kCurrency, !money.currency.empty());
  NumberText result;
  if (rest.empty() || (is_negative && (rest[0] == '-' || rest[0] == '('))) {
    result = Refuse("number_format");
  } else {
    result = ReadSigned(rest, changes);
  }
  money.number = result.number;
  money.issues = std::move(result.issues);
  if (money.number.has_value() && is_negative) money.number->units = -money.number->units;
  return money;
}

NumberText ReadCurrency(std::string_view typed, TextChanges* changes) {
  MoneyText money = ReadMoney(typed, {}, changes);
  if (money.number.has_value() && !money.currency.empty() && money.currency != "CNY") {
    money.issues.push_back(MakeIssue(Severity::kWarn, "currency_other", {{"currency", money.currency}}));
  }
  return NumberText{money.number, std::move(money.issues)};
}

std::string GroupDigits(std::string digits) {
  const std::size_t start = !digits.empty() && digits[0] == '-' ? 1 : 0;
  std::size_t end = digits.find('.');
  if (end == std::string::npos) end = digits.size();
  while (end > start + 3) digits.insert(end -= 3, ",");
  return digits;
}

std::optional<bool> ReadBoolean(std::string_view typed) {
  const std::string text = LowerAscii(PlainText(typed));
  for (const std::string_view word : {"是", "true", "yes", "y", "t", "1", "有", "对", "真", "√", "✓", "✔", "on", "已", "√是"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"否", "false", "no", "n", "f", "0", "无", "没有", "错", "假", "×", "✗", "✘", "off", "不是", "未"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

}  // namespace kedang
