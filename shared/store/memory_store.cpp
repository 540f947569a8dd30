#include "shared/store/memory_store.h"

namespace kedang {

void MemoryStore::CountLive(const RecordHeader& header, int change) {
  if (header.is_deleted) return;
  std::size_t& count = live_[header.schema];
  count = change > 0 ? count + 1 : count - 1;
}

Row MemoryStore::RowOf(Id id) const { return rows_.Find(id); }

std::optional<Record> MemoryStore::RecordAt(Row row) const {
  const ByteSpan packed = packed_.Of(row);
  if (packed.empty()) return std::nullopt;
  auto record = UnpackRecord(packed);
  if (!record.ok()) return std::nullopt;  // cannot happen: only PackRecord and checked bytes come in
  return std::move(record).value();
}

std::optional<RecordHeader> MemoryStore::HeaderAt(Row row) const {
  const ByteSpan packed = packed_.Of(row);
  if (packed.empty()) return std::nullopt;
  return UnpackHeader(packed);
}

std::optional<Record> MemoryStore::CellsAt(Row row, std::span<const FieldId> fields) const {
  const ByteSpan packed = packed_.Of(row);
  if (packed.empty()) return std::nullopt;
  return UnpackCells(packed, fields);
}

void MemoryStore::VisitCellsAt(Row row, std::span<const FieldId> fields,
                               const std::function<void(FieldId, const Value&)>& visit) const {
  const ByteSpan packed = packed_.Of(row);
  if (!packed.empty()) VisitCells(packed, fields, visit);
}

Row MemoryStore::PutChecked(const RecordHeader& header, ByteSpan packed) {
  Row row = RowOf(header.id);
  if (row != kNoRow) {
    if (const auto old = HeaderAt(row)) CountLive(*old, -1);
    packed_.Replace(row, packed);
  } else if (!free_rows_.empty()) {
    row = free_rows_.back();
    free_rows_.pop_back();
    rows_.Add(header.id, row);
    packed_.Replace(row, packed);
  } else {
    row = packed_.size();
    rows_.Add(header.id, row);
    packed_.Add(packed);
  }
  CountLive(header, 1);
  return row;
}

Row MemoryStore::PutRow(const Record& record) {
  Bytes packed;
  packed.reserve(64 + record.cells().size() * 24);
  PackRecord(record, packed);
  return PutChecked(HeaderOf(record), packed);
}

Result<Row> MemoryStore::PutPacked(ByteSpan packed) {
  const auto header = CheckPacked(packed);
  if (!header) return Error{ErrorCode::kCorrupt, "not a packed record"};
  return PutChecked(*header, packed);
}

void MemoryStore::Reserve(std::size_t records) {
  packed_.Reserve(records);
  rows_.Reserve(records);
}

Status MemoryStore::Put(const Record& record) {
  PutRow(record);
  return {};
}

Result<std::optional<Record>> MemoryStore::Find(Id id) { return FindRecord(id); }

Status MemoryStore::Erase(Id id) {
  const Row row = RowOf(id);
  if (row == kNoRow) return {};
  if (const auto old = HeaderAt(row)) CountLive(*old, -1);
  packed_.Free(row);
  free_rows_.push_back(row);
  rows_.Remove(id);
  return {};
}

Status MemoryStore::Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) {
  for (Row row = 0; row < row_limit(); ++row) {
    const auto record = RecordAt(row);
    if (record && record->schema == schema && !record->is_deleted && !visit(*record)) break;
  }
  return {};
}

std::size_t MemoryStore::LiveCount(SchemaId schema) const {
  const auto found = live_.find(schema);
  return found != live_.end() ? found->second : 0;
}

Result<std::size_t> MemoryStore::Count(SchemaId schema) { return LiveCount(schema); }

void MemoryStore::Clear() { *this = MemoryStore(); }

}  // namespace kedang
