#include "shared/search/row_set.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kBlockWords = 8;

std::size_t WordsFor(Row limit) { return (static_cast<std::size_t>(limit) + 63) / 64; }
std::uint32_t CountBits(std::uint64_t word) { return static_cast<std::uint32_t>(__builtin_popcountll(word)); }

}  // namespace

RowSet::RowSet(Row limit, bool is_full) { Reset(limit, is_full); }

void RowSet::Reset(Row limit, bool is_full) {
  limit_ = limit;
  words_.assign(WordsFor(limit), is_full ? ~std::uint64_t{0} : 0);
  if (is_full && limit % 64 != 0) words_.back() = (std::uint64_t{1} << (limit % 64)) - 1;
  is_counted_ = false;
}

void RowSet::Clear() {
  std::fill(words_.begin(), words_.end(), 0);
  is_counted_ = false;
}

void RowSet::Add(Row row) {
  if (row >= limit_) {
    limit_ = row + 1;
    words_.resize(WordsFor(limit_));
  }
  words_[row >> 6] |= std::uint64_t{1} << (row & 63);
  is_counted_ = false;
}

void RowSet::Remove(Row row) {
  if (row >= limit_) return;
  words_[row >> 6] &= ~(std::uint64_t{1} << (row & 63));
  is_counted_ = false;
}

void RowSet::CountBlocks() const {
  before_.resize((words_.size() + kBlockWords - 1) / kBlockWords + 1);
  std::uint32_t total = 0;
  std::size_t block = 0;
  for (std::size_t i = 0; i < words_.size(); i += kBlockWords) {
    before_[block++] = total;
    const std::size_t end = std::min(words_.size(), i + kBlockWords);
    for (std::size_t w = i; w < end; ++w) total += CountBits(words_[w]);
  }
  before_[block] = total;
  is_counted_ = true;
}

std::size_t RowSet::Count() const {
  if (!is_counted_) CountBlocks();
  return before_.back();
}

Row RowSet::Select(std::size_t k) const {
  if (k >= Count()) return kNoRow;
  const auto above = std::upper_bound(before_.begin(), before_.end(), static_cast<std::uint32_t>(k));
  const auto block = static_cast<std::size_t>(above - before_.begin()) - 1;
  auto left = static_cast<std::uint32_t>(k) - before_[block];
  for (std::size_t w = block * kBlockWords;; ++w) {
    const std::uint32_t here = CountBits(words_[w]);
    if (left >= here) {
      left -= here;
      continue;
    }
    std::uint64_t word = words_[w];
    for (; left > 0; --left) word &= word - 1;
    return static_cast<Row>(w * 64 + static_cast<std::size_t>(__builtin_ctzll(word)));
  }
}

std::size_t RowSet::Rank(Row row) const {
  const std::size_t count = Count();
  if (row >= limit_) return count;
  const std::size_t last = row >> 6;
  std::size_t rank = before_[last / kBlockWords];
  for (std::size_t w = last / kBlockWords * kBlockWords; w < last; ++w) rank += CountBits(words_[w]);
  return rank + CountBits(words_[last] & ((std::uint64_t{1} << (row & 63)) - 1));
}

RowSet& RowSet::operator&=(const RowSet& other) {
  const std::size_t common = std::min(words_.size(), other.words_.size());
  for (std::size_t i = 0; i < common; ++i) words_[i] &= other.words_[i];
  std::fill(words_.begin() + static_cast<std::ptrdiff_t>(common), words_.end(), 0);
  is_counted_ = false;
  return *this;
}

RowSet& RowSet::operator|=(const RowSet& other) {
  if (other.limit_ > limit_) {
    limit_ = other.limit_;
    words_.resize(other.words_.size());
  }
  for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  is_counted_ = false;
  return *this;
}

RowSet& RowSet::operator-=(const RowSet& other) {
  const std::size_t common = std::min(words_.size(), other.words_.size());
  for (std::size_t i = 0; i < common; ++i) words_[i] &= ~other.words_[i];
  is_counted_ = false;
  return *this;
}

bool RowSet::operator==(const RowSet& other) const {
  const std::size_t common = std::min(words_.size(), other.words_.size());
  const auto is_empty = [](std::uint64_t word) { return word == 0; };
  return std::equal(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(common), other.words_.begin()) &&
         std::all_of(words_.begin() + static_cast<std::ptrdiff_t>(common), words_.end(), is_empty) &&
         std::all_of(other.words_.begin() + static_cast<std::ptrdiff_t>(common), other.words_.end(), is_empty);
}

std::size_t RowSet::CountBoth(const RowSet& a, const RowSet& b) {
  const std::size_t common = std::min(a.words_.size(), b.words_.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < common; ++i) count += CountBits(a.words_[i] & b.words_[i]);
  return count;
}

std::vector<Row> RowSet::ToVector() const {
  std::vector<Row> rows;
  rows.reserve(Count());
  ForEach([&rows](Row row) { rows.push_back(row); });
  return rows;
}

}  // namespace kedang
