// SortOrder: all rows of a kind of record in the order of a key, so that any set of them can be listed sorted without
// sorting it. Built in slices, and mended where rows changed. Rows without a key come last, whichever way the order is read.
//
// Keys are bytes, compared as such, at most kMaxSortKey long.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/search/row_set.h"

namespace kedang {

inline constexpr std::size_t kMaxSortKey = 64;

class SortKeys {
 public:
  virtual ~SortKeys() = default;
  // All rows there are, in the order that rows with equal keys shall have. Others may be among them.
  virtual std::vector<Row> Rows() = 0;
  // Sets the key of the row, perhaps to nothing; false when the row is none of those sorted.
  virtual bool KeyOf(Row row, std::string& key) = 0;
  // Of rows with equal keys: whether `a` stands before `b`; agrees with Rows().
  virtual bool IsBefore(Row a, Row b) = 0;
};

class SortOrder {
 public:
  using IsOver = std::function<bool()>;

  // Starts over; the order stays as it was until the new one is done.
  void Build();
  // The row may have another key, be new or be gone.
  void Touch(Row row) { touched_.Add(row); }

  // Works until `is_over`; true when everything is in its place. Begins with Build where nothing was built yet, or too much
  // was touched to be mended within a frame.
  bool Step(SortKeys& keys, const IsOver& is_over);
  bool is_built() const { return phase_ == Phase::kReady && touched_.empty(); }
  // Whether rows() is an order, perhaps not the latest.
  bool has_order() const { return revision_ > 0; }
  std::size_t size() const { return rows_.size(); }
  // Rises whenever the order is another.
  std::uint64_t revision() const { return revision_; }
  std::size_t memory_bytes() const;

  // All rows, as of the last time it was built.
  const std::vector<Row>& rows() const { return rows_; }

  // Lists the rows of a set in this order, a slice at a time.
  class Listing {
   public:
    // The order must stay as it is until the listing is done; the set too.
    void Start(const SortOrder& order, const RowSet& found, bool is_descending);
    // Appends to `rows`; true when all are listed.
    bool Step(const IsOver& is_over, std::vector<Row>& rows);

   private:
    const SortOrder* order_ = nullptr;
    const RowSet* found_ = nullptr;
    bool is_descending_ = false;
    std::size_t next_ = 0;   // ascending: the place; descending: where what is left ends
    std::size_t tail_ = 0;   // of the rows without a key
    std::size_t left_ = 0;   // rows of the set that may still come
  };

 private:
  enum class Phase : std::uint8_t { kEmpty, kKeys, kSort, kReady };

  // A key while it is sorted: its first eight bytes, and where the rest is.
  struct Item {
    std::uint64_t head = 0;
    std::uint32_t rest = 0;  // into blocks_; 0: there is none
    Row row = kNoRow;
  };

  void Release();
  void AddItem(Row row, const std::string& key);
  int Compare(const Item& a, const Item& b) const;
  const std::uint8_t* RestOf(const Item& item) const { return blocks_[item.rest >> kBlockBits].get() + (item.rest & kBlockMask); }
  bool StepKeys(SortKeys& keys, const IsOver& is_over);
  bool StepSort(const IsOver& is_over);
  void Finish();
  void Mend(SortKeys& keys);
  void StartsAt(std::size_t place, std::vector<std::uint64_t>& starts) const { starts[place >> 6] |= std::uint64_t{1} << (place & 63); }
  bool IsStart(std::size_t place) const { return (starts_[place >> 6] >> (place & 63) & 1) != 0; }

  static constexpr std::uint32_t kBlockBits = 18;
  static constexpr std::uint32_t kBlockMask = (1u << kBlockBits) - 1;

  Phase phase_ = Phase::kEmpty;
  std::vector<Row> rows_;               // in order; those without a key last
  std::vector<std::uint64_t> starts_;   // a bit a place: its key is another than that of the place before
  std::size_t keyed_ = 0;               // so many have a key
  RowSet touched_;
  std::uint64_t revision_ = 0;

  // While it is built.
  std::vector<Row> given_;
  std::size_t next_ = 0;
  std::vector<Item> items_, merged_;
  std::vector<Row> keyless_;
  std::vector<std::unique_ptr<std::uint8_t[]>> blocks_;
  std::uint32_t block_used_ = 1u << kBlockBits;  // of the last one
  std::size_t width_ = 0;               // of sorted runs; 0: runs are being made
  std::size_t left_ = 0, right_ = 0;    // within the pair of runs that begins at next_
};

}  // namespace kedang
