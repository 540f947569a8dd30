// Reads a flat JSON object whose values are all strings: the form of the locale files. Strict (RFC
// 8259): nothing nested, no comments, no trailing comma; \u escapes with surrogate pairs.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang::ui {

// Calls `take` for each pair in order; a false from it ends the reading as a duplicate key. Fails with
// kInvalidArgument and the byte offset in the message.
Status ReadFlatJson(std::string_view json, const std::function<bool(std::string key, std::string text)>& take);

}  // namespace kedang::ui
