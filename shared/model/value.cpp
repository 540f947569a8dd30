#include "shared/model/value.h"

namespace kedang {
namespace {

template <typename T>
const T& GetOrEmpty(const T* value) {
  static const T empty{};
  return value != nullptr ? *value : empty;
}

template <typename T>
int Compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

Value Value::Text(std::string value) {
  if (value.empty()) return Value();
  return Value(State(std::in_place_index<5>, std::move(value)));
}

void Value::SetText(std::string_view text) {
  if (text.empty()) {
    state_ = std::monostate();
  } else if (std::string* own = std::get_if<std::string>(&state_)) {
    own->assign(text);
  } else {
    state_.emplace<std::string>(text);
  }
}

Value Value::List(TextList value) {
  if (value.empty()) return Value();
  return Value(State(std::in_place_index<6>, std::move(value)));
}

bool Value::boolean() const { return GetOrEmpty(std::get_if<1>(&state_)); }
std::int64_t Value::integer() const { return GetOrEmpty(std::get_if<2>(&state_)); }
Decimal Value::decimal() const { return GetOrEmpty(std::get_if<3>(&state_)); }
Date Value::date() const { return GetOrEmpty(std::get_if<4>(&state_)); }
const std::string& Value::text() const { return GetOrEmpty(std::get_if<5>(&state_)); }
const TextList& Value::list() const { return GetOrEmpty(std::get_if<6>(&state_)); }

int CompareValues(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return a.kind() < b.kind() ? -1 : 1;
  switch (a.kind()) {
    case Value::Kind::kNull: return 0;
    case Value::Kind::kBoolean: return Compare(a.boolean(), b.boolean());
    case Value::Kind::kInteger: return Compare(a.integer(), b.integer());
    case Value::Kind::kDecimal: return CompareDecimal(a.decimal(), b.decimal());
    case Value::Kind::kDate: return Compare(a.date(), b.date());
    case Value::Kind::kText: return Compare(a.text(), b.text());
    case Value::Kind::kList: return Compare(a.list(), b.list());
  }
  return 0;
}

std::string FormatPlain(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull: return "";
    case Value::Kind::kBoolean: return value.boolean() ? "true" : "false";
    case Value::Kind::kInteger: return std::to_string(value.integer());
    case Value::Kind::kDecimal: return FormatDecimal(value.decimal());
    case Value::Kind::kDate: return FormatDate(value.date());
    case Value::Kind::kText: return value.text();
    case Value::Kind::kList: {
      std::string joined;
      for (const std::string& item : value.list()) {
        if (!joined.empty()) joined += ';';
        joined += item;
      }
      return joined;
    }
  }
  return "";
}

}  // namespace kedang
