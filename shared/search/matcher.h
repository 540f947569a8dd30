// Matcher: the one definition of "this term matches here" (search_words.h says it in words), used by the index, highlighting
// and ranking. No allocation.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/search/search_words.h"
#include "shared/text/pinyin.h"

namespace kedang {

// Beyond Unicode: begins a field in a record's text; a match never crosses one.
inline constexpr char32_t kFirstMark = 0x110000;
inline bool IsMark(char32_t c) { return c >= kFirstMark; }
// In a term: stands for one character of the text, or one letter of a syllable. Nobody types it; approximate search does.
inline constexpr char32_t kAnyCharacter = 0xFFFFFFFF;

class Matcher {
 public:
  // The table must outlive the matcher.
  explicit Matcher(const PinyinTable& pinyin);

  static constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

  // End of the shortest match that begins exactly at `begin`, or kNoMatch: of the whole term, or of what follows its first
  // `from` characters.
  std::size_t MatchAt(const SearchTerm& term, std::u32string_view text, std::size_t begin, std::size_t from = 0) const;
  // First position from `from` on where the term matches, or kNoMatch; `end` is set to the end of that match.
  std::size_t Find(const SearchTerm& term, std::u32string_view text, std::size_t from, std::size_t& end) const;

  // Bit i: the character is the letter 'a' + i, or some reading of it begins with that letter.
  std::uint32_t LettersOf(char32_t c) const { return c < letters_.size() ? letters_[c] : OtherLetters(c); }
  const PinyinTable& pinyin() const { return pinyin_; }

 private:
  std::uint32_t OtherLetters(char32_t c) const;

  const PinyinTable& pinyin_;
  std::vector<std::uint32_t> letters_;  // of the basic multilingual plane
};

}  // namespace kedang
