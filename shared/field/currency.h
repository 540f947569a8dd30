// Currencies of ISO 4217 that amounts are kept in, and how each is written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/decimal.h"

namespace kedang {

struct Currency {
  std::string_view code;  // "CNY"
  std::string_view sign;  // before the digits; tells it from all others in the list
  std::int32_t decimals = 2;
};

// The commonest first.
std::span<const Currency> Currencies();
// Null for a code that is not in the list.
const Currency* FindCurrency(std::string_view code);

// ¥1,234.50, -JP¥1,000, "ABC 12" for a code that is not in the list: at least the currency's decimals, more where the
// amount has more.
std::string FormatMoney(Decimal amount, std::string_view code);

}  // namespace kedang
