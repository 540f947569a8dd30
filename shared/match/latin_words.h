// The words of names, addresses and texts in Latin letters (or folded to them): tokens with what they are. Legal forms,
// titles and small words are told from a table; of addresses, kinds of streets are shortened ("street" → "st").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/match/cell_words.h"

namespace kedang {

enum class LatinText { kPerson, kCompany, kAddress, kText };

// Appends the words of `latin` (LatinForm of folded text) in their order. A name of nothing but small words and legal forms
// keeps them as words.
void ReadLatinWords(std::string_view latin, LatinText text, CellWords& out);

// Splits at what is neither letter nor digit; letters with dots between join ("s.a." → "sa"); "&" is "and".
std::vector<std::string> SplitLatinWords(std::string_view latin);

}  // namespace kedang
