// How many slips of a typist lie between two texts: inserted, left out and changed characters, and neighbours swapped
// (optimal string alignment, Damerau 1964). Of bytes: for folded Latin text and digits, and for code points.
#pragma once

#include <cstddef>
#include <string_view>

namespace kedang {

// The distance, or limit + 1 when it is more than `limit`. Texts longer than 255 are compared by their first 255.
std::size_t SlipsBetween(std::string_view a, std::string_view b, std::size_t limit);
std::size_t SlipsBetween(std::u32string_view a, std::u32string_view b, std::size_t limit);

}  // namespace kedang
