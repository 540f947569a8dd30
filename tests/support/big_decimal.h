// Arithmetic as taught at school, digit by digit and without a limit: slow and obvious, to test the fast one against.
#pragma once

#include <algorithm>
#include <string>

#include "shared/base/decimal.h"

namespace kedang {

// A whole number of any size: decimal digits, the last one first.
struct BigInteger {
  bool is_negative = false;
  std::string digits;  // values 0..9; no leading zeros; empty = 0

  static BigInteger Of(std::int64_t value) {
    std::string text = std::to_string(value);
    BigInteger made;
    made.is_negative = text[0] == '-';
    for (std::size_t i = text.size(); i-- > (made.is_negative ? 1u : 0u);) made.digits += static_cast<char>(text[i] - '0');
    return made.Trimmed();
  }
  BigInteger Trimmed() const {
    BigInteger made = *this;
    while (!made.digits.empty() && made.digits.back() == 0) made.digits.pop_back();
    if (made.digits.empty()) made.is_negative = false;
    return made;
  }
  BigInteger TimesTen(std::int32_t times) const {
    BigInteger made = *this;
    made.digits.insert(0, static_cast<std::size_t>(times), '\0');
    return made.Trimmed();
  }
  std::optional<std::int64_t> ToInteger() const {
    std::int64_t value = 0;
    for (std::size_t i = digits.size(); i-- > 0;) {
      if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return std::nullopt;
      if (__builtin_add_overflow(value, is_negative ? -digits[i] : digits[i], &value)) return std::nullopt;
    }
    return value;
  }
};

// Of the digits alone.
inline int CompareDigits(const BigInteger& a, const BigInteger& b) {
  if (a.digits.size() != b.digits.size()) return a.digits.size() < b.digits.size() ? -1 : 1;
  for (std::size_t i = a.digits.size(); i-- > 0;) {
    if (a.digits[i] != b.digits[i]) return a.digits[i] < b.digits[i] ? -1 : 1;
  }
  return 0;
}

inline BigInteger AddBig(const BigInteger& a, const BigInteger& b) {
  BigInteger made;
  if (a.is_negative == b.is_negative) {
    made.is_negative = a.is_negative;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(a.digits.size(), b.digits.size()) || carry > 0; ++i) {
      const int sum = (i < a.digits.size() ? a.digits[i] : 0) + (i < b.digits.size() ? b.digits[i] : 0) + carry;
      made.digits += static_cast<char>(sum % 10);
      carry = sum / 10;
    }
    return made.Trimmed();
  }
  const bool is_a = CompareDigits(a, b) >= 0;
  const BigInteger &large = is_a ? a : b, &small = is_a ? b : a;
  made.is_negative = large.is_negative;
  int borrow = 0;
  for (std::size_t i = 0; i < large.digits.size(); ++i) {
    int digit = large.digits[i] - (i < small.digits.size() ? small.digits[i] : 0) - borrow;
    borrow = digit < 0 ? 1 : 0;
    made.digits += static_cast<char>(digit + borrow * 10);
  }
  return made.Trimmed();
}

inline BigInteger Negated(BigInteger value) {
  value.is_negative = !value.is_negative;
  return value.Trimmed();
}

inline BigInteger MultiplyBig(const BigInteger& a, const BigInteger& b) {
  BigInteger sum;
  for (std::size_t i = 0; i < b.digits.size(); ++i) {
    BigInteger part = a.TimesTen(static_cast<std::int32_t>(i));
    part.is_negative = false;
    for (int k = 0; k < b.digits[i]; ++k) sum = AddBig(sum, part);
  }
  sum.is_negative = a.is_negative != b.is_negative;
  return sum.Trimmed();
}

// Towards zero; `rest` has the sign of a.
inline BigInteger DivideBig(const BigInteger& a, const BigInteger& b, BigInteger& rest) {
  BigInteger divisor = b, quotient;
  divisor.is_negative = false;
  rest = BigInteger();
  for (std::size_t i = a.digits.size(); i-- > 0;) {
    rest.digits.insert(rest.digits.begin(), a.digits[i]);
    rest = rest.Trimmed();
    char digit = 0;
    for (; CompareDigits(rest, divisor) >= 0; ++digit) rest = AddBig(rest, Negated(divisor));
    quotient.digits.insert(quotient.digits.begin(), digit);
  }
  quotient.is_negative = a.is_negative != b.is_negative;
  rest.is_negative = a.is_negative;
  rest = rest.Trimmed();
  return quotient.Trimmed();
}

enum class BigRounding { kHalfAway, kFloor, kCeil };
inline BigInteger DivideBigRounded(const BigInteger& a, const BigInteger& b, BigRounding rounding) {
  BigInteger rest;
  const BigInteger quotient = DivideBig(a, b, rest);
  if (rest.digits.empty()) return quotient;
  const bool is_negative = a.is_negative != b.is_negative;
  const bool away = rounding == BigRounding::kHalfAway ? CompareDigits(AddBig(rest, rest), b) >= 0
                                                       : (rounding == BigRounding::kFloor) == is_negative;
  return away ? AddBig(quotient, BigInteger::Of(is_negative ? -1 : 1)) : quotient;
}

// value / 10^scale as a Decimal, rounded half away from zero to nine places; nothing when it does not fit.
inline std::optional<Decimal> ToDecimal(BigInteger value, std::int32_t scale) {
  if (scale > kMaxDecimalScale) {
    value = DivideBigRounded(value, BigInteger::Of(1).TimesTen(scale - kMaxDecimalScale), BigRounding::kHalfAway);
    scale = kMaxDecimalScale;
  }
  while (scale > 0 && (value.digits.empty() || value.digits[0] == 0)) {
    if (!value.digits.empty()) value.digits.erase(value.digits.begin());
    --scale;
  }
  const auto units = value.ToInteger();
  if (!units.has_value()) return std::nullopt;
  return Decimal{*units, scale};
}

// Units on a scale of nine.
inline BigInteger ToNine(Decimal value) { return BigInteger::Of(value.units).TimesTen(kMaxDecimalScale - value.scale); }

}  // namespace kedang
