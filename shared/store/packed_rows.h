// PackedRows: the bytes of rows by number, as they are packed. Rows that are added share blocks of memory, so that a million of
// them at once cost no allocation each; what comes into a row's place later has memory of its own.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/model/row.h"

namespace kedang {

class PackedRows {
 public:
  Row size() const { return static_cast<Row>(places_.size()); }
  // Empty: nothing is there. Good until the row is replaced or freed.
  ByteSpan Of(Row row) const {
    return row < places_.size() ? ByteSpan(places_[row].bytes, places_[row].size) : ByteSpan();
  }
  // Behind the last row.
  void Add(ByteSpan bytes);
  void Replace(Row row, ByteSpan bytes);
  void Free(Row row);
  void Reserve(std::size_t rows) { places_.reserve(rows); }

  std::size_t memory_bytes() const { return block_bytes_ + own_bytes_ + places_.capacity() * sizeof(Place); }

 private:
  struct Place {
    const std::uint8_t* bytes = nullptr;
    std::uint32_t size = 0;
  };

  std::vector<Place> places_;
  std::vector<std::unique_ptr<std::uint8_t[]>> blocks_;
  std::uint8_t* free_ = nullptr;  // of the last block
  std::size_t free_bytes_ = 0;
  std::unordered_map<Row, Bytes> own_;
  std::size_t block_bytes_ = 0, own_bytes_ = 0;
};

}  // namespace kedang
