// Shares as people write them: 15%, 15 %, 12.5‰, 百分之十五, 15个百分点. The number is the fraction: 15% is 0.15.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/decimal.h"
#include "shared/field/number_text.h"

namespace kedang {

// A bare number of 1 or more is a percentage as in a table's percent column (15 is 15%), a smaller one the fraction itself
// (0.15 is 15%), with a warning that says so.
NumberText ReadPercent(std::string_view text);

// "15%". Empty when the number is too large to be written so.
std::string PercentText(Decimal fraction);

}  // namespace kedang
