// FieldType: the closed list of what a field can hold. A type decides the shape of the value (Value::Kind), how typed or
// imported text becomes a value, how it is shown, checked, normalised and merged; shared/check has one entry per type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/model/value.h"

namespace kedang {

enum class FieldType : std::uint8_t {  // wire order: append only
  kText,
  kLongText,
  kInteger,
  kDecimal,
  kDate,
  kBoolean,
  kChoice,          // text: the key of one choice
  kMultipleChoice,  // list of choice keys
  kTags,            // list of free or suggested words
  kPhone,           // text, canonical (13800138000, 0571-88122630, +85221234567)
  kEmail,
  kUrl,
  kRegion,     // text: GB/T 2260 code of six digits
  kIndustry,   // text: GB/T 4754 code
  kUscc,       // text: 18 characters, GB 32100
  kReference,  // text: FormatId of a record of options.target
  kUser,       // text: FormatId of a user
  kAutoNumber, // text made by the server from options.pattern; the client shows a place holder until then
};
inline constexpr int kFieldTypeCount = 18;

// "text", "long_text", … as in schema files and --type.
std::string_view FieldTypeName(FieldType type);
std::optional<FieldType> ParseFieldType(std::string_view name);
// The kind a non-null value of this type has.
Value::Kind KindOf(FieldType type);

}  // namespace kedang
