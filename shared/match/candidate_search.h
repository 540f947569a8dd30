// CandidateSearch: every candidate pair of an index once, in ascending order, in slices. As many as a budget allows: keys that
// many rows share are left out until it does.
#pragma once

#include <functional>
#include <vector>

#include "shared/match/match_index.h"

namespace kedang {

class CandidateSearch {
 public:
  // The index must outlive it and not change before it is done. With `split` only pairs of a row before it and one from it on.
  CandidateSearch(const MatchIndex& index, std::size_t budget, MatchRow split = 0);

  // Works until `is_over`; true when all pairs are there.
  bool Step(const std::function<bool()>& is_over);
  float Share() const;
  std::vector<CandidatePair> TakePairs() { return std::move(pairs_); }

 private:
  enum class Stage : std::uint8_t { kCount, kMeasure, kCollect, kSort, kOver };
  static constexpr unsigned kRowBits = 10;  // rows of one part that is sorted at a time

  template <typename Take>
  bool ForBlocks(std::size_t most, const std::function<bool()>& is_over, const Take& take);
  template <typename Take>
  void ForPairs(const std::vector<MatchRow>& rows, const Take& take) const;
  std::size_t PairsOf(const std::vector<MatchRow>& rows) const;
  void ChooseSize();
  bool SortParts(const std::function<bool()>& is_over);

  const MatchIndex& index_;
  std::size_t budget_;
  MatchRow split_;
  Stage stage_ = Stage::kCount;
  std::size_t slot_ = 0;                     // of the keys, in the first three stages
  std::vector<std::size_t> pairs_of_size_;   // pairs that keys of so many rows make
  std::size_t most_ = 1;                     // rows of a key that is still taken
  std::vector<std::size_t> ends_;            // of the parts in pairs_
  std::size_t part_ = 0, written_ = 0;       // sorted so far
  std::vector<CandidatePair> pairs_;
};

}  // namespace kedang
