// Value: what a cell holds. The field's type says what it means; a value only knows its shape. Null is "empty": an
// empty text or an empty list is never stored, it is null.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/date.h"
#include "shared/base/decimal.h"

namespace kedang {

using TextList = std::vector<std::string>;

class Value {
 public:
  // The order is the wire and storage order: append only.
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kDecimal, kDate, kText, kList };

  Value() = default;
  static Value Boolean(bool value) { return Value(State(std::in_place_index<1>, value)); }
  static Value Integer(std::int64_t value) { return Value(State(std::in_place_index<2>, value)); }
  static Value Of(Decimal value) { return Value(State(std::in_place_index<3>, value)); }
  static Value Of(Date value) { return Value(State(std::in_place_index<4>, value)); }
  // Empty text gives null.
  static Value Text(std::string value);
  // Becomes that text, in the memory of the text it was.
  void SetText(std::string_view text);
  // An empty list gives null.
  static Value List(TextList value);

  Kind kind() const { return static_cast<Kind>(state_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }

  // Each returns the neutral value (false, 0, empty) when the kind is another.
  bool boolean() const;
  std::int64_t integer() const;
  Decimal decimal() const;
  Date date() const;
  const std::string& text() const;
  const TextList& list() const;

  bool operator==(const Value&) const = default;

 private:
  using State = std::variant<std::monostate, bool, std::int64_t, Decimal, Date, std::string, TextList>;
  explicit Value(State state) : state_(std::move(state)) {}

  State state_;
};

// A total order: null first, then by kind, then by content (text by bytes, which for UTF-8 is by code point).
int CompareValues(const Value& a, const Value& b);

// One line for logs, tests and plain exports: dates ISO, lists joined by ';', booleans true/false, null empty.
std::string FormatPlain(const Value& value);

}  // namespace kedang
