// Patterns of matches(): * any characters, ? one, [a-z甲] one of these, [!0-9] one of none of these, \ takes the next
// character as it is. The whole text has to fit. Time grows with text length times pattern length at worst, never faster.
#pragma once

#include <string_view>

namespace kedang {

bool MatchesPattern(std::string_view text, std::string_view pattern);

}  // namespace kedang
