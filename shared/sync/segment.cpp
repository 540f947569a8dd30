#include "shared/sync/segment.h"

#include "shared/base/utf8.h"
#include "shared/store/packed_record.h"
#include "shared/sync/frame.h"

namespace kedang {
namespace {

constexpr std::uint8_t kMixed = 255;
constexpr std::size_t kMaxRows = 1u << 20;

void AppendBlob(ByteSpan blob, Bytes& out) {
  AppendVarint(blob.size(), out);
  out.insert(out.end(), blob.begin(), blob.end());
}

// A cursor over one blob; after the first bad read everything reads as zero and is_good() is false.
class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(ByteSpan bytes) : bytes_(bytes) {}

  std::uint64_t Number() {
    const auto value = ReadVarint(bytes_, position_);
    if (!value) is_good_ = false;
    return value.value_or(0);
  }
  std::int64_t Signed() { return UnZigZag(Number()); }
  ByteSpan Take(std::uint64_t size) {
    if (size > bytes_.size() - position_) {
      is_good_ = false;
      return {};
    }
    position_ += static_cast<std::size_t>(size);
    return bytes_.subspan(position_ - static_cast<std::size_t>(size), static_cast<std::size_t>(size));
  }
  ByteSpan Blob() { return Take(Number()); }
  std::optional<Value> PackedValue() { return ReadPackedValue(bytes_, position_); }
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return position_ == bytes_.size(); }

 private:
  ByteSpan bytes_;
  std::size_t position_ = 0;
  bool is_good_ = true;
};

struct ColumnReader {
  FieldId field = 0;
  std::uint8_t kind = 0;
  ByteSpan presence;
  Cursor lengths;
  Cursor payload;
  std::int64_t last_date = 0;

  bool Has(std::size_t row) const { return row / 8 < presence.size() && (presence[row / 8] >> (row % 8) & 1) != 0; }

  std::optional<Value> Next() {
    if (kind == static_cast<std::uint8_t>(Value::Kind::kText)) {
      const std::string_view text = AsText(payload.Take(lengths.Number()));
      if (!payload.is_good() || !lengths.is_good() || text.empty() || !IsValidUtf8(text)) return std::nullopt;
      return Value::Text(std::string(text));
    }
    if (kind == static_cast<std::uint8_t>(Value::Kind::kDate)) {
      const std::int64_t step = payload.Signed();
      if (step < -3'652'059 || step > 3'652'059) return std::nullopt;  // no two dates are further apart
      last_date += step;
      if (!payload.is_good() || last_date < -719'162 || last_date > 2'932'896) return std::nullopt;
      return Value::Of(Date{static_cast<std::int32_t>(last_date)});
    }
    return payload.PackedValue();
  }
};

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
                      : kMixed;
  }
  column.presence.resize(count_ / 8 + 1);
  column.presence[count_ / 8] = static_cast<std::uint8_t>(column.presence[count_ / 8] | 1u << (count_ % 8));
  if (column.kind == static_cast<std::uint8_t>(Value::Kind::kText)) {
    AppendVarint(value.text().size(), column.lengths);
    column.payload.insert(column.payload.end(), value.text().begin(), value.text().end());
    size_bytes_ += value.text().size() + 2;
  } else if (column.kind == static_cast<std::uint8_t>(Value::Kind::kDate)) {
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
    if (column != columns_.end() && column->second.kind != kMixed &&
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
  AppendVarint(ZigZag(record.created_ms - last_created_ms_), rows_);
  AppendVarint(record.changed.sequence - record.created.sequence, rows_);
  AppendVarint(ZigZag(record.changed_ms - record.created_ms), rows_);
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

Status ReadSegment(ByteSpan bytes, const std::function<void(Record&&)>& visit) {
  KEDANG_ASSIGN(const Frame frame, ReadFrame(bytes));
  const Error corrupt{ErrorCode::kCorrupt, "segment: damaged"};
  if (frame.kind != FrameKind::kSegment) return Error{ErrorCode::kInvalidArgument, "frame: not a segment"};
  Cursor body(frame.body);
  const std::uint64_t count = body.Number();
  const std::uint64_t epoch = body.Number();
  const std::uint64_t column_count = body.Number();
  if (!body.is_good() || count > kMaxRows || epoch > 0xFFFFFFFFu || column_count > frame.body.size()) return corrupt;
  Cursor ids(body.Blob());
  Cursor rows(body.Blob());
  std::vector<ColumnReader> columns;
  FieldId last_field = 0;
  for (std::uint64_t i = 0; i < column_count; ++i) {
    ColumnReader column;
    const std::uint64_t field = body.Number();
    const ByteSpan kind = body.Take(1);
    column.presence = body.Blob();
    column.lengths = Cursor(body.Blob());
    column.payload = Cursor(body.Blob());
    if (!body.is_good() || field <= last_field || field > 0xFFFFFFFFu) return corrupt;
    column.field = last_field = static_cast<FieldId>(field);
    column.kind = kind[0];
    columns.push_back(std::move(column));
  }
  Id id;
  std::uint64_t sequence = 0;
  TimeMs created_ms = 0;
  for (std::size_t row = 0; row < count; ++row) {
    const ByteSpan flag = ids.Take(1);
    if (!ids.is_good() || flag[0] > 1) return corrupt;
    if (flag[0] == 0) {
      id.low += ids.Number();
    } else {
      const ByteSpan raw = ids.Take(16);
      if (!ids.is_good()) return corrupt;
      id = Id{ReadU64(raw), ReadU64(raw.subspan(8))};
    }
    const std::uint64_t schema = rows.Number();
    sequence += static_cast<std::uint64_t>(rows.Signed());
    created_ms = static_cast<TimeMs>(static_cast<std::uint64_t>(created_ms) + static_cast<std::uint64_t>(rows.Signed()));
    const std::uint64_t changed_step = rows.Number();
    const std::int64_t changed_ms_step = rows.Signed();
    if (!ids.is_good() || !rows.is_good() || schema > 0xFFFFFFFFu) return corrupt;
    Record record(static_cast<SchemaId>(schema), id);
    record.created = Version{static_cast<std::uint32_t>(epoch), sequence};
    record.changed = Version{static_cast<std::uint32_t>(epoch), sequence + changed_step};
    record.created_ms = created_ms;
    record.changed_ms =
        static_cast<TimeMs>(static_cast<std::uint64_t>(created_ms) + static_cast<std::uint64_t>(changed_ms_step));
    for (ColumnReader& column : columns) {
      if (!column.Has(row)) continue;
      auto value = column.Next();
      if (!value) return corrupt;
      record.Set(column.field, std::move(*value), record.created);
    }
    visit(std::move(record));
  }
  for (std::uint64_t left = body.Number(); left > 0; --left) {
    const ByteSpan packed = body.Blob();
    if (!body.is_good()) return corrupt;
    KEDANG_ASSIGN(Record record, UnpackRecord(packed));
    visit(std::move(record));
  }
  if (!body.is_good() || !body.is_at_end()) return corrupt;
  return {};
}

}  // namespace kedang
