#include "shared/sync/segment.h"

#include "shared/sync/frame.h"

namespace kedang {
namespace {

// Around the ends, as the reader adds it up again: any time may stand in a record.
std::int64_t Difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

constexpr std::uint8_t kTextKind = static_cast<std::uint8_t>(Value::Kind::kText);
constexpr std::uint8_t kDateKind = static_cast<std::uint8_t>(Value::Kind::kDate);

}  // namespace

bool SegmentWriter::IsOdd(const Record& record) const {
  if (record.is_deleted || record.created.epoch != epoch_ || record.changed.epoch != epoch_) return true;
  if (record.changed.sequence < record.created.sequence) return true;
  for (const Cell& cell : record.cells()) {
    if (cell.value.is_null() || !(cell.version == record.created)) return true;
  }
  return false;
}

void SegmentWriter::AddValue(FieldId field, const Value& value) {
  const auto found = columns_.find(field);
  Column& column = found != columns_.end() ? found->second : columns_[field];
  if (found == columns_.end()) {
    // Texts and dates of a field are all of one kind; anything else is packed with its kind.
    column.kind = value.kind() == Value::Kind::kText || value.kind() == Value::Kind::kDate
                      ? static_cast<std::uint8_t>(value.kind())
                      : kMixedColumn;
  }
  column.presence.resize(count_ / 8 + 1);
  column.presence[count_ / 8] = static_cast<std::uint8_t>(column.presence[count_ / 8] | 1u << (count_ % 8));
  if (column.kind == kTextKind) {
    AppendVarint(value.text().size(), column.lengths);
    column.payload.insert(column.payload.end(), value.text().begin(), value.text().end());
    size_bytes_ += value.text().size() + 2;
  } else if (column.kind == kDateKind) {
    AppendVarint(ZigZag(value.date().days - column.last_date), column.payload);
    column.last_date = value.date().days;
    size_bytes_ += 3;
  } else {
    const std::size_t before = column.payload.size();
    PackValue(value, column.payload);
    size_bytes_ += column.payload.size() - before;
  }
}

void SegmentWriter::Add(const Record& record) {
  if (epoch_ == 0) epoch_ = record.created.epoch;
  bool is_odd = IsOdd(record);
  for (const Cell& cell : record.cells()) {
    const auto column = columns_.find(cell.field);
    // A value of another kind than its column has cannot join it (a field that was re-typed).
    if (column != columns_.end() && column->second.kind != kMixedColumn &&
        column->second.kind != static_cast<std::uint8_t>(cell.value.kind())) {
      is_odd = true;
    }
  }
  if (is_odd) {
    Bytes packed;
    PackRecord(record, packed);
    AppendBlob(packed, odd_);
    ++odd_count_;
    size_bytes_ += packed.size();
    return;
  }
  if (count_ > 0 && record.id.high == last_id_.high && record.id.low > last_id_.low) {
    ids_.push_back(0);
    AppendVarint(record.id.low - last_id_.low, ids_);
  } else {
    ids_.push_back(1);
    AppendU64(record.id.high, ids_);
    AppendU64(record.id.low, ids_);
  }
  AppendVarint(record.schema, rows_);
  AppendVarint(ZigZag(static_cast<std::int64_t>(record.created.sequence - last_sequence_)), rows_);
  AppendVarint(ZigZag(Difference(record.created_ms, last_created_ms_)), rows_);
  AppendVarint(record.changed.sequence - record.created.sequence, rows_);
  AppendVarint(ZigZag(Difference(record.changed_ms, record.created_ms)), rows_);
  for (const Cell& cell : record.cells()) AddValue(cell.field, cell.value);
  last_id_ = record.id;
  last_sequence_ = record.created.sequence;
  last_created_ms_ = record.created_ms;
  size_bytes_ += 12;
  ++count_;
}

Bytes SegmentWriter::Finish() {
  Bytes body;
  body.reserve(size_bytes_ + 1024);
  AppendVarint(count_, body);
  AppendVarint(epoch_, body);
  AppendVarint(columns_.size(), body);
  AppendBlob(ids_, body);
  AppendBlob(rows_, body);
  for (const auto& [field, column] : columns_) {
    AppendVarint(field, body);
    body.push_back(column.kind);
    AppendBlob(column.presence, body);
    AppendBlob(column.lengths, body);
    AppendBlob(column.payload, body);
  }
  AppendVarint(odd_count_, body);
  body.insert(body.end(), odd_.begin(), odd_.end());
  Bytes frame = WriteFrame(FrameKind::kSegment, body, 0, static_cast<std::uint32_t>(count()));
  *this = SegmentWriter();
  return frame;
}

}  // namespace kedang
