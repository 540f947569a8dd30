// FieldType: the closed list of what a field can hold. A type decides the shape of the value (Value::Kind), how typed or
// imported text becomes a value, how it is shown, checked, normalised and merged; shared/check has one entry per type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/model/value.h"

namespace kedang {

// One row a type: Name, name as in schema files, kind of its values. Wire order: append only. shared/field has a row
// k<Name>Type for each, in the type's own file; this list and that file are all a new type touches.
#define KEDANG_FIELD_TYPES(X)              \
  X(Text, text, Text)                      \
  X(LongText, long_text, Text)             \
  X(Integer, integer, Integer)             \
  X(Decimal, decimal, Decimal)             \
  X(Date, date, Date)                      \
  X(Boolean, boolean, Boolean)             \
  X(Choice, choice, Text)                  \
  X(MultipleChoice, multiple_choice, List) \
  X(Tags, tags, List)                      \
  X(Phone, phone, Text)                    \
  X(Email, email, Text)                    \
  X(Url, url, Text)                        \
  X(Region, region, Text)                  \
  X(Industry, industry, Text)              \
  X(Uscc, uscc, Text)                      \
  X(Reference, reference, Text)            \
  X(User, user, Text)                      \
  X(AutoNumber, auto_number, Text)         \
  X(Attachment, attachment, List)          \
  X(Percent, percent, Decimal)             \
  X(Currency, currency, Decimal)           \
  X(DateTime, date_time, Integer)          \
  X(Duration, duration, Integer)           \
  X(Rating, rating, Integer)               \
  X(IdentityCard, identity_card, Text)     \
  X(Postcode, postcode, Text)              \
  X(Address, address, Text)                \
  X(GeoPoint, geo_point, Text)             \
  X(Department, department, Text)          \
  X(References, references, List)          \
  X(Formula, formula, Text)                \
  X(Lookup, lookup, Text)                  \
  X(Rollup, rollup, Text)                  \
  X(CreatedAt, created_at, Integer)        \
  X(ChangedAt, changed_at, Integer)        \
  X(CreatedBy, created_by, Text)           \
  X(ChangedBy, changed_by, Text)         \
  X(SmartTags, smart_tags, List)

#define KEDANG_FIELD_TYPE_ENUMERATOR(Name, name, kind) k##Name,
enum class FieldType : std::uint8_t { KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_ENUMERATOR) };
#undef KEDANG_FIELD_TYPE_ENUMERATOR

#define KEDANG_FIELD_TYPE_COUNT(Name, name, kind) +1
inline constexpr int kFieldTypeCount = 0 KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_COUNT);
#undef KEDANG_FIELD_TYPE_COUNT

// "text", "long_text", … as in schema files and --type.
std::string_view FieldTypeName(FieldType type);
std::optional<FieldType> ParseFieldType(std::string_view name);
// The kind a non-null value of this type has.
Value::Kind KindOf(FieldType type);

}  // namespace kedang
