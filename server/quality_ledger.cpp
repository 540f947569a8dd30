#include "server/quality_ledger.h"

#include <algorithm>

#include "server/own_edit.h"

namespace kedang {
namespace {

// The transaction of the writer: one snapshot a day, whoever else keeps one at this moment.
Status Write(Instance& instance, SqliteStore& store, const Schema& schema, const QualitySnapshot& now) {
  const SchemaSet& schemas = instance.schemas();
  const Schema* const own = SystemSchema(schemas, kSnapshotSchema);
  if (own == nullptr) return Status(ErrorCode::kUnsupported, "this instance has no snapshots of quality");
  KEDANG_ASSIGN(std::vector<QualitySnapshot> kept, ReadSnapshots(store, schemas, schema));
  std::sort(kept.begin(), kept.end(), [](const QualitySnapshot& a, const QualitySnapshot& b) { return a.day < b.day; });
  std::vector<Date> days;
  for (const QualitySnapshot& snapshot : kept) days.push_back(snapshot.day);
  const std::vector<Date> spent = SpentDays(days, now.day);
  Principal program;
  program.name = "system";
  program.role = Role::kAdministrator;
  const auto apply = [&](Mutation mutation) {
    return ApplyOwnEdit(instance, program, store, schemas, Provenance{SourceKind::kApi, "quality", Id()}, std::move(mutation));
  };
  StoredEditMaker edits;
  bool is_written = false;
  for (const QualitySnapshot& snapshot : kept) {
    const bool is_today = snapshot.day == now.day;
    if (!is_today && !std::binary_search(spent.begin(), spent.end(), snapshot.day)) continue;
    KEDANG_ASSIGN(const auto record, store.Find(snapshot.id));
    if (!record) continue;
    KEDANG_RETURN_IF_ERROR(apply(is_today ? edits.MakeSet(*record, SnapshotCells(*own, now)) : edits.MakeDelete(*record)));
    is_written = is_written || is_today;
  }
  if (is_written) return {};
  const Id id = MakeId(instance.clock().NowMs(), instance.random());
  return apply(edits.MakeInsert(own->id, id, SnapshotCells(*own, now)));
}

}  // namespace

Result<std::vector<QualitySnapshot>> ReadSnapshots(SqliteStore& store, const SchemaSet& schemas, const Schema& schema) {
  std::vector<QualitySnapshot> found;
  const Schema* const own = SystemSchema(schemas, kSnapshotSchema);
  if (own == nullptr) return found;
  KEDANG_RETURN_IF_ERROR(store.Scan(own->id, [&](const Record& record) {
    auto snapshot = ReadSnapshot(*own, record);
    if (snapshot && snapshot->schema == schema.key) found.push_back(*std::move(snapshot));
    return true;
  }));
  return found;
}

Result<QualitySnapshot> KeepSnapshot(Instance& instance, const Schema& schema, const QualityProgress& progress) {
  QualityRequest request;
  request.schema = &schema;
  request.policy = QualityPolicy::Of(schema);
  request.keep = 0;
  request.finds_duplicates = false;
  // Nobody in particular: what is shown to everybody may count only what everybody sees.
  request.principal.role = Role::kViewer;
  KEDANG_ASSIGN(const QualityAnswer answer, RunQuality(instance, request, progress));
  const QualitySnapshot snapshot = QualitySnapshot::Of(schema, answer.report, answer.day);
  // Rules and reference data are read once, here rather than under the write lock.
  (void)instance.rules();
  KEDANG_RETURN_IF_ERROR(instance.writer().Submit([&](SqliteStore& store) { return Write(instance, store, schema, snapshot); }));
  return snapshot;
}

}  // namespace kedang
