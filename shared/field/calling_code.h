// Calling codes of ITU-T E.164 and how long the numbers behind them are.
#pragma once

#include <string_view>

namespace kedang {

// The calling code that `digits` (without +) begin with, a prefix of them; empty when no country has it.
std::string_view CallingCodeOf(std::string_view digits);

// Whether `national` has a length that numbers of this country have; E.164's own limits where the plan is not known here.
bool IsNationalLength(std::string_view calling_code, std::string_view national);

}  // namespace kedang
