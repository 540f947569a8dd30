#include "shared/store/row_table.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kLeastSlots = 16;

}  // namespace

// Ids of one import are neighbours: mixed, or two imports would lie across each other in long runs.
std::size_t RowTable::HomeOf(Id id) const {
  std::uint64_t mixed = id.low ^ (id.high * 0x9E3779B97F4A7C15ULL);
  mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93ULL;
  return static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
}

std::size_t RowTable::SlotOf(Id id) const {
  std::size_t slot = HomeOf(id);
  while (slots_[slot] != kNoRow && !(ids_[slots_[slot]] == id)) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

Row RowTable::Find(Id id) const { return slots_.empty() ? kNoRow : slots_[SlotOf(id)]; }

void RowTable::Add(Id id, Row row) {
  if (slots_.size() < 2 * (size_ + 1)) Grow(std::max(kLeastSlots, 2 * slots_.size()));
  if (row >= ids_.size()) ids_.resize(row + std::size_t{1});
  ids_[row] = id;
  slots_[SlotOf(id)] = row;
  ++size_;
}

void RowTable::Remove(Id id) {
  if (slots_.empty()) return;
  std::size_t hole = SlotOf(id);
  if (slots_[hole] == kNoRow) return;
  const std::size_t mask = slots_.size() - 1;
  // Whoever stands behind and would not be found past the hole moves into it.
  for (std::size_t next = (hole + 1) & mask; slots_[next] != kNoRow; next = (next + 1) & mask) {
    const std::size_t home = HomeOf(ids_[slots_[next]]);
    if (((next - home) & mask) < ((next - hole) & mask)) continue;
    slots_[hole] = slots_[next];
    hole = next;
  }
  slots_[hole] = kNoRow;
  --size_;
}

void RowTable::Reserve(std::size_t rows) {
  ids_.reserve(rows);
  std::size_t slots = std::max(kLeastSlots, slots_.size());
  while (slots < 2 * rows) slots *= 2;
  if (slots > slots_.size()) Grow(slots);
}

void RowTable::Grow(std::size_t slots) {
  std::vector<Row> old(slots, kNoRow);
  old.swap(slots_);
  for (const Row row : old) {
    if (row == kNoRow) continue;
    std::size_t slot = HomeOf(ids_[row]);
    while (slots_[slot] != kNoRow) slot = (slot + 1) & (slots - 1);
    slots_[slot] = row;
  }
}

}  // namespace kedang
