// Segment: an immutable block of records of a first load, stored by columns so that HTTP compression finds what repeats.
// One frame of kind kSegment; the body, base-128 numbers throughout:
//   count, epoch, columns c, then blobs (length + bytes):
//     ids       per row 0 + step from the previous id's low half, or 1 + 16 bytes
//     rows      per row schema, zigzag step of created sequence from the previous row's, zigzag step of created_ms,
//               changed − created sequence, zigzag changed_ms − created_ms
//   per column: field, kind u8, presence bitmap blob, lengths blob, payload blob
//     kind text: lengths as numbers, payload all texts; kind date: payload zigzag steps; 255: payload packed values
//   odd rows  number, then packed records (packed_record.h): rows whose cells have versions of their own, other epochs,
//             tombstones or cleared cells
// Values come in row order. The reader checks every number against what is left; damage is kCorrupt.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/model/record.h"
#include "shared/store/packed_record.h"
#include "shared/sync/frame.h"

namespace kedang {

class SegmentWriter {
 public:
  void Add(const Record& record);
  std::size_t count() const { return count_ + odd_count_; }
  // About the size of the body so far.
  std::size_t size_bytes() const { return size_bytes_; }
  // The frame of what was added; the writer is empty afterwards.
  Bytes Finish();

 private:
  struct Column {
    std::uint8_t kind = 0;
    std::vector<std::uint8_t> presence;
    Bytes lengths;
    Bytes payload;
    std::int64_t last_date = 0;
  };

  bool IsOdd(const Record& record) const;
  void AddValue(FieldId field, const Value& value);

  std::size_t count_ = 0;
  std::size_t odd_count_ = 0;
  std::size_t size_bytes_ = 0;
  std::uint32_t epoch_ = 0;
  Id last_id_;
  std::uint64_t last_sequence_ = 0;
  TimeMs last_created_ms_ = 0;
  Bytes ids_;
  Bytes rows_;
  std::map<FieldId, Column> columns_;
  Bytes odd_;
};

// Length, then the bytes.
inline void AppendBlob(ByteSpan blob, Bytes& out) {
  AppendVarint(blob.size(), out);
  out.insert(out.end(), blob.begin(), blob.end());
}

// Kind of a column whose values are packed, each with a kind of its own.
inline constexpr std::uint8_t kMixedColumn = 255;

// Visits every record of the frame in its packed form (packed_record.h), regular rows first: columns become rows without a value
// of them being made. The bytes are good during the visit.
Status ReadSegmentRows(ByteSpan frame, const std::function<void(const RecordHeader& header, ByteSpan packed)>& visit);
Status ReadSegmentRows(const Frame& frame, const std::function<void(const RecordHeader& header, ByteSpan packed)>& visit);

// The same as records.
Status ReadSegment(ByteSpan frame, const std::function<void(Record&&)>& visit);

// The segment with `value` in the place of each value that stands in a field of `fields`; the frame itself when there is none.
// Columns are replaced whole, rows are not read.
Result<Bytes> ReplaceValues(Bytes frame, const std::set<std::pair<SchemaId, FieldId>>& fields, const Value& value);

}  // namespace kedang
