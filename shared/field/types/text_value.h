// What text, long text, address and auto number have in common.
#pragma once

#include <string_view>

#include "shared/field/field_type_row.h"

namespace kedang {

// True for control characters; of long texts line breaks and tabs are none.
bool HasControl(std::string_view text, bool has_lines);
// One line: the stored form, at most as long as the field allows.
Parsed ParseLine(const Field& field, std::string_view text, const CheckContext& context);
void CheckLine(const Field& field, const Value& value, const CheckContext& context, Issues& issues);

}  // namespace kedang
