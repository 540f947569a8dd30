// The compact byte form of one record, for memory and the browser's cache. Little-endian base-128 numbers throughout:
//   flags u8 (bit 0 deleted, bit 1 all cells have the created version), schema, id (16 bytes, high then low),
//   created epoch, created sequence, changed epoch, changed sequence, created_ms, changed_ms (zigzag), cell count,
//   then per cell: field, [epoch, sequence unless bit 1], kind u8, payload
//   payload: boolean u8; integer zigzag; decimal zigzag units, scale u8; date zigzag days; text length + bytes;
//   list count + texts.
#pragma once

#include <functional>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/model/record.h"

namespace kedang {

inline constexpr std::uint8_t kOneVersionFlag = 2;

void PackRecord(const Record& record, Bytes& out);

// Any bytes may come in: what is not exactly one packed record is kCorrupt.
Result<Record> UnpackRecord(ByteSpan bytes);

// A record without its cells.
struct RecordHeader {
  SchemaId schema = 0;
  Id id;
  Version created;
  Version changed;
  TimeMs created_ms = 0;
  TimeMs changed_ms = 0;
  bool is_deleted = false;
};
RecordHeader HeaderOf(const Record& record);
// Reads the beginning only; nothing when it is damaged.
std::optional<RecordHeader> UnpackHeader(ByteSpan bytes);
// The same of bytes that UnpackRecord takes, and nothing of others: looks at all of them and makes no record.
std::optional<RecordHeader> CheckPacked(ByteSpan bytes);
// The record with no other cells than those of `fields`, which are in ascending order; what is left out is stepped over. Of
// bytes that UnpackRecord takes; nothing when they end too soon.
std::optional<Record> UnpackCells(ByteSpan bytes, std::span<const FieldId> fields);

// Calls `visit` with the cells of `fields` (ascending) only, one after the other and without a Record: the value is there for
// that call. Of bytes that UnpackRecord takes; what comes before their end is visited when they end too soon.
void VisitCells(ByteSpan bytes, std::span<const FieldId> fields, const std::function<void(FieldId, const Value&)>& visit);

// The value codec alone, shared with snapshot segments. ReadPackedValue moves `position`; nothing on bad bytes.
void PackValue(const Value& value, Bytes& out);
std::optional<Value> ReadPackedValue(ByteSpan bytes, std::size_t& position);
// Moves behind a value that ReadPackedValue would take; false when there is none.
bool CheckPackedValue(ByteSpan bytes, std::size_t& position);

}  // namespace kedang
