// RowTable: the row of an id. Open addressing over row numbers: twenty-odd bytes a row and no allocation for each.
#pragma once

#include <vector>

#include "shared/model/id.h"
#include "shared/model/row.h"

namespace kedang {

class RowTable {
 public:
  // kNoRow when it is not there.
  Row Find(Id id) const;
  // An id that is not there, to a row that has none.
  void Add(Id id, Row row);
  void Remove(Id id);
  void Reserve(std::size_t rows);

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const { return ids_.capacity() * sizeof(Id) + slots_.capacity() * sizeof(Row); }

 private:
  std::size_t HomeOf(Id id) const;
  std::size_t SlotOf(Id id) const;  // where it is, or the empty slot where it would be
  void Grow(std::size_t slots);

  std::vector<Id> ids_;      // by row
  std::vector<Row> slots_;   // a power of two, at most half of them used; kNoRow: empty
  std::size_t size_ = 0;
};

}  // namespace kedang
