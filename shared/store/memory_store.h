// MemoryStore: records in memory in packed form, about their text plus 60 bytes each. The client's store, and the tests'
// second implementation of Store. Every record has a row: a small number that stays the same as long as the record is
// held, which lists, sorting and the search index use instead of ids.
#pragma once

#include <unordered_map>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/model/row.h"
#include "shared/store/packed_record.h"
#include "shared/store/packed_rows.h"
#include "shared/store/row_table.h"
#include "shared/store/store.h"

namespace kedang {

class MemoryStore final : public Store {
 public:
  Result<std::optional<Record>> Find(Id id) override;
  Status Put(const Record& record) override;
  Status Erase(Id id) override;
  Status Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) override;
  Result<std::size_t> Count(SchemaId schema) override;

  std::size_t LiveCount(SchemaId schema) const;
  Row RowOf(Id id) const;  // kNoRow when not held
  // Rows are 0..row_limit()-1; some may be free (RecordAt gives nothing).
  Row row_limit() const { return packed_.size(); }
  std::optional<Record> RecordAt(Row row) const;
  std::optional<Record> FindRecord(Id id) const { return RecordAt(RowOf(id)); }
  // The first few members of the record at `row`, without reading its cells: cheap enough for every row of a list.
  std::optional<RecordHeader> HeaderAt(Row row) const;
  // The record with the cells of these fields only (in ascending order): a fraction of RecordAt's time where few are wanted.
  std::optional<Record> CellsAt(Row row, std::span<const FieldId> fields) const;
  // The same cells one after the other, without a record; none of a free row.
  void VisitCellsAt(Row row, std::span<const FieldId> fields, const std::function<void(FieldId, const Value&)>& visit) const;
  // Rows that hold nothing now; the next new records take them.
  const std::vector<Row>& free_rows() const { return free_rows_; }
  // Same as Put, and says the row.
  Row PutRow(const Record& record);
  // Takes a record that is packed already (it is checked); kCorrupt otherwise.
  Result<Row> PutPacked(ByteSpan packed);
  // The same for one that was checked: `header` is what CheckPacked or ReadSegmentRows said of it.
  Row PutChecked(const RecordHeader& header, ByteSpan packed);
  // So many records will come.
  void Reserve(std::size_t records);

  std::size_t size() const { return rows_.size(); }
  std::size_t memory_bytes() const { return packed_.memory_bytes() + rows_.memory_bytes(); }
  void Clear();

 private:
  void CountLive(const RecordHeader& header, int change);

  PackedRows packed_;  // empty = free
  std::vector<Row> free_rows_;
  RowTable rows_;
  std::unordered_map<SchemaId, std::size_t> live_;
};

}  // namespace kedang
