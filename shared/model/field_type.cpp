#include "shared/model/field_type.h"

#include <array>

namespace kedang {
namespace {

struct Row {
  std::string_view name;
  Value::Kind kind;
};

constexpr std::array<Row, kFieldTypeCount> kRows = {{
    {"text", Value::Kind::kText},
    {"long_text", Value::Kind::kText},
    {"integer", Value::Kind::kInteger},
    {"decimal", Value::Kind::kDecimal},
    {"date", Value::Kind::kDate},
    {"boolean", Value::Kind::kBoolean},
    {"choice", Value::Kind::kText},
    {"multiple_choice", Value::Kind::kList},
    {"tags", Value::Kind::kList},
    {"phone", Value::Kind::kText},
    {"email", Value::Kind::kText},
    {"url", Value::Kind::kText},
    {"region", Value::Kind::kText},
    {"industry", Value::Kind::kText},
    {"uscc", Value::Kind::kText},
    {"reference", Value::Kind::kText},
    {"user", Value::Kind::kText},
    {"auto_number", Value::Kind::kText},
}};

}  // namespace

std::string_view FieldTypeName(FieldType type) { return kRows[static_cast<std::size_t>(type)].name; }

std::optional<FieldType> ParseFieldType(std::string_view name) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].name == name) return static_cast<FieldType>(i);
  }
  return std::nullopt;
}

Value::Kind KindOf(FieldType type) { return kRows[static_cast<std::size_t>(type)].kind; }

}  // namespace kedang
