// Values as plain JSON for integrators and readable storage: text and ids as strings, booleans and integers as such,
// dates as "2026-11-22", moments as "2026-11-22T10:47:12.345Z", decimals as strings of digits ("1234.50" loses nothing, a JSON number might), lists as arrays.
#pragma once

#include <nlohmann/json.hpp>

#include "shared/base/result.h"
#include "shared/model/field_type.h"
#include "shared/model/value.h"

namespace kedang {

nlohmann::json ValueToPlainJson(FieldType type, const Value& value);

// Also accepts numbers for decimals (by their shortest decimal form), strings of digits for integers and milliseconds since
// 1970 for moments. Null, "" and []
// are null. kInvalidArgument when the JSON has another shape than the type's values.
Result<Value> ValueFromPlainJson(FieldType type, const nlohmann::json& json);

}  // namespace kedang
