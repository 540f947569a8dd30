// MadeColumn: a column that the file does not have, computed of a row's cells: several joined, a part of one, or a part of several
// joined. What splits and joins columns everywhere: in the browser, on the command line, in import profiles.
//
//   联系方式[/#1]      the first of the parts between /            联系方式[/#2-]   all from the second on
//   编号[1-6]          characters one to six                       姓&名  街道&"，"&门牌   joined, with a text between
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace kedang {

// Which part of a text. Parts lose the blanks around them. A separator of blanks is any run of them; , ; : / - and their wide
// forms are one.
struct ColumnCut {
  std::string separator;    // empty: characters are counted
  std::uint32_t first = 0;  // from 1; 0: the whole text
  std::uint32_t last = 0;   // 0: to the end, with the separators that are still in it
  bool operator==(const ColumnCut&) const = default;
};
// Empty when the text has no such part.
std::string_view CutText(std::string_view text, const ColumnCut& cut);

struct MadeColumn {
  struct Piece {
    std::uint32_t column = 0;
    std::string before;  // stands between it and what is there already; where either is blank it does not stand
    bool operator==(const Piece&) const = default;
  };
  std::vector<Piece> pieces;
  ColumnCut cut;

  // Its text in a row; a view of `cells` or `buffer`.
  std::string_view Text(std::span<const std::string_view> cells, std::string& buffer) const;
  bool operator==(const MadeColumn&) const = default;
};

// Of the form above. `find` gives the column of a name. kInvalidArgument names what is wrong; nothing for a text without any sign
// of that form.
Result<std::optional<MadeColumn>> ParseMadeColumn(std::string_view text,
                                                  const std::function<std::optional<std::uint32_t>(const std::string&)>& find);
// How many characters belong to the name of a column, up to a comma that is none of a quoted text's.
std::size_t MappingPartSize(std::string_view text);

// The separator that most of the texts have in common, for a first offer; empty: none.
std::string LikelySeparator(std::span<const std::string> texts);

}  // namespace kedang
