// Pinyin of Chinese text: readings of characters best first, and the best reading of names of companies, people and
// places, where heteronyms are decided by a phrase table and by surname rules. Syllables are lower case without tones
// and with v for ü ("lv"), or with tone marks where asked ("lǜ"). Immutable after Parse: share it by const reference.
//
// The asset (assets/pinyin/pinyin.txt) is UTF-8 text, one entry a line:
//   # ...                     comment
//   =N                        the lines below are the N-th best readings of their characters (1 = best)
//   xing2 行形刑...           characters with that syllable and tone (1..5, 5 = neutral), in code point order
//   /hang2 行 银行 行$ ...     in these words every 行 is read hang2; ^ and $ are the ends of the text
//   @shan4 单 ...             surnames: at the start of a person's name these characters are read so
//   @yu4,chi2 尉迟            two-character surnames, one reading a character
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace kedang {

using SyllableId = std::uint16_t;  // index of a syllable without tone, dense from 0

enum class PinyinTone { kPlain, kMarks };

class PinyinTable {
 public:
  // kCorrupt, with the line number, for text that is no such asset.
  static Result<PinyinTable> Parse(std::string_view asset);

  // Distinct readings of one character without tones, best first; empty for what is no hanzi or unknown. Traditional
  // characters answer as their simplified form does unless they have readings of their own. O(1).
  std::span<const SyllableId> ReadingsOf(char32_t character) const;
  // Precondition: id < SyllableCount().
  std::string_view SyllableText(SyllableId id) const { return syllables_[id]; }
  std::size_t SyllableCount() const { return syllables_.size(); }

  // Syllables separated by one space. What is no hanzi stays as it is, as runs ("ABC路" → "ABC lu"); blanks separate.
  std::string BestReading(std::string_view utf8, PinyinTone tone = PinyinTone::kPlain) const;
  // The best reading first, then those with other readings of heteronyms, the likelier first; at most `limit`, all
  // different. At least one, unless limit is 0.
  std::vector<std::string> Readings(std::string_view utf8, std::size_t limit,
                                    PinyinTone tone = PinyinTone::kPlain) const;
  // First letters of the best reading; runs that are no hanzi keep their letters and digits, in lower case.
  std::string Initials(std::string_view utf8) const;

 private:
  friend class PinyinParser;
  friend class PinyinReader;

  using Reading = std::uint16_t;  // syllable << 3 | tone

  struct Phrase {
    std::u32string text;
    std::uint32_t at = 0;  // where in it the deciding character stands
    Reading reading = 0;
  };
  struct Surname {
    std::u32string text;
    std::vector<Reading> readings;
  };

  // Position in the two index arrays, or npos.
  std::size_t IndexOf(char32_t character) const;
  std::span<const Reading> TonedReadingsOf(char32_t character) const;
  std::string Spell(Reading reading, PinyinTone tone) const;

  std::vector<std::string> syllables_;
  std::vector<char32_t> others_;            // characters outside the flat range, sorted
  std::vector<std::uint16_t> toned_begin_;  // per character, and one more at the end
  std::vector<std::uint16_t> plain_begin_;
  std::vector<Reading> toned_;
  std::vector<SyllableId> plain_;
  std::vector<std::pair<char32_t, std::vector<Phrase>>> phrases_;  // by deciding character, longest phrase first
  std::vector<Surname> surnames_;                                  // sorted by text
};

}  // namespace kedang
