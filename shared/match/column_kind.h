// Guesses what the columns of an unknown table hold, for matching: by their names in English and Chinese and by a sample of
// their cells. Given and family names become one field; what tells nothing about sameness (row numbers, times of entry,
// owners, notes) is ignored.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/match/match_field.h"

namespace kedang {

// Cells of the first rows, column by column; all columns have the same length, missing cells are empty.
struct ColumnSample {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> columns;
};

struct ColumnGuess {
  std::optional<std::size_t> id_column;
  std::vector<MatchKind> kinds;  // by column
  std::vector<MatchField> fields;
};

// `id_column` when it is known; `ignored` are columns not to look at. At most kMostFields fields, the fullest first.
ColumnGuess GuessColumns(const ColumnSample& sample, std::optional<std::size_t> id_column,
                         const std::vector<std::size_t>& ignored);

// Fields of known kinds, with given and family names joined.
std::vector<MatchField> FieldsOf(const std::vector<std::string>& names, const std::vector<MatchKind>& kinds);

inline constexpr std::size_t kMostFields = 48;

}  // namespace kedang
