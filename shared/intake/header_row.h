// Which row of a table names its columns. Exported and hand-made sheets begin with titles, dates and blank rows more often
// than not.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kedang {

// Whether the first row names the columns of the rows behind it: its cells are unlike theirs.
bool IsHeader(std::span<const std::vector<std::string>> rows);

// The first row that is as wide as the table and names its columns; nothing when no row does. At most the first 20 rows
// are tried, and rows above the header are taken for a title only when they are narrower than it.
std::optional<std::size_t> FindHeaderRow(std::span<const std::vector<std::string>> rows);

}  // namespace kedang
