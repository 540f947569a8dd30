#include "shared/store/memory_store.h"

namespace kedang {

void MemoryStore::CountLive(const Record& record, int change) {
  if (record.is_deleted) return;
  std::size_t& count = live_[record.schema];
  count = change > 0 ? count + 1 : count - 1;
}

Row MemoryStore::RowOf(Id id) const {
  const auto found = rows_.find(id);
  return found != rows_.end() ? found->second : kNoRow;
}

std::optional<Record> MemoryStore::RecordAt(Row row) const {
  if (row >= packed_.size() || packed_[row].empty()) return std::nullopt;
  auto record = UnpackRecord(packed_[row]);
  if (!record.ok()) return std::nullopt;  // cannot happen: only PackRecord and checked bytes come in
  return std::move(record).value();
}

std::optional<RecordHeader> MemoryStore::HeaderAt(Row row) const {
  if (row >= packed_.size() || packed_[row].empty()) return std::nullopt;
  return UnpackHeader(packed_[row]);
}

std::optional<Record> MemoryStore::CellsAt(Row row, std::span<const FieldId> fields) const {
  if (row >= packed_.size() || packed_[row].empty()) return std::nullopt;
  return UnpackCells(packed_[row], fields);
}

Row MemoryStore::PutRow(const Record& record) {
  Bytes packed;
  packed.reserve(64 + record.cells().size() * 24);
  PackRecord(record, packed);
  packed.shrink_to_fit();
  Row row = RowOf(record.id);
  if (row == kNoRow) {
    if (!free_rows_.empty()) {
      row = free_rows_.back();
      free_rows_.pop_back();
    } else {
      row = static_cast<Row>(packed_.size());
      packed_.emplace_back();
    }
    rows_.emplace(record.id, row);
  } else if (const auto old = RecordAt(row)) {
    CountLive(*old, -1);
    packed_bytes_ -= packed_[row].size();
  }
  packed_bytes_ += packed.size();
  packed_[row] = std::move(packed);
  CountLive(record, 1);
  return row;
}

Result<Row> MemoryStore::PutPacked(ByteSpan packed) {
  KEDANG_ASSIGN(const Record record, UnpackRecord(packed));
  return PutRow(record);
}

Status MemoryStore::Put(const Record& record) {
  PutRow(record);
  return {};
}

Result<std::optional<Record>> MemoryStore::Find(Id id) { return FindRecord(id); }

Status MemoryStore::Erase(Id id) {
  const Row row = RowOf(id);
  if (row == kNoRow) return {};
  if (const auto old = RecordAt(row)) CountLive(*old, -1);
  packed_bytes_ -= packed_[row].size();
  packed_[row] = Bytes();
  free_rows_.push_back(row);
  rows_.erase(id);
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
