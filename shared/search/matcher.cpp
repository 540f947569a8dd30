#include "shared/search/matcher.h"

#include <algorithm>

namespace kedang {
namespace {

bool IsLetter(char16_t unit) { return unit >= u'a' && unit <= u'z'; }

bool IsDigitSeparator(char16_t unit) {
  return unit == u' ' || unit == u'-' || unit == u'.' || unit == u'+' || unit == u'(' || unit == u')' || unit == u'/';
}

// No further digit follows, be it behind a separator.
bool EndsDigits(std::u16string_view text, std::size_t at) {
  if (at < text.size() && IsDigitSeparator(text[at])) ++at;
  return at >= text.size() || text[at] < u'0' || text[at] > u'9';
}

}  // namespace

Matcher::Matcher(const PinyinTable& pinyin) : pinyin_(pinyin), initials_(0x10000, 0) {
  for (char32_t unit = 0x3007; unit < 0xFB00; ++unit) {
    if (unit >= 0xA000 && unit < 0xF900) continue;
    for (const SyllableId id : pinyin_.ReadingsOf(unit)) {
      const char initial = pinyin_.SyllableText(id)[0];
      if (initial >= 'a' && initial <= 'z') initials_[unit] |= 1u << (initial - 'a');
    }
  }
}

std::size_t Matcher::MatchAt(const SearchTerm& term, std::u16string_view text, std::size_t begin) const {
  const std::size_t length = term.text.size();
  if (term.is_phrase) return text.compare(begin, length, term.text) == 0 ? begin + length : kNoMatch;
  // Bit t of `reached`: the text up to here can be read as the first t units of the term. One step per text unit, so
  // heteronyms never make the work grow beyond term × text.
  std::uint64_t reached = 1;
  const std::uint64_t whole = std::uint64_t{1} << length;
  for (std::size_t at = begin; at < text.size() && reached != 0; ++at) {
    const char16_t unit = text[at];
    if (IsFieldMark(unit)) return kNoMatch;
    std::uint64_t next = 0;
    if (term.is_digits && at > begin && IsDigitSeparator(unit)) next = reached;
    const std::uint32_t initials = initials_[unit];
    for (std::size_t t = 0; t < length; ++t) {
      if ((reached >> t & 1) == 0) continue;
      const char16_t wanted = term.text[t];
      if (wanted == unit) next |= std::uint64_t{1} << (t + 1);
      if (initials == 0 || !IsLetter(wanted) || (initials >> (wanted - u'a') & 1) == 0) continue;
      for (const SyllableId id : pinyin_.ReadingsOf(unit)) {
        const std::string_view syllable = pinyin_.SyllableText(id);
        std::size_t common = 0;
        while (common < syllable.size() && t + common < length &&
               term.text[t + common] == static_cast<char16_t>(syllable[common])) {
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

std::size_t Matcher::Find(const SearchTerm& term, std::u16string_view text, std::size_t from, std::size_t& end) const {
  if (term.text.empty()) return kNoMatch;
  const char16_t first = term.text[0];
  const std::uint32_t initial = IsLetter(first) ? 1u << (first - u'a') : 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] != first && (initials_[text[at]] & initial) == 0) continue;
    const std::size_t match_end = MatchAt(term, text, at);
    if (match_end == kNoMatch) continue;
    end = match_end;
    return at;
  }
  return kNoMatch;
}

}  // namespace kedang
