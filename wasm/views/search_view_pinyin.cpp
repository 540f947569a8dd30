#include "wasm/views/search_view_pinyin.h"

#include <algorithm>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kMostSyllables = 16;

// How many letters of each syllable, from `at` on, the letters take; empty when they do not fit. The longest first, so
// that "hang" is a syllable and not an h with something unknown behind.
bool Take(const std::vector<std::string>& syllables, std::size_t at, std::string_view letters, std::vector<std::size_t>& taken) {
  if (letters.empty()) return true;
  if (at == syllables.size()) return false;
  const std::string& syllable = syllables[at];
  std::size_t most = 0;
  while (most < syllable.size() && most < letters.size() && syllable[most] == letters[most]) ++most;
  for (std::size_t length = most; length > 0; --length) {
    taken[at] = length;
    if (Take(syllables, at + 1, letters.substr(length), taken)) return true;
    taken[at] = 0;
  }
  return false;
}

std::string LettersOf(const SearchTerm& term) {
  std::string letters;
  for (const char32_t unit : term.text) {
    if (unit < 'a' || unit > 'z') return "";
    letters.push_back(static_cast<char>(unit));
  }
  return letters;
}

}  // namespace

SpelledMatch SpellMatch(const PinyinTable& pinyin, const SearchWords& query, std::string_view title,
                        const std::vector<ui::Mark>& ranges) {
  SpelledMatch match;
  if (ranges.empty()) return match;
  const std::size_t begin = ranges.front().begin, end = ranges.back().end;
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].begin > ranges[i - 1].end) return match;
  }
  std::vector<std::string> syllables;
  const std::string_view part = title.substr(begin, end - begin);
  for (std::size_t at = 0; at < part.size();) {
    const std::size_t from = at;
    if (pinyin.ReadingsOf(DecodeUtf8(part, at)).empty()) return match;
    syllables.emplace_back(part.substr(from, at - from));
  }
  if (syllables.size() > kMostSyllables) return match;
  // The reading depends on the words around, so the whole piece is read at once.
  const std::string reading = pinyin.BestReading(part);
  std::size_t next = 0;
  for (std::string& syllable : syllables) {
    const std::size_t stop = std::min(reading.find(' ', next), reading.size());
    syllable = reading.substr(next, stop - next);
    next = std::min(stop + 1, reading.size());
  }
  std::vector<std::size_t> taken(syllables.size(), 0);
  bool has_any = false;
  for (const SearchTerm& term : query.terms) {
    const std::string letters = LettersOf(term);
    if (letters.empty()) continue;
    for (std::size_t at = 0; at < syllables.size(); ++at) {
      std::vector<std::size_t> own(syllables.size(), 0);
      if (!Take(syllables, at, letters, own)) continue;
      for (std::size_t i = 0; i < own.size(); ++i) taken[i] = std::max(taken[i], own[i]);
      has_any = true;
      break;
    }
  }
  if (!has_any) return match;
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    const auto from = static_cast<std::uint32_t>(match.text.size());
    if (taken[i] > 0) match.marks.push_back({from, from + static_cast<std::uint32_t>(taken[i])});
    match.text += syllables[i];
  }
  return match;
}

}  // namespace kedang
