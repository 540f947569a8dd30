// RowSet: a set of rows, a bit each. What searches, conditions and facets say to each other: a million rows are 125 KB, and
// two sets meet in microseconds.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/model/row.h"

namespace kedang {

class RowSet {
 public:
  RowSet() = default;
  // Rows below `limit` can be in it. Starts empty, or with all of them.
  explicit RowSet(Row limit, bool is_full = false);

  Row limit() const { return limit_; }
  bool empty() const { return Count() == 0; }
  bool Has(Row row) const { return row < limit_ && (words_[row >> 6] >> (row & 63) & 1) != 0; }
  // Makes room for the row when it is beyond the limit.
  void Add(Row row);
  void Remove(Row row);
  void Clear();
  // Sets the limit and forgets everything.
  void Reset(Row limit, bool is_full = false);

  std::size_t Count() const;
  // The k-th row in order, from 0; kNoRow when there are fewer. Constant time after the first call since the last change.
  Row Select(std::size_t k) const;
  // How many rows of it are smaller.
  std::size_t Rank(Row row) const;

  // Rows beyond the other's limit are taken as not in it.
  RowSet& operator&=(const RowSet& other);
  RowSet& operator|=(const RowSet& other);
  // Takes away what is in the other.
  RowSet& operator-=(const RowSet& other);
  bool operator==(const RowSet& other) const;
  static std::size_t CountBoth(const RowSet& a, const RowSet& b);

  // In ascending order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<Row>(i * 64 + static_cast<std::size_t>(__builtin_ctzll(word))));
      }
    }
  }
  std::vector<Row> ToVector() const;

  // The bits, for code that goes through them whole: bit b of word w is row w × 64 + b. Bits from limit() on stay 0.
  const std::vector<std::uint64_t>& words() const { return words_; }
  std::uint64_t* MutableWords() {
    is_counted_ = false;
    return words_.data();
  }

 private:
  void CountBlocks() const;

  Row limit_ = 0;
  std::vector<std::uint64_t> words_;
  // Rows before each block of eight words, and one more for the end.
  mutable std::vector<std::uint32_t> before_;
  mutable bool is_counted_ = false;
};

}  // namespace kedang
