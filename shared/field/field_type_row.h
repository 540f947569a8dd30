// One row of the table of field types, as field_types.h reaches it. Values given to these functions are of the type's
// kind and not null.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"

namespace kedang {

struct FieldTypeRow {
  Parsed (*parse)(const Field& field, std::string_view text, const CheckContext& context) = nullptr;
  std::string (*format)(const Field& field, const Value& value, const FormatContext& context) = nullptr;
  std::string (*edit)(const Field& field, const Value& value, const FormatContext& context) = nullptr;
  std::string (*normal_form)(const Field& field, const Value& value) = nullptr;
  void (*search)(const Field& field, const Value& value, const FormatContext& context, std::string& out) = nullptr;
  void (*check)(const Field& field, const Value& value, const CheckContext& context, Issues& issues) = nullptr;
  FieldTraits traits = {};
  // Null: by size or code point (CompareValues).
  int (*compare)(const Field& field, const Value& a, const Value& b) = nullptr;
  // Null: three dots, whatever the value.
  std::string (*mask)(const Field& field, const Value& value, const FormatContext& context) = nullptr;
  // Whether a cell of an import looks like one of these; null: nothing can be told from the looks.
  bool (*looks_like)(std::string_view text) = nullptr;
  // Whether the value agrees with the record's region. Warns, at its own field or at the region's.
  void (*check_region)(const Field& field, const Value& value, const RecordRegion& record, Issues& issues) = nullptr;
  // The division that the value itself names; 0: none for certain.
  RegionCode (*region_of)(const Value& value, const RegionTree& regions) = nullptr;
};

#define KEDANG_FIELD_TYPE_DECLARATION(Name, name, kind) extern const FieldTypeRow k##Name##Type;
KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_DECLARATION)
#undef KEDANG_FIELD_TYPE_DECLARATION

const FieldTypeRow& RowOf(FieldType type);

// Blocks text longer than the field's limit.
void CheckLength(const Field& field, std::string_view text, Issues& issues);

}  // namespace kedang
