#include "shared/base/decimal_math.h"

#include <limits>

namespace kedang {
namespace {

// Every step below fits: |units| < 2^63 < 10^19, and nothing is scaled by more than 10^18.
using Wide = __int128;

constexpr std::int64_t Power(std::int64_t exponent) {
  std::int64_t value = 1;
  while (exponent-- > 0) value *= 10;
  return value;
}

template <typename Integer>
Integer Divide(Integer value, Integer divisor, Rounding rounding) {
  const Integer quotient = value / divisor;
  const Integer rest = value - quotient * divisor;
  if (rest == 0) return quotient;
  const bool is_negative = (value < 0) != (divisor < 0);
  switch (rounding) {
    case Rounding::kHalfAway: {
      const Integer twice = (rest < 0 ? -rest : rest) * 2;
      if (twice < (divisor < 0 ? -divisor : divisor)) return quotient;
      return is_negative ? quotient - 1 : quotient + 1;
    }
    case Rounding::kFloor: return is_negative ? quotient - 1 : quotient;
    case Rounding::kCeil: return is_negative ? quotient : quotient + 1;
  }
  return quotient;
}

Wide DivideRounding(Wide value, Wide divisor, Rounding rounding) {
  // Dividing 128 bits is slow, and 62 leave room for twice the rest.
  constexpr Wide kSmall = Wide{1} << 62;
  if (value < kSmall && value > -kSmall && divisor < kSmall && divisor > -kSmall) {
    return Divide(static_cast<std::int64_t>(value), static_cast<std::int64_t>(divisor), rounding);
  }
  return Divide(value, divisor, rounding);
}

bool IsNarrow(Wide units) {
  return units <= std::numeric_limits<std::int64_t>::max() && units >= std::numeric_limits<std::int64_t>::min();
}

// units / 10^scale with a scale of up to 18, in lowest terms.
std::optional<Decimal> Fit(Wide units, std::int32_t scale) {
  if (scale <= kMaxDecimalScale && IsNarrow(units)) {
    return NormalizeDecimal(Decimal{static_cast<std::int64_t>(units), scale});
  }
  if (scale > kMaxDecimalScale) {
    units = DivideRounding(units, Power(scale - kMaxDecimalScale), Rounding::kHalfAway);
    scale = kMaxDecimalScale;
  }
  while (scale > 0 && !IsNarrow(units) && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  if (!IsNarrow(units)) return std::nullopt;
  return NormalizeDecimal(Decimal{static_cast<std::int64_t>(units), scale});
}

std::optional<Decimal> AddUnits(Decimal a, Wide b_units, std::int32_t b_scale) {
  const std::int32_t scale = a.scale > b_scale ? a.scale : b_scale;
  return Fit(Wide{a.units} * Power(scale - a.scale) + b_units * Power(scale - b_scale), scale);
}

}  // namespace

std::optional<Decimal> AddDecimal(Decimal a, Decimal b) {
  std::int64_t sum = 0;
  if (a.scale == 0 && b.scale == 0 && !__builtin_add_overflow(a.units, b.units, &sum)) return Decimal{sum, 0};
  return AddUnits(a, b.units, b.scale);
}

std::optional<Decimal> SubtractDecimal(Decimal a, Decimal b) {
  std::int64_t difference = 0;
  if (a.scale == 0 && b.scale == 0 && !__builtin_sub_overflow(a.units, b.units, &difference)) {
    return Decimal{difference, 0};
  }
  return AddUnits(a, -Wide{b.units}, b.scale);
}

std::optional<Decimal> MultiplyDecimal(Decimal a, Decimal b) {
  return Fit(Wide{a.units} * b.units, a.scale + b.scale);
}

std::optional<Decimal> DivideDecimal(Decimal a, Decimal b) {
  if (b.units == 0) return std::nullopt;
  // Nine places: a / 10^sa / (b / 10^sb) * 10^9.
  const Wide scaled = Wide{a.units} * Power(kMaxDecimalScale + b.scale - a.scale);
  return Fit(DivideRounding(scaled, b.units, Rounding::kHalfAway), kMaxDecimalScale);
}

std::optional<Decimal> ModuloDecimal(Decimal a, Decimal b) {
  if (b.units == 0) return std::nullopt;
  const std::int32_t scale = a.scale > b.scale ? a.scale : b.scale;
  const Wide divisor = Wide{b.units} * Power(scale - b.scale);
  Wide rest = Wide{a.units} * Power(scale - a.scale) % divisor;
  if (rest != 0 && (rest < 0) != (divisor < 0)) rest += divisor;
  return Fit(rest, scale);
}

std::optional<Decimal> NegateDecimal(Decimal value) { return Fit(-Wide{value.units}, value.scale); }

std::optional<Decimal> RoundDecimal(Decimal value, std::int64_t places, Rounding rounding) {
  if (places >= value.scale) return value;
  if (places < -18) places = -18;
  // At most 27 digits go: more than one power of ten can hold.
  const std::int64_t drop = value.scale - places;
  const Wide divisor = drop > 18 ? Wide{Power(18)} * Power(drop - 18) : Wide{Power(drop)};
  const Wide kept = DivideRounding(value.units, divisor, rounding);
  if (places >= 0) return Fit(kept, static_cast<std::int32_t>(places));
  return Fit(kept * Power(-places), 0);
}

std::optional<std::int64_t> ToInteger(Decimal value) {
  const std::int64_t divisor = Power(value.scale);
  if (value.units % divisor != 0) return std::nullopt;
  return value.units / divisor;
}

}  // namespace kedang
