#include "shared/match/match_index.h"

#include <algorithm>

namespace kedang {

MatchRow MatchIndex::Add(std::span<const std::string_view> columns) {
  const MatchRow row = table_.Add(columns);
  ListBlockKeys(table_, row, keys_);
  for (const BlockKey key : keys_) blocks_.Add(key, row);
  return row;
}

void MatchIndex::Change(MatchRow row, std::span<const std::string_view> columns) {
  Remove(row);
  table_.Change(row, columns);
  ListBlockKeys(table_, row, keys_);
  for (const BlockKey key : keys_) blocks_.Add(key, row);
}

void MatchIndex::Remove(MatchRow row) {
  if (!table_.IsLive(row)) return;
  ListBlockKeys(table_, row, keys_);
  for (const BlockKey key : keys_) blocks_.Remove(key, row);
  table_.Remove(row);
}

std::vector<MatchRow> MatchIndex::Candidates(MatchRow row, std::size_t limit) const {
  std::vector<BlockKey> keys;
  ListBlockKeys(table_, row, keys);
  std::vector<MatchRow> found, rows;
  for (const BlockKey key : keys) {
    rows.clear();
    blocks_.ForEach(key, [&](MatchRow other) {
      rows.push_back(other);
      return rows.size() <= kMostRowsOfKey;
    });
    if (rows.size() <= kMostRowsOfKey) found.insert(found.end(), rows.begin(), rows.end());
  }
  std::sort(found.begin(), found.end());
  std::vector<std::pair<std::uint32_t, MatchRow>> counted;
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i;
    while (end < found.size() && found[end] == found[i]) ++end;
    if (found[i] != row) counted.emplace_back(static_cast<std::uint32_t>(end - i), found[i]);
    i = end;
  }
  std::sort(counted.begin(), counted.end(),
            [](const auto& x, const auto& y) { return x.first != y.first ? x.first > y.first : x.second < y.second; });
  if (counted.size() > limit) counted.resize(limit);
  std::vector<MatchRow> result;
  for (const auto& [count, other] : counted) result.push_back(other);
  return result;
}

std::vector<CandidatePair> MatchIndex::AllPairs(std::size_t budget, MatchRow split) const {
  // How many pairs blocks of each size make, to see which sizes can be had.
  std::vector<std::size_t> pairs_of_size(kMostRowsOfKey + 1, 0);
  const auto count_pairs = [&](const std::vector<MatchRow>& rows) {
    if (split == 0) return rows.size() * (rows.size() - 1) / 2;
    const auto left =
        static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](MatchRow row) { return row < split; }));
    return left * (rows.size() - left);
  };
  blocks_.ForEachBlock(kMostRowsOfKey,
                       [&](const std::vector<MatchRow>& rows) { pairs_of_size[rows.size()] += count_pairs(rows); });
  std::size_t most = 1, sum = 0;
  while (most < kMostRowsOfKey && sum + pairs_of_size[most + 1] <= budget) sum += pairs_of_size[++most];
  std::vector<CandidatePair> pairs;
  pairs.reserve(sum);
  blocks_.ForEachBlock(most, [&](const std::vector<MatchRow>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = i + 1; j < rows.size(); ++j) {
        const MatchRow a = std::min(rows[i], rows[j]), b = std::max(rows[i], rows[j]);
        if (split == 0 || (a < split) != (b < split)) pairs.push_back({a, b});
      }
    }
  });
  std::sort(pairs.begin(), pairs.end(),
            [](const CandidatePair& x, const CandidatePair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace kedang
