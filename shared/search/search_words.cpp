#include "shared/search/search_words.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {

std::u16string ToIndexText(std::string_view folded) {
  std::u16string out;
  out.reserve(folded.size() / 2 + 1);
  for (std::size_t i = 0; i < folded.size();) {
    char32_t code_point = DecodeUtf8(folded, i);
    if (code_point >= 0xE000 && code_point < 0xF900) code_point = kReplacementCharacter;
    if (code_point < 0x10000) {
      out.push_back(static_cast<char16_t>(code_point));
    } else {
      code_point -= 0x10000;
      out.push_back(static_cast<char16_t>(0xD800 + (code_point >> 10)));
      out.push_back(static_cast<char16_t>(0xDC00 + (code_point & 0x3FF)));
    }
  }
  return out;
}

SearchWords ParseWords(std::string_view text) {
  SearchWords query;
  const std::u16string folded = ToIndexText(Fold(text));
  std::size_t at = 0;
  while (at < folded.size() && query.terms.size() < kMaxTerms) {
    const std::size_t begin = folded.find_first_not_of(u' ', at);
    if (begin == std::u16string::npos) break;
    const std::size_t end = std::min(folded.find(u' ', begin), folded.size());
    SearchTerm term;
    term.text = folded.substr(begin, std::min(end - begin, kMaxTermLength));
    term.is_digits = std::all_of(term.text.begin(), term.text.end(), [](char16_t c) { return c >= u'0' && c <= u'9'; });
    query.terms.push_back(std::move(term));
    at = end;
  }
  return query;
}

SearchTerm PhraseOf(std::string_view text) {
  SearchTerm term;
  term.text = ToIndexText(Fold(text)).substr(0, kMaxTermLength);
  term.is_phrase = true;
  return term;
}

SearchTerm SuffixOf(std::string_view text) {
  SearchTerm term;
  for (const char16_t unit : ToIndexText(Fold(text))) {
    if (unit >= u'0' && unit <= u'9' && term.text.size() < kMaxTermLength) term.text.push_back(unit);
  }
  term.is_digits = true;
  term.is_suffix = true;
  return term;
}

bool SearchWords::Narrows(const SearchWords& wider) const {
  if (wider.terms.empty() || terms.size() < wider.terms.size()) return false;
  for (std::size_t i = 0; i < wider.terms.size(); ++i) {
    const SearchTerm& old_term = wider.terms[i];
    // A digit term that grows a letter changes its rules; every other longer term matches wherever its beginning does.
    if (terms[i].is_digits != old_term.is_digits || terms[i].is_phrase != old_term.is_phrase) return false;
    if (old_term.is_suffix && terms[i] != old_term) return false;
    if (terms[i].text.compare(0, old_term.text.size(), old_term.text) != 0) return false;
  }
  return true;
}

}  // namespace kedang
