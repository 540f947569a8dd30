#include "shared/field/currency.h"

#include "shared/field/number_text.h"

namespace kedang {
namespace {

constexpr Currency kCurrencies[] = {
    {"CNY", "¥", 2},   {"USD", "US$", 2}, {"EUR", "€", 2},    {"HKD", "HK$", 2}, {"JPY", "JP¥", 0}, {"GBP", "£", 2},
    {"TWD", "NT$", 2}, {"MOP", "MOP$", 2}, {"SGD", "S$", 2},  {"KRW", "₩", 0},   {"AUD", "A$", 2},  {"CAD", "C$", 2},
    {"CHF", "CHF ", 2}, {"THB", "฿", 2},  {"RUB", "₽", 2},    {"VND", "₫", 0},   {"INR", "₹", 2},   {"MYR", "RM", 2},
};

}  // namespace

std::span<const Currency> Currencies() { return kCurrencies; }

const Currency* FindCurrency(std::string_view code) {
  for (const Currency& currency : kCurrencies) {
    if (currency.code == code) return &currency;
  }
  return nullptr;
}

std::string FormatMoney(Decimal amount, std::string_view code) {
  std::string digits = FormatDecimal(amount);
  const Currency* currency = FindCurrency(code);
  const auto decimals = static_cast<std::size_t>(currency != nullptr ? currency->decimals : 0);
  const std::size_t point = digits.find('.');
  const std::size_t has = point == std::string::npos ? 0 : digits.size() - point - 1;
  if (has < decimals) {
    if (has == 0) digits += '.';
    digits.append(decimals - has, '0');
  }
  digits = GroupDigits(std::move(digits));
  std::string text;
  if (digits[0] == '-') {
    text = "-";
    digits.erase(0, 1);
  }
  if (currency != nullptr) text += currency->sign;
  else text.append(code).append(" ");
  return text + digits;
}

}  // namespace kedang
