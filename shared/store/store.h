// Store: records by id, whatever keeps them. Two implementations live today (MemoryStore here, SQLite in server/); a
// third on another database must need nothing that is not in this interface.
#pragma once

#include <functional>
#include <optional>

#include "shared/base/result.h"
#include "shared/model/record.h"

namespace kedang {

class Store {
 public:
  virtual ~Store() = default;

  // The record, also a deleted one; nothing when the id was never seen.
  virtual Result<std::optional<Record>> Find(Id id) = 0;
  // Inserts or replaces the whole record, tombstones included.
  virtual Status Put(const Record& record) = 0;
  // Forgets the record without a trace (leave events, cache eviction).
  virtual Status Erase(Id id) = 0;
  // Visits live records of a schema, oldest first, until `visit` returns false.
  virtual Status Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) = 0;
  // Visits live records of a schema whose cell `field` refers to `target`, in any order, until `visit` returns false. A
  // store that has no index for it scans.
  virtual Status ScanReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) {
    return Scan(schema, [&](const Record& record) { return !record.RefersTo(field, target) || visit(record); });
  }
  // Number of live records of a schema.
  virtual Result<std::size_t> Count(SchemaId schema) = 0;
};

}  // namespace kedang
