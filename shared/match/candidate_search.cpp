#include "shared/match/candidate_search.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kSlotsBetweenLooks = 2048;

}  // namespace

CandidateSearch::CandidateSearch(const MatchIndex& index, std::size_t budget, MatchRow split)
    : index_(index), budget_(budget), split_(split), pairs_of_size_(MatchIndex::kMostRowsOfKey + 1, 0) {}

float CandidateSearch::Share() const {
  if (stage_ == Stage::kOver) return 1;
  const float slots = static_cast<float>(std::max<std::size_t>(index_.blocks().slot_count(), 1));
  const float inside = stage_ == Stage::kSort ? static_cast<float>(part_) / static_cast<float>(std::max<std::size_t>(ends_.size(), 1))
                                              : static_cast<float>(slot_) / slots;
  return (static_cast<float>(stage_) + inside) / 4;
}

// True when the last key was met.
template <typename Take>
bool CandidateSearch::ForBlocks(std::size_t most, const std::function<bool()>& is_over, const Take& take) {
  for (const std::size_t limit = index_.blocks().slot_count(); slot_ < limit;) {
    const std::size_t end = std::min(limit, slot_ + kSlotsBetweenLooks);
    index_.blocks().ForEachBlock(slot_, end, most, take);
    slot_ = end;
    if (slot_ < limit && is_over()) return false;
  }
  slot_ = 0;
  return true;
}

template <typename Take>
void CandidateSearch::ForPairs(const std::vector<MatchRow>& rows, const Take& take) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      const MatchRow a = std::min(rows[i], rows[j]), b = std::max(rows[i], rows[j]);
      if (split_ == 0 || (a < split_) != (b < split_)) take(CandidatePair{a, b});
    }
  }
}

std::size_t CandidateSearch::PairsOf(const std::vector<MatchRow>& rows) const {
  if (split_ == 0) return rows.size() * (rows.size() - 1) / 2;
  const auto left = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [this](MatchRow row) { return row < split_; }));
  return left * (rows.size() - left);
}

void CandidateSearch::ChooseSize() {
  std::size_t sum = 0;
  while (most_ < MatchIndex::kMostRowsOfKey && sum + pairs_of_size_[most_ + 1] <= budget_) sum += pairs_of_size_[++most_];
  pairs_.resize(sum);
  ends_.assign((index_.table().size() >> kRowBits) + 1, 0);
}

// Each part once, what is there twice left out, the parts moved together.
bool CandidateSearch::SortParts(const std::function<bool()>& is_over) {
  const auto less = [](const CandidatePair& x, const CandidatePair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  while (part_ < ends_.size()) {
    const auto begin = pairs_.begin() + static_cast<std::ptrdiff_t>(part_ == 0 ? 0 : ends_[part_ - 1]);
    const auto end = pairs_.begin() + static_cast<std::ptrdiff_t>(ends_[part_]);
    std::sort(begin, end, less);
    const auto last = std::unique(begin, end);
    const auto place = pairs_.begin() + static_cast<std::ptrdiff_t>(written_);
    if (place != begin) std::move(begin, last, place);
    written_ += static_cast<std::size_t>(last - begin);
    if (++part_ < ends_.size() && is_over()) return false;
  }
  pairs_.resize(written_);
  return true;
}

bool CandidateSearch::Step(const std::function<bool()>& is_over) {
  using Rows = std::vector<MatchRow>;
  if (stage_ == Stage::kCount) {
    // How many pairs keys of each size make, to see which sizes can be had.
    if (!ForBlocks(MatchIndex::kMostRowsOfKey, is_over, [this](const Rows& rows) { pairs_of_size_[rows.size()] += PairsOf(rows); })) return false;
    ChooseSize();
    stage_ = Stage::kMeasure;
  }
  if (stage_ == Stage::kMeasure) {
    const auto take = [this](const Rows& rows) { ForPairs(rows, [this](const CandidatePair& pair) { ++ends_[pair.a >> kRowBits]; }); };
    if (!ForBlocks(most_, is_over, take)) return false;
    // From lengths to beginnings, which filling then moves to the ends.
    std::size_t begin = 0;
    for (std::size_t& end : ends_) begin += std::exchange(end, begin);
    stage_ = Stage::kCollect;
  }
  if (stage_ == Stage::kCollect) {
    const auto take = [this](const Rows& rows) { ForPairs(rows, [this](const CandidatePair& pair) { pairs_[ends_[pair.a >> kRowBits]++] = pair; }); };
    if (!ForBlocks(most_, is_over, take)) return false;
    stage_ = Stage::kSort;
  }
  if (stage_ == Stage::kSort) {
    if (!SortParts(is_over)) return false;
    stage_ = Stage::kOver;
  }
  return true;
}

}  // namespace kedang
