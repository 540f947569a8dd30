// A schema while somebody works at it, read from what FormatSchema wrote.
#pragma once

#include <string_view>

#include "shared/model/schema.h"

namespace kedang {

// As ParseSchema, but what is unfinished (an empty label, no choices, too many fields, a number that is too high) is no error,
// and what refers to nothing is left out.
Result<Schema> ParseUnfinishedSchema(std::string_view json);

}  // namespace kedang
