#include "shared/store/packed_record.h"

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::uint8_t kDeletedFlag = 1;

void PackText(std::string_view text, Bytes& out) {
  AppendVarint(text.size(), out);
  out.insert(out.end(), text.begin(), text.end());
}

std::optional<std::string> ReadText(ByteSpan bytes, std::size_t& position) {
  const auto size = ReadVarint(bytes, position);
  if (!size || *size > bytes.size() - position) return std::nullopt;
  const std::string_view text = AsText(bytes.subspan(position, static_cast<std::size_t>(*size)));
  position += text.size();
  if (!IsValidUtf8(text)) return std::nullopt;
  return std::string(text);
}

// Reads numbers one after another and remembers whether any was missing.
class Reader {
 public:
  Reader(ByteSpan bytes, std::size_t& position) : bytes_(bytes), position_(position) {}

  std::uint64_t Number() {
    if (position_ < bytes_.size() && bytes_[position_] < 0x80) return bytes_[position_++];  // nearly all of them
    const auto value = ReadVarint(bytes_, position_);
    if (!value) is_good_ = false;
    return value.value_or(0);
  }
  std::uint32_t Number32() {
    const std::uint64_t value = Number();
    if (value > 0xFFFFFFFFu) is_good_ = false;
    return static_cast<std::uint32_t>(value);
  }
  std::uint8_t Byte() {
    if (position_ >= bytes_.size()) {
      is_good_ = false;
      return 0;
    }
    return bytes_[position_++];
  }
  std::uint64_t Fixed64() {
    if (bytes_.size() - position_ < 8) {
      is_good_ = false;
      return 0;
    }
    position_ += 8;
    return ReadU64(bytes_.subspan(position_ - 8, 8));
  }
  bool is_good() const { return is_good_; }

 private:
  ByteSpan bytes_;
  std::size_t& position_;
  bool is_good_ = true;
};

std::optional<RecordHeader> ReadHeader(ByteSpan bytes, std::size_t& position, std::uint8_t& flags) {
  Reader reader(bytes, position);
  RecordHeader header;
  flags = reader.Byte();
  if (flags > (kDeletedFlag | kOneVersionFlag)) return std::nullopt;
  header.is_deleted = (flags & kDeletedFlag) != 0;
  header.schema = reader.Number32();
  header.id.high = reader.Fixed64();
  header.id.low = reader.Fixed64();
  header.created.epoch = reader.Number32();
  header.created.sequence = reader.Number();
  header.changed.epoch = reader.Number32();
  header.changed.sequence = reader.Number();
  header.created_ms = UnZigZag(reader.Number());
  header.changed_ms = UnZigZag(reader.Number());
  if (!reader.is_good()) return std::nullopt;
  return header;
}

Record RecordOf(const RecordHeader& header) {
  Record record(header.schema, header.id);
  record.created = header.created;
  record.changed = header.changed;
  record.created_ms = header.created_ms;
  record.changed_ms = header.changed_ms;
  record.is_deleted = header.is_deleted;
  return record;
}

bool IsGoodDate(std::int64_t days) { return days >= -719'162 && days <= 2'932'896; }  // years 1..9999

// Moves behind a value; false when there is none whole or, if it is checked, when nobody could have packed it.
template <bool kIsChecked>
bool SkipValue(ByteSpan bytes, std::size_t& position) {
  Reader reader(bytes, position);
  const auto skip_text = [&] {
    const std::uint64_t size = reader.Number();
    if (!reader.is_good() || size > bytes.size() - position) return false;
    position += static_cast<std::size_t>(size);
    return !kIsChecked || IsValidUtf8(AsText(bytes.subspan(position - static_cast<std::size_t>(size), static_cast<std::size_t>(size))));
  };
  switch (static_cast<Value::Kind>(reader.Byte())) {
    case Value::Kind::kNull: return reader.is_good();
    case Value::Kind::kBoolean: {
      const std::uint8_t byte = reader.Byte();
      return reader.is_good() && (!kIsChecked || byte <= 1);
    }
    case Value::Kind::kInteger: reader.Number(); return reader.is_good();
    case Value::Kind::kDate: {
      const std::int64_t days = UnZigZag(reader.Number());
      return reader.is_good() && (!kIsChecked || IsGoodDate(days));
    }
    case Value::Kind::kDecimal: {
      const std::uint64_t units = reader.Number();
      const std::uint8_t scale = reader.Byte();
      return reader.is_good() && (!kIsChecked || NormalizeDecimal(Decimal{UnZigZag(units), scale}));
    }
    case Value::Kind::kText: return skip_text();
    case Value::Kind::kList: {
      std::uint64_t count = reader.Number();
      if (!reader.is_good() || count > bytes.size() - position) return false;
      for (; count > 0; --count) {
        if (!skip_text()) return false;
      }
      return true;
    }
  }
  return false;
}

}  // namespace

void PackValue(const Value& value, Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(value.kind()));
  switch (value.kind()) {
    case Value::Kind::kNull: break;
    case Value::Kind::kBoolean: out.push_back(value.boolean() ? 1 : 0); break;
    case Value::Kind::kInteger: AppendVarint(ZigZag(value.integer()), out); break;
    case Value::Kind::kDecimal:
      AppendVarint(ZigZag(value.decimal().units), out);
      out.push_back(static_cast<std::uint8_t>(value.decimal().scale));
      break;
    case Value::Kind::kDate: AppendVarint(ZigZag(value.date().days), out); break;
    case Value::Kind::kText: PackText(value.text(), out); break;
    case Value::Kind::kList:
      AppendVarint(value.list().size(), out);
      for (const std::string& item : value.list()) PackText(item, out);
      break;
  }
}

std::optional<Value> ReadPackedValue(ByteSpan bytes, std::size_t& position) {
  Reader reader(bytes, position);
  const std::uint8_t kind = reader.Byte();
  if (!reader.is_good() || kind > static_cast<std::uint8_t>(Value::Kind::kList)) return std::nullopt;
  switch (static_cast<Value::Kind>(kind)) {
    case Value::Kind::kNull: return Value();
    case Value::Kind::kBoolean: {
      const std::uint8_t byte = reader.Byte();
      if (!reader.is_good() || byte > 1) return std::nullopt;
      return Value::Boolean(byte == 1);
    }
    case Value::Kind::kInteger: {
      const std::uint64_t number = reader.Number();
      if (!reader.is_good()) return std::nullopt;
      return Value::Integer(UnZigZag(number));
    }
    case Value::Kind::kDecimal: {
      const std::uint64_t units = reader.Number();
      const std::uint8_t scale = reader.Byte();
      const auto decimal = NormalizeDecimal(Decimal{UnZigZag(units), scale});
      if (!reader.is_good() || !decimal) return std::nullopt;
      return Value::Of(*decimal);
    }
    case Value::Kind::kDate: {
      const std::int64_t days = UnZigZag(reader.Number());
      if (!reader.is_good() || !IsGoodDate(days)) return std::nullopt;
      return Value::Of(Date{static_cast<std::int32_t>(days)});
    }
    case Value::Kind::kText: {
      auto text = ReadText(bytes, position);
      if (!text) return std::nullopt;
      return Value::Text(std::move(*text));
    }
    case Value::Kind::kList: {
      const std::uint64_t count = reader.Number();
      if (!reader.is_good() || count > bytes.size() - position) return std::nullopt;
      TextList list;
      for (std::uint64_t i = 0; i < count; ++i) {
        auto text = ReadText(bytes, position);
        if (!text) return std::nullopt;
        list.push_back(std::move(*text));
      }
      return Value::List(std::move(list));
    }
  }
  return std::nullopt;
}

void PackRecord(const Record& record, Bytes& out) {
  bool is_one_version = true;
  for (const Cell& cell : record.cells()) is_one_version = is_one_version && cell.version == record.created;
  out.push_back(static_cast<std::uint8_t>((record.is_deleted ? kDeletedFlag : 0) | (is_one_version ? kOneVersionFlag : 0)));
  AppendVarint(record.schema, out);
  AppendU64(record.id.high, out);
  AppendU64(record.id.low, out);
  AppendVarint(record.created.epoch, out);
  AppendVarint(record.created.sequence, out);
  AppendVarint(record.changed.epoch, out);
  AppendVarint(record.changed.sequence, out);
  AppendVarint(ZigZag(record.created_ms), out);
  AppendVarint(ZigZag(record.changed_ms), out);
  AppendVarint(record.cells().size(), out);
  for (const Cell& cell : record.cells()) {
    AppendVarint(cell.field, out);
    if (!is_one_version) {
      AppendVarint(cell.version.epoch, out);
      AppendVarint(cell.version.sequence, out);
    }
    PackValue(cell.value, out);
  }
}

bool CheckPackedValue(ByteSpan bytes, std::size_t& position) { return SkipValue<true>(bytes, position); }

RecordHeader HeaderOf(const Record& record) {
  RecordHeader header;
  header.schema = record.schema;
  header.id = record.id;
  header.created = record.created;
  header.changed = record.changed;
  header.created_ms = record.created_ms;
  header.changed_ms = record.changed_ms;
  header.is_deleted = record.is_deleted;
  return header;
}

std::optional<RecordHeader> UnpackHeader(ByteSpan bytes) {
  std::size_t position = 0;
  std::uint8_t flags = 0;
  return ReadHeader(bytes, position, flags);
}

std::optional<RecordHeader> CheckPacked(ByteSpan bytes) {
  std::size_t position = 0;
  std::uint8_t flags = 0;
  const auto header = ReadHeader(bytes, position, flags);
  if (!header) return std::nullopt;
  Reader reader(bytes, position);
  std::uint64_t count = reader.Number();
  if (!reader.is_good() || count > bytes.size() - position) return std::nullopt;
  for (FieldId last_field = 0; count > 0; --count) {
    const FieldId field = reader.Number32();
    if ((flags & kOneVersionFlag) == 0) {
      reader.Number32();
      reader.Number();
    }
    if (!reader.is_good() || field <= last_field || !CheckPackedValue(bytes, position)) return std::nullopt;
    last_field = field;
  }
  if (position != bytes.size()) return std::nullopt;
  return header;
}

namespace {

// Calls `take` with field, version and where the value lies, for each cell of `fields`; it moves behind the value, or ends
// the walk with false. False when the bytes ended too soon.
template <typename Take>
bool WalkCells(ByteSpan bytes, std::size_t position, const RecordHeader& header, bool has_one_version,
               std::span<const FieldId> fields, Take&& take) {
  Reader reader(bytes, position);
  std::size_t wanted = 0;
  for (std::uint64_t count = reader.Number(); count > 0 && wanted < fields.size(); --count) {
    const FieldId field = reader.Number32();
    Version version = header.created;
    if (!has_one_version) {
      version.epoch = reader.Number32();
      version.sequence = reader.Number();
    }
    if (!reader.is_good()) return false;
    while (wanted < fields.size() && fields[wanted] < field) ++wanted;
    if (wanted == fields.size()) break;
    if (!(fields[wanted] == field ? take(field, version, position) : SkipValue<false>(bytes, position))) return false;
  }
  return true;
}

}  // namespace

std::optional<Record> UnpackCells(ByteSpan bytes, std::span<const FieldId> fields) {
  std::size_t start = 0;
  std::uint8_t flags = 0;
  const auto header = ReadHeader(bytes, start, flags);
  if (!header) return std::nullopt;
  Record record = RecordOf(*header);
  const bool is_whole = WalkCells(bytes, start, *header, (flags & kOneVersionFlag) != 0, fields,
                                  [&](FieldId field, Version version, std::size_t& position) {
    auto value = ReadPackedValue(bytes, position);
    if (!value) return false;
    record.Set(field, std::move(*value), version);
    return true;
  });
  if (!is_whole) return std::nullopt;
  return record;
}

void VisitCells(ByteSpan bytes, std::span<const FieldId> fields, const std::function<void(FieldId, const Value&)>& visit) {
  std::size_t start = 0;
  std::uint8_t flags = 0;
  const auto header = ReadHeader(bytes, start, flags);
  if (!header) return;
  Value text;  // its memory is used again: most cells are texts
  WalkCells(bytes, start, *header, (flags & kOneVersionFlag) != 0, fields,
            [&](FieldId field, Version, std::size_t& position) {
    if (position < bytes.size() && bytes[position] == static_cast<std::uint8_t>(Value::Kind::kText)) {
      const auto size = ReadVarint(bytes, ++position);
      if (!size || *size > bytes.size() - position) return false;
      text.SetText(AsText(bytes.subspan(position, static_cast<std::size_t>(*size))));
      position += static_cast<std::size_t>(*size);
      visit(field, text);
      return true;
    }
    const auto value = ReadPackedValue(bytes, position);
    if (!value) return false;
    visit(field, *value);
    return true;
  });
}

Result<Record> UnpackRecord(ByteSpan bytes) {
  const Error corrupt{ErrorCode::kCorrupt, "not a packed record"};
  std::size_t position = 0;
  std::uint8_t flags = 0;
  const auto header = ReadHeader(bytes, position, flags);
  if (!header) return corrupt;
  Record record = RecordOf(*header);
  Reader reader(bytes, position);
  const std::uint64_t count = reader.Number();
  if (!reader.is_good() || count > bytes.size() - position) return corrupt;
  FieldId last_field = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const FieldId field = reader.Number32();
    Version version = record.created;
    if ((flags & kOneVersionFlag) == 0) {
      version.epoch = reader.Number32();
      version.sequence = reader.Number();
    }
    if (!reader.is_good() || field <= last_field) return corrupt;
    auto value = ReadPackedValue(bytes, position);
    if (!value) return corrupt;
    record.Set(field, std::move(*value), version);
    last_field = field;
  }
  if (position != bytes.size()) return corrupt;
  return record;
}

}  // namespace kedang
