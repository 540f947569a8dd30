// SearchWords: words somebody looks for, as terms. Blanks separate terms; a record is a hit when every term matches somewhere
// in it, in any order and any field. A term matches a run of text when, character by character, it is
//   - the same after folding (width, case, traditional and simplified), or
//   - for a Chinese character: its pinyin in any reading, whole ("hang"), as initial ("h", "zh") or, for the last
//     character, any beginning ("ha"); so "hzyj", "hangzhou", "hangzyunj" and "杭zyj" all find 杭州云锦;
//   - for a term of digits only: the same digits with blanks, dashes, dots, plus signs and brackets between them ignored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kedang {

inline constexpr std::size_t kMaxTermLength = 60;  // UTF-16 units; longer terms are cut
inline constexpr std::size_t kMaxTerms = 16;       // further terms are ignored

struct SearchTerm {
  std::u16string text;  // folded
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

SearchWords ParseWords(std::string_view text);
// One term, not divided at blanks.
SearchTerm PhraseOf(std::string_view text);
// The last digits of a number; nothing but digits of `text` counts.
SearchTerm SuffixOf(std::string_view text);

// UTF-8 to UTF-16 for the index. Private-use characters become U+FFFD: the index uses them as field marks.
std::u16string ToIndexText(std::string_view folded);

}  // namespace kedang
