// SearchWords: words somebody looks for, as terms. Blanks separate terms; a record is a hit when every term matches somewhere
// in it, in any order and any field. A term matches a run of text when, character by character, it is
//   - the same after folding (width, case, traditional and simplified), or
//   - for a Chinese character: its pinyin in any reading, whole ("hang"), as initial ("h", "zh") or, for the last
//     character, any beginning ("ha"); so "hzyj", "hangzhou", "hangzyunj" and "杭zyj" all find 杭州云锦;
//   - for digits, however they are grouped: the same digits with blanks, dashes, dots, plus signs and brackets between them
//     ignored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kedang {

inline constexpr std::size_t kMaxTermLength = 60;  // characters; longer terms are phrases
inline constexpr std::size_t kMaxTerms = 16;       // further terms are ignored

struct SearchTerm {
  std::u32string text;  // folded
  bool is_digits = false;
  bool is_phrase = false;  // as it is written, blanks included: no pinyin, no digits in another format
  bool is_suffix = false;  // of digits: no further digit follows (the last four of a number)

  bool operator==(const SearchTerm&) const = default;
};

struct SearchWords {
  std::vector<SearchTerm> terms;

  bool is_empty() const { return terms.empty(); }
  bool operator==(const SearchWords&) const = default;
  // True when every hit of this query is surely also a hit of `wider`: then its hits can be looked for among those.
  bool Narrows(const SearchWords& wider) const;
};

// What may stand between the digits of one number.
bool IsDigitSeparator(char32_t c);

SearchWords ParseWords(std::string_view text);
// One term, not divided at blanks.
SearchTerm PhraseOf(std::string_view text);
// The last digits of a number; nothing but digits of `text` counts.
SearchTerm SuffixOf(std::string_view text);

}  // namespace kedang
