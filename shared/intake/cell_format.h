// What the number of a spreadsheet's cell means by its number format, and its text: dates and times in ISO 8601, all other
// numbers in the shortest decimal that reads back as the same double. Formats after ECMA-376 part 1, 18.8.30 and 18.8.31.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kedang {

enum class CellKind : std::uint8_t { kNumber, kDate, kTime, kDateTime, kDuration };

// Of a format's code such as "yyyy-mm-dd" or "[h]:mm:ss"; what its first section says.
CellKind KindOfFormat(std::string_view code);
// Of the formats that have a number only (below 164); kNumber for those not known.
CellKind KindOfBuiltInFormat(std::uint32_t id);

// "0.1", "-12", "330102199003070000"; never an exponent between 1e-7 and 1e21.
std::string ShortestDecimal(double number);

// The text of a day number: "2016-04-28", "2016-04-28T11:30:00", "02:45:56.1", for durations "PT36H30M0S"; to the
// millisecond. `is_1904`: day 0 is 1904-01-01; else day 1 is 1900-01-01 and day 60 the 29 February that 1900 never had,
// which becomes the 28th. Less than one day is a time of day. Nothing for negative days and those behind the year 9999.
std::optional<std::string> DayNumberText(double number, CellKind kind, bool is_1904);

}  // namespace kedang
