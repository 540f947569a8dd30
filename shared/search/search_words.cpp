#include "shared/search/search_words.h"

#include <algorithm>
#include <iterator>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {

namespace {

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

// So many digits with dashes, dots and brackets between them are a number in somebody's format.
constexpr std::size_t kFormattedDigits = 5;

SearchTerm TermOf(std::u32string text) {
  SearchTerm term;
  std::u32string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), IsDigit);
  const bool is_number = std::all_of(text.begin(), text.end(), [](char32_t c) { return IsDigit(c) || IsDigitSeparator(c); });
  term.is_digits = digits.size() == text.size() || (is_number && digits.size() >= kFormattedDigits);
  term.text = term.is_digits ? std::move(digits) : std::move(text);
  term.is_phrase = term.text.size() > kMaxTermLength;
  if (term.is_phrase) term.is_digits = false;
  return term;
}

}  // namespace

bool IsDigitSeparator(char32_t c) {
  return c == U' ' || c == U'-' || c == U'.' || c == U'+' || c == U'(' || c == U')' || c == U'/';
}

SearchWords ParseWords(std::string_view text) {
  SearchWords query;
  const std::u32string folded = ToCodePoints(Fold(text));
  std::size_t at = 0;
  while (at < folded.size() && query.terms.size() < kMaxTerms) {
    const std::size_t begin = folded.find_first_not_of(U' ', at);
    if (begin == std::u32string::npos) break;
    const std::size_t end = std::min(folded.find(U' ', begin), folded.size());
    query.terms.push_back(TermOf(folded.substr(begin, end - begin)));
    at = end;
  }
  return query;
}

SearchTerm PhraseOf(std::string_view text) {
  SearchTerm term;
  term.text = ToCodePoints(Fold(text));
  term.is_phrase = true;
  return term;
}

SearchTerm SuffixOf(std::string_view text) {
  SearchTerm term;
  for (const char32_t unit : ToCodePoints(Fold(text))) {
    if (IsDigit(unit) && term.text.size() < kMaxTermLength) term.text.push_back(unit);
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
