// FilledCells: the cells of a record that hold a value, found by their field at once. For whoever asks for every field of a
// schema: most fields of most records are empty.
#pragma once

#include <array>
#include <cstdint>

#include "shared/model/record.h"

namespace kedang {

class FilledCells {
 public:
  // The record must outlive it, unchanged.
  explicit FilledCells(const Record& record) : record_(record) {
    const std::vector<Cell>& cells = record.cells();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].value.is_null() || !IsDirect(cells[i].field)) continue;
      filled_[cells[i].field / 64] |= std::uint64_t{1} << (cells[i].field % 64);
      place_[cells[i].field] = static_cast<std::uint16_t>(i);
    }
  }

  // Null where the field is empty.
  const Value* Find(FieldId field) const {
    if (IsDirect(field)) {
      const bool is_filled = (filled_[field / 64] >> (field % 64) & 1) != 0;
      return is_filled ? &record_.cells()[place_[field]].value : nullptr;
    }
    const Cell* cell = record_.FindCell(field);
    return cell == nullptr || cell->value.is_null() ? nullptr : &cell->value;
  }

 private:
  // Greater ids are looked up in the record. Cells are sorted by field: those of lesser ones are among the first 512.
  static constexpr FieldId kDirect = 512;
  static bool IsDirect(FieldId field) { return field < kDirect; }

  const Record& record_;
  std::array<std::uint64_t, kDirect / 64> filled_ = {};
  std::array<std::uint16_t, kDirect> place_;  // of the filled ones; the rest is never read
};

}  // namespace kedang
