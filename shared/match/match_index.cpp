#include "shared/match/match_index.h"

#include <algorithm>

#include "shared/match/candidate_search.h"

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
  CandidateSearch search(*this, budget, split);
  search.Step([] { return false; });
  return search.TakePairs();
}

}  // namespace kedang
