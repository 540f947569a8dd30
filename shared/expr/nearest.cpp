#include "shared/expr/nearest.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

// Words are short; what is longer was not mistyped but pasted.
constexpr std::size_t kLongestWord = 40;
constexpr std::size_t kMostCandidates = 2000;

}  // namespace

std::size_t EditDistance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates) {
  const std::u32string wanted = ToCodePoints(Fold(word));
  if (wanted.empty() || wanted.size() > kLongestWord) return {};
  std::string nearest;
  // Quarters of a change: containing costs a little more than one.
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) * 4 + 2;
  for (std::size_t i = 0; i < std::min(candidates.size(), kMostCandidates); ++i) {
    const std::u32string candidate = ToCodePoints(Fold(candidates[i]));
    if (candidate.empty() || candidate.size() > kLongestWord) continue;
    std::size_t distance = EditDistance(wanted, candidate) * 4;
    const bool is_part = candidate.find(wanted) != std::u32string::npos || wanted.find(candidate) != std::u32string::npos;
    const std::size_t shorter = std::min(candidate.size(), wanted.size()), longer = std::max(candidate.size(), wanted.size());
    if (is_part && shorter > 1 && shorter * 2 >= longer) distance = std::min<std::size_t>(distance, 5);
    if (distance >= best) continue;
    best = distance;
    nearest = candidates[i];
  }
  return nearest;
}

}  // namespace kedang
