// An exact decimal number: money and quantities are never binary floating point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kedang {

// units / 10^scale, with 0 <= scale <= 9. Kept in lowest terms (no trailing zero digit in units while scale > 0), so
// equal numbers are equal structs.
struct Decimal {
  std::int64_t units = 0;
  std::int32_t scale = 0;

  bool operator==(const Decimal&) const = default;
};

inline constexpr std::int32_t kMaxDecimalScale = 9;

// Optional sign, digits, optional point and at most nine more digits. Nothing on other text or overflow.
std::optional<Decimal> ParseDecimal(std::string_view text);
std::string FormatDecimal(Decimal value);
// Lowest terms; the codec calls it on what it reads. Nothing when the scale is outside 0..9.
std::optional<Decimal> NormalizeDecimal(Decimal value);
// Negative, zero or positive, exact for all values.
int CompareDecimal(Decimal a, Decimal b);

}  // namespace kedang
