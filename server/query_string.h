// The part of an address behind '?': names and values, decoded.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace kedang {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=%E4%BA%91+x" in their order. '+' is a blank. kInvalidArgument for a broken escape, a name that comes twice, or text
// that is not UTF-8.
Result<QueryParameters> ParseQueryString(std::string_view query);

}  // namespace kedang
