#include "shared/sync/first_load.h"

#include <algorithm>
#include <cstdint>

#include "shared/sync/segment.h"

namespace kedang {
namespace {

class Segments {
 public:
  explicit Segments(std::size_t most_bytes) : most_bytes_(most_bytes) {}
  void Add(const Record& record) {
    writer_.Add(record);
    ++count_;
    if (writer_.size_bytes() >= most_bytes_) Finish();
  }
  void Finish() {
    if (writer_.count() > 0) segments_.push_back(writer_.Finish());
  }
  std::uint64_t count() const { return count_; }
  std::vector<Bytes> Take() {
    Finish();
    return std::move(segments_);
  }

 private:
  const std::size_t most_bytes_;
  SegmentWriter writer_;
  std::uint64_t count_ = 0;
  std::vector<Bytes> segments_;
};

}  // namespace

Result<SharedLoad> ReadSharedLoad(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                                  std::size_t segment_bytes) {
  SharedLoad load;
  load.visibility = VisibilityOf(principal, schemas);
  load.projection = ProjectionKey(principal);
  load.epoch = reader.epoch();
  KEDANG_ASSIGN(load.sequence, reader.LastSequence());
  load.schemas = schemas;
  Segments segments(segment_bytes);
  std::vector<RowNumber> rows;
  for (const Schema& schema : schemas.schemas) {
    KEDANG_RETURN_IF_ERROR(reader.ScanRows(schema.id, 0, [&](RowNumber row, const Record& record) {
      if (IsPersonal(schemas, record)) {
        load.personal.emplace_back(row, record);
      } else if (const auto visible = Project(principal, schemas, record)) {
        segments.Add(*visible);
        rows.push_back(row);
      }
      return true;
    }));
    segments.Finish();
  }
  load.rows = HeldRows::Of(std::move(rows));
  load.record_count = segments.count();
  load.segments = segments.Take();
  Status status;
  KEDANG_RETURN_IF_ERROR(reader.ScanConflictChanges(0, [&](const Conflict& conflict) {
    if (!conflict.is_open) return true;
    const auto row = reader.RowOf(conflict.record);
    if (!row.ok()) status = row.error();
    if (row.ok() && *row != 0) load.conflicts.emplace_back(*row, conflict);
    return row.ok();
  }));
  KEDANG_RETURN_IF_ERROR(status);
  return load;
}

OwnLoad OwnLoadOf(const SharedLoad& shared, const Principal& principal, std::size_t segment_bytes) {
  OwnLoad own;
  own.view = NewView(principal, shared.schemas);
  own.view.rows = shared.rows;
  Segments segments(segment_bytes);
  for (const auto& [row, record] : shared.personal) {
    const auto visible = Project(principal, shared.schemas, record);
    if (!visible) continue;
    segments.Add(*visible);
    own.view.Set(row, true);
  }
  own.record_count = segments.count();
  own.segments = segments.Take();
  for (const auto& [row, conflict] : shared.conflicts) {
    if (own.view.Has(row)) own.conflicts.push_back(conflict);
  }
  return own;
}

Result<OwnLoad> ReadCappedLoad(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                               std::size_t segment_bytes) {
  OwnLoad own;
  own.view = NewView(principal, schemas);
  std::vector<Record> records;
  Status status;
  const auto add_always = [&](const Schema& schema, const Record& record) {
    auto visible = Project(principal, schemas, record);
    if (!visible || !IsAlwaysHeld(principal, schema, record)) return true;
    const auto row = reader.RowOf(record.id);
    if (!row.ok()) status = row.error();
    if (row.ok() && own.view.Set(*row, true)) records.push_back(std::move(*visible));
    return status.ok();
  };
  for (const Schema& schema : schemas.schemas) {
    if (schema.is_system) {
      KEDANG_RETURN_IF_ERROR(reader.ScanRows(schema.id, 0, [&](RowNumber, const Record& record) { return add_always(schema, record); }));
    } else if (schema.owner != 0) {
      KEDANG_RETURN_IF_ERROR(reader.ScanReferring(schema.id, schema.owner, principal.user,
                                                  [&](const Record& record) { return add_always(schema, record); }));
    }
    KEDANG_RETURN_IF_ERROR(status);
  }
  std::size_t recent = 0;
  bool has_ended = true;
  KEDANG_RETURN_IF_ERROR(reader.ScanByChange(ChangeMark{INT64_MAX, 0}, false, [&](RowNumber row, const Record& record) {
    has_ended = recent < principal.row_cap;
    if (!has_ended) return false;
    own.view.floor = ChangeMark{record.changed.sequence, row};
    auto visible = own.view.Has(row) ? std::nullopt : Project(principal, schemas, record);
    if (!visible) return true;
    own.view.Set(row, true);
    own.view.SetRecent(row, true);
    ++recent;
    records.push_back(std::move(*visible));
    return true;
  }));
  if (has_ended) own.view.floor = ChangeMark();
  own.view.rows.Pack();
  std::stable_sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.schema < b.schema; });
  Segments segments(segment_bytes);
  for (const Record& record : records) segments.Add(record);
  own.record_count = segments.count();
  own.segments = segments.Take();
  KEDANG_RETURN_IF_ERROR(reader.ScanConflictChanges(0, [&](const Conflict& conflict) {
    const auto row = reader.RowOf(conflict.record);
    if (!row.ok()) status = row.error();
    if (row.ok() && conflict.is_open && own.view.Has(*row)) own.conflicts.push_back(conflict);
    return row.ok();
  }));
  KEDANG_RETURN_IF_ERROR(status);
  return own;
}

}  // namespace kedang
