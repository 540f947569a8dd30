// Numbers as people write them, read exactly: 1,234.50, １２３４, 1.5万, 3亿, ¥2,000, (1,200) for minus, 2,260(万元人民币),
// 1.5E+10. Nothing passes through binary floating point.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/decimal.h"
#include "shared/model/issue.h"
#include "shared/text/text_change.h"

namespace kedang {

struct NumberText {
  std::optional<Decimal> number;
  Issues issues;
};

NumberText ReadNumber(std::string_view text, TextChanges* changes = nullptr);
// Also takes the signs and names of currencies, and units in brackets. Warns when the currency is not the yuan.
NumberText ReadCurrency(std::string_view text, TextChanges* changes = nullptr);

// An amount and the currency written with it, ISO 4217; empty where none is written. `expected` is what $, ¥ and 元 mean
// where several currencies use them.
struct MoneyText {
  std::optional<Decimal> number;
  std::string currency;
  Issues issues;
};
MoneyText ReadMoney(std::string_view text, std::string_view expected, TextChanges* changes = nullptr);

// Digits grouped by threes: 12345678.5 → 12,345,678.5.
std::string GroupDigits(std::string digits);

// 是 否 true false yes no 1 0 有 无 √ × …
std::optional<bool> ReadBoolean(std::string_view text);

}  // namespace kedang
