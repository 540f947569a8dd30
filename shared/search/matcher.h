// Matcher: the one definition of "this term matches here" (query.h says it in words), used by the index, highlighting
// and ranking. No allocation.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/search/search_words.h"
#include "shared/text/pinyin.h"

namespace kedang {

// Units from kFieldMark on begin a field in index text; a match never crosses one.
inline constexpr char16_t kFieldMark = 0xE000;
inline constexpr char16_t kLastFieldMark = 0xF8FF;
inline bool IsFieldMark(char16_t unit) { return unit >= kFieldMark && unit <= kLastFieldMark; }

class Matcher {
 public:
  // The table must outlive the matcher.
  explicit Matcher(const PinyinTable& pinyin);

  static constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

  // End of the shortest match of the whole term that begins exactly at `begin`, or kNoMatch.
  std::size_t MatchAt(const SearchTerm& term, std::u16string_view text, std::size_t begin) const;

  // First position from `from` on where the term matches, or kNoMatch; `end` is set to the end of that match.
  std::size_t Find(const SearchTerm& term, std::u16string_view text, std::size_t from, std::size_t& end) const;

 private:
  const PinyinTable& pinyin_;
  std::vector<std::uint32_t> initials_;  // per UTF-16 unit: bit i = some reading begins with 'a' + i
};

}  // namespace kedang
