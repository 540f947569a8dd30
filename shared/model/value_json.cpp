#include "shared/model/value_json.h"

#include <charconv>

namespace kedang {
namespace {

using nlohmann::json;

Error WrongShape(FieldType type, std::string_view expected) {
  return Error{ErrorCode::kInvalidArgument,
               "a value of type " + std::string(FieldTypeName(type)) + " must be " + std::string(expected)};
}

Result<Value> ReadInteger(FieldType type, const json& item) {
  if (item.is_number_unsigned()) {
    const auto number = item.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(INT64_MAX)) return WrongShape(type, "an integer of at most 64 bits");
    return Value::Integer(static_cast<std::int64_t>(number));
  }
  if (item.is_number_integer()) return Value::Integer(item.get<std::int64_t>());
  if (item.is_string()) {
    const auto& text = *item.get_ptr<const std::string*>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return Value::Integer(number);
  }
  return WrongShape(type, "an integer");
}

Result<Value> ReadDecimal(FieldType type, const json& item) {
  std::string text;
  if (item.is_string()) text = *item.get_ptr<const std::string*>();
  if (item.is_number()) text = item.dump();
  if (const auto number = ParseDecimal(text)) return Value::Of(*number);
  return WrongShape(type, "a decimal number with at most nine digits behind the point, best as a string");
}

Result<Value> ReadList(FieldType type, const json& item) {
  if (!item.is_array()) return WrongShape(type, "an array of strings");
  TextList list;
  for (const auto& entry : item) {
    const auto* text = entry.get_ptr<const std::string*>();
    if (text == nullptr || text->empty()) return WrongShape(type, "an array of strings that are not empty");
    list.push_back(*text);
  }
  return Value::List(std::move(list));
}

// Years 1 to 9999.
bool HasCalendarForm(TimeMs time) { return time >= -62'135'596'800'000 && time < 253'402'300'800'000; }

}  // namespace

json ValueToPlainJson(FieldType type, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull: return nullptr;
    case Value::Kind::kBoolean: return value.boolean();
    case Value::Kind::kInteger:
      if (type == FieldType::kDateTime && HasCalendarForm(value.integer())) return FormatTimeUtc(value.integer());
      return value.integer();
    case Value::Kind::kDecimal: return FormatDecimal(value.decimal());
    case Value::Kind::kDate: return FormatDate(value.date());
    case Value::Kind::kText: return value.text();
    case Value::Kind::kList: {
      json list = json::array();
      for (const std::string& item : value.list()) list.push_back(item);
      return list;
    }
  }
  return nullptr;
}

Result<Value> ValueFromPlainJson(FieldType type, const json& item) {
  if (item.is_null()) return Value();
  if (item.is_string() && item.get_ptr<const std::string*>()->empty()) return Value();
  switch (KindOf(type)) {
    case Value::Kind::kNull: break;
    case Value::Kind::kBoolean:
      if (item.is_boolean()) return Value::Boolean(item.get<bool>());
      return WrongShape(type, "true or false");
    case Value::Kind::kInteger:
      if (type == FieldType::kDateTime && item.is_string()) {
        if (const auto time = ParseTimeUtc(*item.get_ptr<const std::string*>())) return Value::Integer(*time);
      }
      return ReadInteger(type, item);
    case Value::Kind::kDecimal: return ReadDecimal(type, item);
    case Value::Kind::kDate:
      if (item.is_string()) {
        if (const auto date = ParseIsoDate(*item.get_ptr<const std::string*>())) return Value::Of(*date);
      }
      return WrongShape(type, "a date as \"2026-11-22\"");
    case Value::Kind::kText:
      if (item.is_string()) return Value::Text(*item.get_ptr<const std::string*>());
      return WrongShape(type, "a string");
    case Value::Kind::kList: return ReadList(type, item);
  }
  return WrongShape(type, "a value of a known kind");
}

}  // namespace kedang
