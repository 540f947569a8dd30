// One row of the table of field types, as field_types.h reaches it. Values given to these functions are of the type's
// kind and not null.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/field_types.h"

namespace kedang {

struct FieldTypeRow {
  Parsed (*parse)(const Field& field, std::string_view text, const CheckContext& context);
  std::string (*format)(const Field& field, const Value& value, const FormatContext& context);
  std::string (*edit)(const Field& field, const Value& value, const FormatContext& context);
  std::string (*normal_form)(const Field& field, const Value& value);
  void (*search)(const Field& field, const Value& value, const FormatContext& context, std::string& out);
  void (*check)(const Field& field, const Value& value, const CheckContext& context, Issues& issues);
};

#define KEDANG_FIELD_TYPE_DECLARATION(Name, name, kind) extern const FieldTypeRow k##Name##Type;
KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_DECLARATION)
#undef KEDANG_FIELD_TYPE_DECLARATION

// Blocks text longer than the field's limit.
void CheckLength(const Field& field, std::string_view text, Issues& issues);

}  // namespace kedang
