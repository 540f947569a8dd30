// Tokens of the expression language.
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/decimal.h"

namespace kedang {

enum class Operator : std::uint8_t {
  kNone,
  kOr,
  kAnd,
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNotIn,
  kContains,
  kNotContains,
  kJoin,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
};

enum class TokenKind : std::uint8_t {
  kEnd,
  kNumber,
  kText,
  kName,
  kTrue,
  kFalse,
  kNull,
  kOperator,
  kOpen,
  kClose,
  kListOpen,
  kListClose,
  kComma,
  kDot,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Operator op = Operator::kNone;
  std::uint32_t offset = 0;  // bytes of the source
  std::uint32_t length = 0;
  Decimal number;
  std::string text;  // of a text literal without quotes and escapes; of a name as written, without braces
};

}  // namespace kedang
