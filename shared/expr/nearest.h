// The word somebody meant: for "did you mean …?".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kedang {

// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other, in code points.
std::size_t EditDistance(std::u32string_view a, std::u32string_view b);

// The candidate that is nearest to `word`, compared folded: at most a third of its characters differ, or one is the
// other with at most as much again around it. Empty when none is near. The first of equally near ones.
std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace kedang
