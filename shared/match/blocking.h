// What two records must share one of to be compared at all: keys of names, sounds, numbers, mailboxes, places with dates and
// so on, as 32-bit hashes. Records with any key in common are a candidate pair, unless too many have that key.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/match/match_table.h"

namespace kedang {

using BlockKey = std::uint32_t;

// The keys of a row, each once, in ascending order.
void ListBlockKeys(const MatchTable& table, MatchRow row, std::vector<BlockKey>& keys);

// Rows by key, kept as rows come and go: a hash table of linked lists, 8 bytes a key and 8 a row and key.
class BlockIndex {
 public:
  BlockIndex();

  void Add(BlockKey key, MatchRow row);
  // Nothing happens when the row does not have that key.
  void Remove(BlockKey key, MatchRow row);

  // Calls `take(row)` for rows of the key, the latest first, until it says false.
  template <typename Take>
  void ForEach(BlockKey key, const Take& take) const {
    for (std::uint32_t node = HeadOf(key); node != kEnd; node = nodes_[node].next) {
      if (!take(nodes_[node].row)) return;
    }
  }
  // Calls `take(rows)` for every key that 2 to `most` rows have, of the keys in places `begin` … `end` - 1 of slot_count().
  template <typename Take>
  void ForEachBlock(std::size_t begin, std::size_t end, std::size_t most, const Take& take) const {
    std::vector<MatchRow> rows;
    for (std::size_t place = begin; place < end; ++place) {
      const Slot& slot = slots_[place];
      if (slot.head == kEnd || nodes_[slot.head].next == kEnd) continue;
      rows.clear();
      std::uint32_t node = slot.head;
      for (; node != kEnd && rows.size() <= most; node = nodes_[node].next) rows.push_back(nodes_[node].row);
      if (rows.size() <= most) take(rows);
    }
  }
  std::size_t slot_count() const { return slots_.size(); }

 private:
  struct Slot {
    BlockKey key = 0;
    std::uint32_t head = kEnd;
  };
  struct Node {
    MatchRow row;
    std::uint32_t next;
  };
  static constexpr std::uint32_t kEnd = 0xFFFFFFFFU;

  std::size_t SlotOf(BlockKey key) const;
  std::uint32_t HeadOf(BlockKey key) const { return slots_[SlotOf(key)].head; }
  void Grow();

  std::vector<Slot> slots_;  // a slot once used keeps its key, also without rows
  std::vector<bool> is_used_;
  std::size_t used_ = 0;
  std::vector<Node> nodes_;
  std::uint32_t free_ = kEnd;  // nodes given back
};

}  // namespace kedang
