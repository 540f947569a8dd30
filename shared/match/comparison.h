// How far two cells of one field agree: a level of the field's kind, 0 for not at all, LevelCount - 1 for equal. Comparing
// is symmetric. A missing cell is no evidence.
#pragma once

#include <cstdint>

#include "shared/match/match_table.h"

namespace kedang {

inline constexpr std::int8_t kMissing = -1;

struct Compared {
  std::int8_t level = kMissing;
  bool is_related = false;    // parent and branch, or two branches, of one company
  bool is_other = false;      // names of two firms, so that sharing a place makes them neighbours at most
  std::uint32_t holders = 0;  // cells that hold the rarest of what the two share; 0 when that says nothing
};

// Precondition: both cells are the table's own, of that field.
Compared CompareCells(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b);

// The text of a word, without the mark of wholes.
std::string_view WholeText(const WordTable& words, MatchCell cell);

// How many slips two words may have that are still spellings of one: by the shorter one's length.
std::size_t SlipBudget(std::size_t length);

// By kind; CompareCells calls them with two cells that are there.
Compared CompareHanziCompanies(const WordTable& words, MatchCell a, MatchCell b);
Compared CompareHanziPeople(const WordTable& words, MatchCell a, MatchCell b);
Compared CompareAddresses(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b);
Compared CompareLatinNames(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b, bool is_person);
Compared CompareTexts(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b);
Compared ComparePeople(const WordTable& words, MatchCell a, MatchCell b);

}  // namespace kedang
