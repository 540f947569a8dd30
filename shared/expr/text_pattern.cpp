#include "shared/expr/text_pattern.h"

#include "shared/base/utf8.h"

namespace kedang {
namespace {

// Whether `c` fits the pattern's element at `at`, which is no star; moves behind the element. A [ without its ] is a
// plain character.
bool FitsOne(std::string_view pattern, std::size_t& at, char32_t c) {
  char32_t p = DecodeUtf8(pattern, at);
  if (p == '?') return true;
  if (p == '\\' && at < pattern.size()) return DecodeUtf8(pattern, at) == c;
  if (p != '[') return p == c;
  std::size_t inside = at;
  bool is_negated = false, fits = false;
  if (inside < pattern.size() && (pattern[inside] == '!' || pattern[inside] == '^')) {
    is_negated = true;
    ++inside;
  }
  for (bool is_first = true; inside < pattern.size(); is_first = false) {
    p = DecodeUtf8(pattern, inside);
    if (p == ']' && !is_first) {
      at = inside;
      return fits != is_negated;
    }
    if (p == '\\' && inside < pattern.size()) p = DecodeUtf8(pattern, inside);
    char32_t last = p;
    if (inside + 1 < pattern.size() && pattern[inside] == '-' && pattern[inside + 1] != ']') {
      ++inside;
      last = DecodeUtf8(pattern, inside);
    }
    fits = fits || (p <= c && c <= last);
  }
  return c == '[';
}

}  // namespace

bool MatchesPattern(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0;
  // The last star and where its run of text ends for now. Going back to an earlier star can never help.
  std::size_t star = std::string_view::npos, run = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      run = t;
      continue;
    }
    std::size_t next_t = t, next_p = p;
    const char32_t c = DecodeUtf8(text, next_t);
    if (p < pattern.size() && FitsOne(pattern, next_p, c)) {
      t = next_t;
      p = next_p;
      continue;
    }
    if (star == std::string_view::npos) return false;
    DecodeUtf8(text, run);
    t = run;
    p = star;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace kedang
