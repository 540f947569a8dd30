#include "shared/base/decimal.h"

#include <limits>

namespace kedang {

std::optional<Decimal> NormalizeDecimal(Decimal value) {
  if (value.scale < 0 || value.scale > kMaxDecimalScale) return std::nullopt;
  while (value.scale > 0 && value.units % 10 == 0) {
    value.units /= 10;
    --value.scale;
  }
  return value;
}

std::optional<Decimal> ParseDecimal(std::string_view text) {
  bool is_negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  Decimal value;
  bool has_digit = false, has_point = false;
  for (const char c : text) {
    if (c == '.' && !has_point) {
      has_point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    has_digit = true;
    if (has_point && value.scale == kMaxDecimalScale) {
      if (c != '0') return std::nullopt;
      continue;
    }
    const std::int64_t digit = c - '0';
    if (value.units > (std::numeric_limits<std::int64_t>::max() - digit) / 10) return std::nullopt;
    value.units = value.units * 10 + digit;
    if (has_point) ++value.scale;
  }
  if (!has_digit) return std::nullopt;
  if (is_negative) value.units = -value.units;
  return NormalizeDecimal(value);
}

std::string FormatDecimal(Decimal value) {
  const bool is_negative = value.units < 0;
  std::uint64_t magnitude = is_negative ? std::uint64_t{0} - static_cast<std::uint64_t>(value.units)
                                        : static_cast<std::uint64_t>(value.units);
  std::string digits = std::to_string(magnitude);
  const auto scale = static_cast<std::size_t>(value.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, 1, '.');
  return is_negative ? "-" + digits : digits;
}

int CompareDecimal(Decimal a, Decimal b) {
  // Integer parts first, then fractions on the common scale: neither step can overflow.
  const auto power = [](std::int32_t scale) {
    std::int64_t value = 1;
    for (std::int32_t i = 0; i < scale; ++i) value *= 10;
    return value;
  };
  const std::int64_t pa = power(a.scale), pb = power(b.scale);
  if (a.units / pa != b.units / pb) return a.units / pa < b.units / pb ? -1 : 1;
  const std::int64_t fa = a.units % pa * power(kMaxDecimalScale - a.scale);
  const std::int64_t fb = b.units % pb * power(kMaxDecimalScale - b.scale);
  return fa < fb ? -1 : fa > fb ? 1 : 0;
}

}  // namespace kedang
