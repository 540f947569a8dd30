// Exact arithmetic on decimals. A result that does not fit 63 bits of units is nothing instead of a wrong number;
// digits behind the ninth place are rounded half away from zero.
#pragma once

#include <optional>

#include "shared/base/decimal.h"

namespace kedang {

std::optional<Decimal> AddDecimal(Decimal a, Decimal b);
std::optional<Decimal> SubtractDecimal(Decimal a, Decimal b);
std::optional<Decimal> MultiplyDecimal(Decimal a, Decimal b);
// Nothing for division by zero.
std::optional<Decimal> DivideDecimal(Decimal a, Decimal b);
// What is left of a after taking b as often as it goes, with the sign of b: Modulo(-7, 3) = 2. Nothing when b is zero.
std::optional<Decimal> ModuloDecimal(Decimal a, Decimal b);
std::optional<Decimal> NegateDecimal(Decimal value);

enum class Rounding { kHalfAway, kFloor, kCeil };
// To `places` digits behind the point; negative places round to tens, hundreds … Places outside -18..9 are clamped.
std::optional<Decimal> RoundDecimal(Decimal value, std::int64_t places, Rounding rounding);

// The whole number `value` is; nothing when it has a fraction.
std::optional<std::int64_t> ToInteger(Decimal value);

}  // namespace kedang
