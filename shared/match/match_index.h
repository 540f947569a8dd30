// Records ready to be matched: prepared, and found by what they share with others. Kept as records come, change and go, so
// that one record can be checked against a million while somebody types, and all of them scanned for duplicates. An index
// with a history gives the same candidates as one built anew from the same records.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "shared/match/blocking.h"
#include "shared/match/match_table.h"

namespace kedang {

struct CandidatePair {
  MatchRow a = 0;  // a < b
  MatchRow b = 0;

  bool operator==(const CandidatePair&) const = default;
};

class MatchIndex {
 public:
  // `lexicon` may be null and must outlive the index.
  MatchIndex(std::vector<MatchField> fields, const Lexicon* lexicon) : table_(std::move(fields), lexicon) {}

  MatchRow Add(std::span<const std::string_view> columns);
  // Precondition: row < table().size().
  void Change(MatchRow row, std::span<const std::string_view> columns);
  void Remove(MatchRow row);

  // Rows that share a key with `row`, those that share most first, at most `limit`; keys of more than kMostRowsOfKey rows
  // are passed over.
  std::vector<MatchRow> Candidates(MatchRow row, std::size_t limit) const;
  // Every candidate pair at once (candidate_search.h).
  std::vector<CandidatePair> AllPairs(std::size_t budget, MatchRow split = 0) const;

  const MatchTable& table() const { return table_; }
  const BlockIndex& blocks() const { return blocks_; }

  static constexpr std::size_t kMostRowsOfKey = 200;

 private:
  MatchTable table_;
  BlockIndex blocks_;
  std::vector<BlockKey> keys_;  // scratch
};

}  // namespace kedang
