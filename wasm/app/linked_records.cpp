#include "wasm/app/linked_records.h"

namespace kedang {

Status LinkedRecords::LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) {
  bool is_indexed = true;
  const auto take = [&](Row row) {
    if (row >= next_unindexed_ && is_indexed) return true;  // its turn comes below
    const auto record = client_.records().RecordAt(row);
    if (!record || record->is_deleted || record->schema != schema || !record->RefersTo(field, target)) return true;
    return visit(*record);
  };
  if (!links_.ForTarget(target, take)) return {};
  is_indexed = false;
  for (Row row = next_unindexed_; row < client_.records().row_limit(); ++row) {
    if (!take(row)) return {};
  }
  return {};
}

}  // namespace kedang
