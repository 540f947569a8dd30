#include "shared/search/highlight.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {

std::vector<TextRange> Highlight(const Matcher& matcher, const SearchWords& query, std::string_view text) {
  if (query.is_empty() || text.empty()) return {};
  const FoldedText folded = FoldWithOffsets(text);
  const std::u32string characters = ToCodePoints(folded.text);
  // Byte offset in the folded text of every character, and one more for the end.
  std::vector<std::size_t> byte_of;
  byte_of.reserve(characters.size() + 1);
  for (std::size_t i = 0; i < folded.text.size();) {
    byte_of.push_back(i);
    DecodeUtf8(folded.text, i);
  }
  byte_of.push_back(folded.text.size());
  std::vector<TextRange> ranges;
  for (const SearchTerm& term : query.terms) {
    std::size_t end = 0;
    for (std::size_t at = matcher.Find(term, characters, 0, end); at != Matcher::kNoMatch;
         at = matcher.Find(term, characters, std::max(at + 1, end), end)) {
      ranges.push_back({folded.offset[byte_of[at]], folded.offset[byte_of[end]]});
    }
  }
  std::sort(ranges.begin(), ranges.end(), [](const TextRange& a, const TextRange& b) { return a.begin < b.begin; });
  std::vector<TextRange> joined;
  for (const TextRange& range : ranges) {
    if (range.begin >= range.end) continue;
    if (!joined.empty() && range.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, range.end);
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

}  // namespace kedang
