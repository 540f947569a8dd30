#include "shared/sync/segment.h"

#include <algorithm>
#include <cstring>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxRows = 1u << 20;

// A cursor over one blob; after the first bad read everything reads as zero and is_good() is false.
class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(ByteSpan bytes) : bytes_(bytes) {}

  std::uint64_t Number() {
    if (position_ < bytes_.size() && bytes_[position_] < 0x80) return bytes_[position_++];  // nearly all of them
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
  // The next packed value; empty when there is none.
  ByteSpan PackedValue() {
    const std::size_t begin = position_;
    if (!CheckPackedValue(bytes_, position_)) return {};
    return bytes_.subspan(begin, position_ - begin);
  }
  ByteSpan Rest() { return Take(bytes_.size() - position_); }
  bool is_good() const { return is_good_; }
  bool is_at_character() const { return is_at_end() || (bytes_[position_] & 0xC0) != 0x80; }
  bool is_at_end() const { return position_ == bytes_.size(); }

 private:
  ByteSpan bytes_;
  std::size_t position_ = 0;
  bool is_good_ = true;
};

constexpr std::uint8_t kTextKind = static_cast<std::uint8_t>(Value::Kind::kText);
constexpr std::uint8_t kDateKind = static_cast<std::uint8_t>(Value::Kind::kDate);

// One record in its packed form, written again and again into the same memory.
class PackedRow {
 public:
  void Clear() { size_ = 0; }
  void Byte(std::uint8_t byte) {
    Make(1);
    bytes_[size_++] = byte;
  }
  void Number(std::uint64_t value) {
    Make(10);
    for (; value >= 0x80; value >>= 7) bytes_[size_++] = static_cast<std::uint8_t>(value | 0x80);
    bytes_[size_++] = static_cast<std::uint8_t>(value);
  }
  void Fixed(std::uint64_t value) {
    Make(8);
    for (int i = 0; i < 8; ++i, value >>= 8) bytes_[size_++] = static_cast<std::uint8_t>(value);
  }
  void Append(ByteSpan bytes) {
    Make(bytes.size());
    if (!bytes.empty()) std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  ByteSpan bytes() const { return ByteSpan(bytes_).first(size_); }

 private:
  void Make(std::size_t room) {
    if (bytes_.size() - size_ < room) bytes_.resize(2 * (bytes_.size() + room));
  }

  Bytes bytes_ = Bytes(1024);
  std::size_t size_ = 0;
};

struct ColumnReader {
  FieldId field = 0;
  std::uint8_t kind = 0;
  ByteSpan presence;
  ByteSpan all_lengths, all_payload;
  Cursor lengths;
  Cursor payload;
  std::int64_t last_date = 0;

  bool Has(std::size_t row) const { return row / 8 < presence.size() && (presence[row / 8] >> (row % 8) & 1) != 0; }

  // The next value, packed, behind the row so far; false when it is none.
  bool AppendValue(PackedRow& row) {
    if (kind == kTextKind) {
      const std::uint64_t size = lengths.Number();
      const ByteSpan text = payload.Take(size);
      // All of the payload is valid: so is a piece that begins and ends between characters.
      if (!payload.is_good() || !lengths.is_good() || text.empty() || (text[0] & 0xC0) == 0x80) return false;
      row.Byte(kind);
      row.Number(size);
      row.Append(text);
      return payload.is_at_character();
    }
    if (kind == kDateKind) {
      const std::int64_t step = payload.Signed();
      if (step < -3'652'059 || step > 3'652'059) return false;  // no two dates are further apart
      last_date += step;
      row.Byte(kind);
      row.Number(ZigZag(last_date));
      return payload.is_good() && last_date >= -719'162 && last_date <= 2'932'896;
    }
    const ByteSpan value = payload.PackedValue();
    row.Append(value);
    return !value.empty();
  }
};

// A segment's parts, as they stand in the frame.
struct Layout {
  std::size_t count = 0;
  std::uint32_t epoch = 0;
  ByteSpan all_ids, all_rows;
  Cursor ids, rows;
  std::vector<ColumnReader> columns;
  std::size_t odd_count = 0;
  Cursor odd;
};

// Numbers that strangers send may be anything: no overflow.
TimeMs Sum(TimeMs time, std::int64_t step) {
  return static_cast<TimeMs>(static_cast<std::uint64_t>(time) + static_cast<std::uint64_t>(step));
}

Error Damaged() { return Error{ErrorCode::kCorrupt, "segment: damaged"}; }

Result<Layout> ReadLayout(const Frame& frame) {
  if (frame.kind != FrameKind::kSegment) return Error{ErrorCode::kInvalidArgument, "frame: not a segment"};
  Layout layout;
  Cursor body(frame.body);
  const std::uint64_t count = body.Number();
  const std::uint64_t epoch = body.Number();
  const std::uint64_t column_count = body.Number();
  if (!body.is_good() || count > kMaxRows || epoch > 0xFFFFFFFFu || column_count > frame.body.size()) return Damaged();
  layout.count = static_cast<std::size_t>(count);
  layout.epoch = static_cast<std::uint32_t>(epoch);
  layout.all_ids = body.Blob();
  layout.all_rows = body.Blob();
  layout.ids = Cursor(layout.all_ids);
  layout.rows = Cursor(layout.all_rows);
  FieldId last_field = 0;
  for (std::uint64_t i = 0; i < column_count; ++i) {
    ColumnReader column;
    const std::uint64_t field = body.Number();
    const ByteSpan kind = body.Take(1);
    column.presence = body.Blob();
    column.all_lengths = body.Blob();
    column.all_payload = body.Blob();
    if (!body.is_good() || field <= last_field || field > 0xFFFFFFFFu) return Damaged();
    column.field = last_field = static_cast<FieldId>(field);
    column.kind = kind[0];
    column.lengths = Cursor(column.all_lengths);
    column.payload = Cursor(column.all_payload);
    layout.columns.push_back(std::move(column));
  }
  const std::uint64_t odd_count = body.Number();
  layout.odd = Cursor(body.Rest());
  if (!body.is_good() || odd_count > frame.body.size()) return Damaged();
  layout.odd_count = static_cast<std::size_t>(odd_count);
  return layout;
}

}  // namespace

Status ReadSegmentRows(const Frame& frame, const std::function<void(const RecordHeader& header, ByteSpan packed)>& visit) {
  KEDANG_ASSIGN(Layout layout, ReadLayout(frame));
  for (const ColumnReader& column : layout.columns) {
    if (column.kind == kTextKind && !IsValidUtf8(AsText(column.all_payload))) return Damaged();
  }
  RecordHeader header;
  header.created.epoch = header.changed.epoch = layout.epoch;
  PackedRow packed;
  std::vector<ColumnReader*> present;
  for (std::size_t row = 0; row < layout.count; ++row) {
    const ByteSpan flag = layout.ids.Take(1);
    if (!layout.ids.is_good() || flag[0] > 1) return Damaged();
    if (flag[0] == 0) {
      header.id.low += layout.ids.Number();
    } else {
      const ByteSpan raw = layout.ids.Take(16);
      if (!layout.ids.is_good()) return Damaged();
      header.id = Id{ReadU64(raw), ReadU64(raw.subspan(8))};
    }
    const std::uint64_t schema = layout.rows.Number();
    header.created.sequence += static_cast<std::uint64_t>(layout.rows.Signed());
    header.created_ms = Sum(header.created_ms, layout.rows.Signed());
    header.changed.sequence = header.created.sequence + layout.rows.Number();
    header.changed_ms = Sum(header.created_ms, layout.rows.Signed());
    if (!layout.ids.is_good() || !layout.rows.is_good() || schema > 0xFFFFFFFFu) return Damaged();
    header.schema = static_cast<SchemaId>(schema);
    present.clear();
    for (ColumnReader& column : layout.columns) {
      if (column.Has(row)) present.push_back(&column);
    }
    packed.Clear();
    // As PackRecord begins: all cells have the version of the record's creation.
    packed.Byte(kOneVersionFlag);
    packed.Number(header.schema);
    packed.Fixed(header.id.high);
    packed.Fixed(header.id.low);
    packed.Number(header.created.epoch);
    packed.Number(header.created.sequence);
    packed.Number(header.changed.epoch);
    packed.Number(header.changed.sequence);
    packed.Number(ZigZag(header.created_ms));
    packed.Number(ZigZag(header.changed_ms));
    packed.Number(present.size());
    for (ColumnReader* column : present) {
      packed.Number(column->field);
      if (!column->AppendValue(packed)) return Damaged();
    }
    visit(header, packed.bytes());
  }
  for (std::size_t left = layout.odd_count; left > 0; --left) {
    const ByteSpan odd = layout.odd.Blob();
    if (!layout.odd.is_good()) return Damaged();
    const auto odd_header = CheckPacked(odd);
    if (!odd_header) return Damaged();
    visit(*odd_header, odd);
  }
  if (!layout.odd.is_at_end()) return Damaged();
  return {};
}

Status ReadSegmentRows(ByteSpan bytes, const std::function<void(const RecordHeader& header, ByteSpan packed)>& visit) {
  KEDANG_ASSIGN(const Frame frame, ReadFrame(bytes));
  return ReadSegmentRows(frame, visit);
}

Status ReadSegment(ByteSpan frame, const std::function<void(Record&&)>& visit) {
  Status unpacked;
  const Status status = ReadSegmentRows(frame, [&](const RecordHeader&, ByteSpan packed) {
    auto record = UnpackRecord(packed);
    if (record.ok()) {
      visit(std::move(record).value());
    } else if (unpacked.ok()) {
      unpacked = record.error();
    }
  });
  return status.ok() ? unpacked : status;
}

Result<Bytes> ReplaceValues(Bytes frame, const std::set<std::pair<SchemaId, FieldId>>& fields, const Value& value) {
  KEDANG_ASSIGN(const Frame read, ReadFrame(frame));
  KEDANG_ASSIGN(Layout layout, ReadLayout(read));
  const auto is_meant = [&](FieldId field) {
    return std::any_of(fields.begin(), fields.end(), [field](const auto& one) { return one.second == field; });
  };
  const bool has_columns = std::any_of(layout.columns.begin(), layout.columns.end(), [&](const ColumnReader& column) { return is_meant(column.field); });
  if (!has_columns && layout.odd_count == 0) return frame;
  std::vector<SchemaId> schemas(has_columns ? layout.count : 0);  // by row
  for (SchemaId& schema : schemas) {
    schema = static_cast<SchemaId>(layout.rows.Number());
    for (int i = 0; i < 4; ++i) layout.rows.Number();
  }
  if (!layout.rows.is_good()) return Damaged();
  Bytes packed_value;
  PackValue(value, packed_value);
  bool has_any = false;
  Bytes body;
  body.reserve(frame.size());
  AppendVarint(layout.count, body);
  AppendVarint(layout.epoch, body);
  AppendVarint(layout.columns.size(), body);
  AppendBlob(layout.all_ids, body);
  AppendBlob(layout.all_rows, body);
  for (ColumnReader& column : layout.columns) {
    AppendVarint(column.field, body);
    if (!is_meant(column.field)) {
      body.push_back(column.kind);
      AppendBlob(column.presence, body);
      AppendBlob(column.all_lengths, body);
      AppendBlob(column.all_payload, body);
      continue;
    }
    // Packed values, whatever they were: a column may hold rows of other schemas, too.
    Bytes payload;
    PackedRow cell;
    for (std::size_t row = 0; row < layout.count; ++row) {
      if (!column.Has(row)) continue;
      cell.Clear();
      if (!column.AppendValue(cell)) return Damaged();
      const bool is_null = cell.bytes()[0] == static_cast<std::uint8_t>(Value::Kind::kNull);
      const bool is_other = !is_null && fields.count({schemas[row], column.field}) != 0;
      has_any = has_any || is_other;
      const ByteSpan kept = is_other ? ByteSpan(packed_value) : cell.bytes();
      payload.insert(payload.end(), kept.begin(), kept.end());
    }
    body.push_back(kMixedColumn);
    AppendBlob(column.presence, body);
    AppendBlob({}, body);
    AppendBlob(payload, body);
  }
  AppendVarint(layout.odd_count, body);
  for (std::size_t left = layout.odd_count; left > 0; --left) {
    const ByteSpan odd = layout.odd.Blob();
    auto record = UnpackRecord(odd);
    if (!layout.odd.is_good() || !record.ok()) return Damaged();
    bool is_other = false;
    for (auto field = fields.lower_bound({record.value().schema, 0}); field != fields.end() && field->first == record.value().schema; ++field) {
      const Cell* cell = record.value().FindCell(field->second);
      if (cell == nullptr || cell->value.is_null()) continue;
      record.value().Set(field->second, value, cell->version);
      is_other = true;
    }
    has_any = has_any || is_other;
    Bytes packed;
    if (is_other) PackRecord(record.value(), packed);
    AppendBlob(is_other ? ByteSpan(packed) : odd, body);
  }
  if (!layout.odd.is_at_end()) return Damaged();
  if (!has_any) return frame;
  const auto count = static_cast<std::uint32_t>(layout.count + layout.odd_count);
  return WriteFrame(FrameKind::kSegment, body, 0, count);
}

}  // namespace kedang
