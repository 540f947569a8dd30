#include "shared/model/field_type.h"

#include <array>

namespace kedang {
namespace {

struct Row {
  std::string_view name;
  Value::Kind kind;
};

#define KEDANG_FIELD_TYPE_ROW(Name, name, kind) {#name, Value::Kind::k##kind},
constexpr std::array<Row, kFieldTypeCount> kRows = {{KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_ROW)}};
#undef KEDANG_FIELD_TYPE_ROW

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
