#include "shared/match/text_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kedang {
namespace {

constexpr std::size_t kLongest = 255;

template <typename View>
std::size_t Distance(View a, View b, std::size_t limit) {
  a = a.substr(0, kLongest);
  b = b.substr(0, kLongest);
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > limit) return limit + 1;
  if (b.empty()) return std::min(a.size(), limit + 1);
  // Only places at most `limit` from the diagonal can lie on a way that short.
  const auto far = static_cast<std::uint16_t>(std::min<std::size_t>(limit + 1, 2 * kLongest));
  std::array<std::array<std::uint16_t, kLongest + 2>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint16_t>(std::min<std::size_t>(j, far));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& before = rows[(i + 1) % 3];
    const std::size_t first = i > limit ? i - limit : 1, last = std::min(b.size(), i + limit);
    row[first - 1] = first == 1 ? static_cast<std::uint16_t>(std::min<std::size_t>(i, far)) : far;
    std::size_t least = row[first - 1];
    for (std::size_t j = first; j <= last; ++j) {
      std::size_t best = std::min<std::size_t>(above[j], row[j - 1]) + 1;
      best = std::min<std::size_t>(best, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min<std::size_t>(best, before[j - 2] + 1U);
      row[j] = static_cast<std::uint16_t>(std::min<std::size_t>(best, far));
      least = std::min(least, best);
    }
    row[last + 1] = far;
    if (least > limit) return limit + 1;
  }
  return std::min<std::size_t>(rows[a.size() % 3][b.size()], limit + 1);
}

}  // namespace

std::size_t SlipsBetween(std::string_view a, std::string_view b, std::size_t limit) { return Distance(a, b, limit); }

std::size_t SlipsBetween(std::u32string_view a, std::u32string_view b, std::size_t limit) {
  return Distance(a, b, limit);
}

}  // namespace kedang
