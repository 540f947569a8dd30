#include "shared/search/pair_postings.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <span>

namespace kedang {
namespace {

// Rows from which on a pair has a list of its own: shorter lists cost more in heads and long gaps than they save.
constexpr std::uint32_t kOwnList = 64;
// A first key with so many lists and so many rows in them gets one list of all.
constexpr std::uint32_t kManyLists = 24;
constexpr std::uint32_t kManyRows = 4'096;
// Rows of a shared list: fewer make more lists, more make more rows to look at.
constexpr std::uint32_t kSharedRows = 512;

std::size_t HashOfPair(PairKey first, PairKey second) {
  const std::uint64_t both = (static_cast<std::uint64_t>(first) << 32 | second) * 0x9E3779B97F4A7C15u;
  return static_cast<std::size_t>(both >> 29);
}

}  // namespace

// ---- reading ----------------------------------------------------------------------------------------------------------

std::size_t PairPostings::FindFirst(PairKey key) const {
  if (firsts_.empty()) return kNone;
  const auto end = firsts_.end() - 1;
  const auto found = std::lower_bound(firsts_.begin(), end, key, [](const First& a, PairKey b) { return a.key < b; });
  return found != end && found->key == key ? static_cast<std::size_t>(found - firsts_.begin()) : kNone;
}

PairPostings::Answer PairPostings::AddPair(PairKey first, PairKey second, Block& exact, Block& unsure) const {
  const std::size_t at = FindFirst(first);
  if (at == kNone) return Answer::kNone;
  const auto begin = lists_.begin() + static_cast<std::ptrdiff_t>(firsts_[at].list);
  const auto end = lists_.begin() + static_cast<std::ptrdiff_t>(firsts_[at + 1].list);
  const auto found = std::lower_bound(begin, end, second, [](const List& a, PairKey b) { return a.second < b; });
  if (found != end && found->second == second) {
    AddPostings(BytesOf(*found), exact);
    return Answer::kAll;
  }
  if (firsts_[at].shared == 0) return Answer::kNone;
  const PairKey key = SharedKey(second, firsts_[at].shared);
  for (auto list = end; list != begin && (list - 1)->second >= key; --list) {
    if ((list - 1)->second != key) continue;
    AddMarkedPostings(BytesOf(*(list - 1)), MarkOf(second), unsure);
    return Answer::kSome;
  }
  return Answer::kNone;
}

void PairPostings::AddFirst(PairKey first, Block& block) const {
  const std::size_t at = FindFirst(first);
  if (at != kNone) AddLists(at, block);
}

std::uint32_t PairPostings::CountOf(PairKey first) const {
  const std::size_t at = FindFirst(first);
  std::uint32_t count = 0;
  if (at == kNone) return count;
  for (std::uint32_t list = firsts_[at].list; list < firsts_[at + 1].list; ++list) {
    if (lists_[list].second != kWhole) count += static_cast<std::uint32_t>(CountPostings(BytesOf(lists_[list])));
  }
  return count;
}

void PairPostings::AddLists(std::size_t first, Block& block) const {
  const List& last = lists_[firsts_[first + 1].list - 1];
  if (last.second == kWhole) {
    AddPostings(BytesOf(last), block);
    return;
  }
  for (std::uint32_t list = firsts_[first].list; list < firsts_[first + 1].list; ++list) {
    AddPostings(BytesOf(lists_[list]), block);
  }
}

void PairPostings::AddFirsts(std::span<const PairKey> firsts, Block& block) const {
  if (firsts_.empty()) return;
  const auto before = [](const First& a, PairKey b) { return a.key < b; };
  auto at = firsts_.begin();
  const auto end = firsts_.end() - 1;
  for (const PairKey key : firsts) {
    // Neighbours in both lists are close together more often than not.
    for (int step = 0; step < 4 && at != end && at->key < key; ++step) ++at;
    if (at != end && at->key < key) at = std::lower_bound(at, end, key, before);
    if (at == end) return;
    if (at->key == key) AddLists(static_cast<std::size_t>(at - firsts_.begin()), block);
  }
}

// ---- building ---------------------------------------------------------------------------------------------------------

PairPostingsBuilder::PairPostingsBuilder() : slots_(1u << 14, 0), small_(kSmall * kSmall, 0) {}

void PairPostingsBuilder::Grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    std::size_t slot = HashOfPair(pairs_[i].first, pairs_[i].second) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

std::uint32_t PairPostingsBuilder::IndexOf(PairKey first, PairKey second) {
  const auto index = static_cast<std::uint32_t>(pairs_.size());
  if (first < kSmall && second < kSmall) {
    std::uint32_t& known = small_[first * kSmall + second];
    if (known != 0) return known - 1;
    known = index + 1;
    pairs_.push_back(Pair{first, second, 0, 0, -1});
    return index;
  }
  std::size_t slot = HashOfPair(first, second) & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const Pair& pair = pairs_[slots_[slot] - 1];
    if (pair.first == first && pair.second == second) return slots_[slot] - 1;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  pairs_.push_back(Pair{first, second, 0, 0, -1});
  slots_[slot] = index + 1;
  if (pairs_.size() * 2 > slots_.size()) Grow();
  return index;
}

void PairPostingsBuilder::Add(PairKey first, PairKey second) {
  const std::uint32_t index = IndexOf(first, second);
  Pair& pair = pairs_[index];
  if (pair.last_row == row_) return;
  pair.last_row = row_;
  ++pair.count;
  seen_pairs_.push_back(index);
  seen_rows_.push_back(row_);
}

void PairPostingsBuilder::Assign() {
  std::vector<std::uint32_t> order(pairs_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::unordered_map<PairKey, std::uint32_t> rare;  // rows of rare pairs, then number of shared lists, by first key
  for (const Pair& pair : pairs_) {
    if (pair.count < kOwnList) rare[pair.first] += pair.count;
  }
  for (auto& [first, count] : rare) {
    std::uint32_t shared = 1;
    while (shared < PairPostings::kMostShared && shared * kSharedRows < count) shared *= 2;
    count = shared;
  }
  for (Pair& pair : pairs_) {
    pair.list = pair.count >= kOwnList ? pair.second : PairPostings::SharedKey(pair.second, rare[pair.first]);
  }
  const auto second_of = [this](std::uint32_t i) { return pairs_[i].list; };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (pairs_[a].first != pairs_[b].first) return pairs_[a].first < pairs_[b].first;
    return second_of(a) < second_of(b);
  });
  for (const std::uint32_t i : order) {
    Pair& pair = pairs_[i];
    const PairKey second = second_of(i);
    const bool is_new_first = made_.firsts_.empty() || made_.firsts_.back().key != pair.first;
    if (is_new_first) {
      const auto shared = rare.find(pair.first);
      made_.firsts_.push_back({pair.first, static_cast<std::uint32_t>(made_.lists_.size()), shared != rare.end() ? shared->second : 0});
    }
    if (is_new_first || made_.lists_.back().second != second) {
      made_.lists_.push_back({second, 0});
      begin_.push_back(begin_.empty() ? 0 : begin_.back() + fill_.back());
      fill_.push_back(0);
    }
    pair.list = static_cast<std::uint32_t>(made_.lists_.size() - 1);
    fill_.back() += pair.count;
  }
  made_.firsts_.push_back({PairPostings::kRare, static_cast<std::uint32_t>(made_.lists_.size()), 0});
  made_.firsts_ = std::vector<PairPostings::First>(made_.firsts_);
  made_.lists_ = std::vector<PairPostings::List>(made_.lists_);
  rows_.resize(seen_rows_.size());
  marks_.resize(seen_rows_.size());
  fill_ = begin_;
}

void PairPostingsBuilder::AddWholes() {
  std::vector<PairPostings::List> lists;
  const auto block = std::make_unique<Block>();
  for (std::size_t i = 0; i + 1 < made_.firsts_.size(); ++i) {
    PairPostings::First& first = made_.firsts_[i];
    const std::uint32_t begin = first.list, end = made_.firsts_[i + 1].list;
    const bool has_whole = end - begin >= kManyLists && made_.CountOf(first.key) >= kManyRows;
    if (has_whole) {
      block->Clear();
      made_.AddFirst(first.key, *block);
    }
    lists.insert(lists.end(), made_.lists_.data() + begin, made_.lists_.data() + end);
    first.list = static_cast<std::uint32_t>(lists.size() - (end - begin));
    if (!has_whole) continue;
    lists.push_back({PairPostings::kWhole, static_cast<std::uint32_t>(made_.bytes_.size())});
    AppendBlock(*block, made_.bytes_);
  }
  made_.firsts_.back().list = static_cast<std::uint32_t>(lists.size());
  made_.lists_ = std::vector<PairPostings::List>(lists);
}

bool PairPostingsBuilder::Finish(std::size_t max_pairs) {
  if (phase_ == Phase::kCount) phase_ = Phase::kAssign;
  if (phase_ == Phase::kAssign) {
    Assign();
    slots_ = {};
    phase_ = Phase::kFill;
    return false;
  }
  if (phase_ == Phase::kFill) {
    const std::size_t stop = std::min(seen_rows_.size(), next_ + max_pairs);
    for (; next_ < stop; ++next_) {
      const Pair& pair = pairs_[seen_pairs_[next_]];
      marks_[fill_[pair.list]] = PairPostings::MarkOf(pair.second);
      rows_[fill_[pair.list]++] = seen_rows_[next_];
    }
    if (next_ < seen_rows_.size()) return false;
    seen_pairs_ = {};
    seen_rows_ = {};
    pairs_ = {};
    next_ = 0;
    phase_ = Phase::kEncode;
    return false;
  }
  if (phase_ == Phase::kEncode) {
    for (std::size_t done = 0; next_ < begin_.size() && done < max_pairs; ++next_) {
      made_.lists_[next_].offset = static_cast<std::uint32_t>(made_.bytes_.size());
      const std::size_t count = fill_[next_] - begin_[next_];
      const auto rows = std::span<const std::uint16_t>(rows_).subspan(begin_[next_], count);
      if (made_.lists_[next_].second >= PairPostings::kRare) {
        AppendMarkedPostings(rows, std::span<const std::uint8_t>(marks_).subspan(begin_[next_], count), made_.bytes_);
      } else {
        AppendPostings(rows, made_.bytes_);
      }
      done += count;
    }
    if (next_ < begin_.size()) return false;
    rows_ = {};
    marks_ = {};
    phase_ = Phase::kWholes;
    return false;
  }
  if (phase_ == Phase::kWholes) {
    AddWholes();
    made_.bytes_ = std::string(made_.bytes_);  // in its own size: shrink_to_fit does nothing without exceptions
    phase_ = Phase::kFinished;
  }
  return true;
}

}  // namespace kedang
