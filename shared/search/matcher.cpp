#include "shared/search/matcher.h"

#include <algorithm>

namespace kedang {
namespace {

bool IsLetter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool Equals(char32_t wanted, char32_t c) { return wanted == c || wanted == kAnyCharacter; }

// No further digit follows, be it behind a separator.
bool EndsDigits(std::u32string_view text, std::size_t at) {
  if (at < text.size() && IsDigitSeparator(text[at])) ++at;
  return at >= text.size() || text[at] < U'0' || text[at] > U'9';
}

}  // namespace

Matcher::Matcher(const PinyinTable& pinyin) : pinyin_(pinyin), letters_(0x10000, 0) {
  for (char32_t c = 0; c < letters_.size(); ++c) letters_[c] = IsLetter(c) ? 1u << (c - U'a') : OtherLetters(c);
}

std::uint32_t Matcher::OtherLetters(char32_t c) const {
  std::uint32_t letters = 0;
  for (const SyllableId id : pinyin_.ReadingsOf(c)) {
    const char initial = pinyin_.SyllableText(id)[0];
    if (initial >= 'a' && initial <= 'z') letters |= 1u << (initial - 'a');
  }
  return letters;
}

std::size_t Matcher::MatchAt(const SearchTerm& term, std::u32string_view text, std::size_t begin, std::size_t from) const {
  const std::size_t length = term.text.size();
  if (term.is_phrase) {
    const std::u32string_view wanted = std::u32string_view(term.text).substr(from);
    return text.substr(begin, wanted.size()) == wanted ? begin + wanted.size() : kNoMatch;
  }
  // Bit t of `reached`: the text up to here can be read as the first t characters of the term. One step per character of
  // the text, so heteronyms never make the work grow beyond term × text.
  std::uint64_t reached = std::uint64_t{1} << from;
  const std::uint64_t whole = std::uint64_t{1} << length;
  for (std::size_t at = begin; at < text.size() && reached != 0; ++at) {
    const char32_t c = text[at];
    if (IsMark(c)) return kNoMatch;
    std::uint64_t next = 0;
    if (term.is_digits && at > begin && IsDigitSeparator(c)) next = reached;
    const bool is_read = c >= 0x80 && LettersOf(c) != 0;  // a character with readings
    for (std::uint64_t rest = reached & (whole - 1); rest != 0; rest &= rest - 1) {
      const auto t = static_cast<std::size_t>(__builtin_ctzll(rest));
      const char32_t wanted = term.text[t];
      if (Equals(wanted, c)) next |= std::uint64_t{1} << (t + 1);
      const bool may_begin = IsLetter(wanted) ? (LettersOf(c) >> (wanted - U'a') & 1) != 0 : wanted == kAnyCharacter;
      if (!is_read || !may_begin) continue;
      for (const SyllableId id : pinyin_.ReadingsOf(c)) {
        const std::string_view syllable = pinyin_.SyllableText(id);
        std::size_t common = 0;
        while (common < syllable.size() && t + common < length &&
               Equals(term.text[t + common], static_cast<unsigned char>(syllable[common]))) {
          ++common;
        }
        if (common == 0) continue;
        next |= std::uint64_t{1} << (t + 1);
        const bool has_long_initial = syllable.size() > 1 && syllable[1] == 'h';  // zh, ch, sh
        if (has_long_initial && common >= 2) next |= std::uint64_t{1} << (t + 2);
        if (common == syllable.size() || t + common == length) next |= std::uint64_t{1} << (t + common);
      }
    }
    if ((next & whole) != 0) return !term.is_suffix || EndsDigits(text, at + 1) ? at + 1 : kNoMatch;
    reached = next;
  }
  return kNoMatch;
}

std::size_t Matcher::Find(const SearchTerm& term, std::u32string_view text, std::size_t from, std::size_t& end) const {
  if (term.text.empty()) return kNoMatch;
  const char32_t first = term.text[0];
  const std::uint32_t letter = IsLetter(first) && !term.is_phrase ? 1u << (first - U'a') : 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (!Equals(first, text[at]) && (letter == 0 || (LettersOf(text[at]) & letter) == 0)) continue;
    const std::size_t match_end = MatchAt(term, text, at);
    if (match_end == kNoMatch) continue;
    end = match_end;
    return at;
  }
  return kNoMatch;
}

}  // namespace kedang
