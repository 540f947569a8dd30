// Auto numbers: "KH-{yyyy}-{00000}" → "KH-2026-00318". {yyyy}, {yy}, {mm}, {dd} are the date of making; the zeros are the
// least number of digits of the counter, which starts again whenever the date parts in the pattern change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/date.h"

namespace kedang {

// The counter's name within its field: the pattern's date parts joined ("2026"), empty when there are none.
std::string AutoNumberScope(std::string_view pattern, Date date);
// Text outside braces and unknown braces stay as they are; a pattern without zeros gets the number at its end.
std::string FormatAutoNumber(std::string_view pattern, Date date, std::uint64_t number);

}  // namespace kedang
