// SqliteStore: many new records at once. Rows go in sixteen a statement, keys sorted, and what is certain is not looked up.
#include <algorithm>
#include <tuple>

#include "server/record_json.h"
#include "server/record_targets.h"
#include "server/sqlite_store.h"
#include "server/store_words.h"

namespace kedang {
namespace {

constexpr std::string_view kRecordColumns =
    "INSERT INTO record (row, id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence,"
    " created_ms, changed_ms, cells, versions) VALUES ";
constexpr std::string_view kHistoryColumns =
    "INSERT INTO history (record, epoch, sequence, kind, outcome, author, server_ms, client_ms, provenance, before, "
    "after)"
    " VALUES ";
constexpr std::string_view kKeyColumns = "INSERT OR IGNORE INTO unique_key (schema, field, normal, record) VALUES ";
constexpr std::size_t kRowsAtOnce = 16;
// Below this many keys the index over records is kept up to date row by row.
constexpr std::size_t kManyKeys = 10'000;

std::string Rows(std::string_view head, std::string_view row, std::size_t count) {
  std::string sql(head);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) sql += ',';
    sql += row;
  }
  return sql;
}

}  // namespace

Result<std::int64_t> SqliteStore::InsertNew(const Record& record, const HistoryEntry& entry) {
  if (new_count_ == 0) {
    KEDANG_ASSIGN(const std::int64_t last, connection_.QueryInteger("SELECT max(row) FROM record"));
    first_new_row_ = last + 1;
    new_rows_.resize(kRowsAtOnce);
  }
  NewRow& row = new_rows_[new_count_];
  row.schema = record.schema;
  row.created = record.created;
  row.changed = record.changed;
  row.created_ms = record.created_ms;
  row.changed_ms = record.changed_ms;
  row.is_deleted = record.is_deleted;
  row.version = entry.version;
  row.kind = entry.kind;
  row.outcome = entry.outcome;
  row.server_ms = entry.server_ms;
  row.client_ms = entry.client_ms;
  KEDANG_ASSIGN(row.provenance, ProvenanceRow(entry.provenance));
  row.id = FormatId(record.id);
  row.author = FormatId(entry.author);
  row.versions = FormatCellVersions(record);
  row.targets = TargetsOf(record);
  row.cells.clear();
  AppendCellsJson(record.cells(), row.cells);
  const std::int64_t number = first_new_row_ + static_cast<std::int64_t>(new_count_);
  if (++new_count_ == kRowsAtOnce) KEDANG_RETURN_IF_ERROR(FlushNew());
  return number;
}

Status SqliteStore::FlushNew() {
  const std::size_t count = std::exchange(new_count_, 0);
  if (count == 0) return {};
  {
    KEDANG_ASSIGN(Statement insert, connection_.Prepare(Rows(kRecordColumns, "(?,?,?,?,?,?,?,?,?,?,?,?)", count)));
    int at = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const NewRow& row = new_rows_[i];
      insert.Bind(at + 1, first_new_row_ + static_cast<std::int64_t>(i)).Bind(at + 2, row.id).Bind(at + 3, row.schema);
      insert.Bind(at + 4, row.is_deleted).Bind(at + 5, row.created.epoch).Bind(at + 6, row.created.sequence);
      insert.Bind(at + 7, row.changed.epoch).Bind(at + 8, row.changed.sequence);
      insert.Bind(at + 9, row.created_ms).Bind(at + 10, row.changed_ms).Bind(at + 11, row.cells);
      row.versions.empty() ? insert.BindNull(at + 12) : insert.Bind(at + 12, row.versions);
      at += 12;
    }
    KEDANG_RETURN_IF_ERROR(insert.Run());
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::string& target : new_rows_[i].targets) {
      KEDANG_ASSIGN(Statement insert, connection_.Prepare("INSERT OR IGNORE INTO reference (target, record) VALUES (?, ?)"));
      KEDANG_RETURN_IF_ERROR(insert.Bind(1, target).Bind(2, first_new_row_ + static_cast<std::int64_t>(i)).Run());
    }
  }
  KEDANG_ASSIGN(Statement insert, connection_.Prepare(Rows(kHistoryColumns, "(?,?,?,?,?,?,?,?,?,NULL,?)", count)));
  int at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const NewRow& row = new_rows_[i];
    insert.Bind(at + 1, first_new_row_ + static_cast<std::int64_t>(i)).Bind(at + 2, row.version.epoch);
    insert.Bind(at + 3, row.version.sequence)
        .Bind(at + 4, MutationKindWord(row.kind))
        .Bind(at + 5, OutcomeWord(row.outcome));
    insert.Bind(at + 6, row.author)
        .Bind(at + 7, row.server_ms)
        .Bind(at + 8, row.client_ms)
        .Bind(at + 9, row.provenance);
    insert.Bind(at + 10, row.cells);
    at += 10;
  }
  return insert.Run();
}

Status SqliteStore::InsertKeyRows(SchemaId schema, const RowKey* keys, std::size_t count) {
  KEDANG_ASSIGN(Statement insert, connection_.Prepare(Rows(kKeyColumns, "(?,?,?,?)", count)));
  int at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    insert.Bind(at + 1, schema)
        .Bind(at + 2, keys[i].key.field)
        .Bind(at + 3, keys[i].key.normal_form)
        .Bind(at + 4, keys[i].row);
    at += 4;
  }
  return insert.Run();
}

Status SqliteStore::InsertUniqueKeys(SchemaId schema, std::vector<RowKey> keys) {
  KEDANG_RETURN_IF_ERROR(FlushNew());
  std::sort(keys.begin(), keys.end(), [](const RowKey& a, const RowKey& b) {
    return std::tie(a.key.field, a.key.normal_form, a.row) < std::tie(b.key.field, b.key.normal_form, b.row);
  });
  // In the order of their texts they meet the index over records anywhere: making that one anew, sorted, is faster when
  // they are as many as those before them.
  bool is_anew = keys.size() >= kManyKeys;
  if (is_anew) {
    KEDANG_ASSIGN(const std::int64_t records, connection_.QueryInteger("SELECT max(row) FROM record"));
    is_anew = static_cast<std::int64_t>(keys.size()) >= records;
  }
  if (is_anew) KEDANG_RETURN_IF_ERROR(connection_.Execute("DROP INDEX unique_key_record"));
  // The records were added by this same transaction: they need not be looked up for each key.
  const bool was_checked = connection_.SetReferenceChecks(false);
  Status status;
  for (std::size_t i = 0; i < keys.size() && status.ok();) {
    const std::size_t count = keys.size() - i >= kRowsAtOnce ? kRowsAtOnce : 1;
    status = InsertKeyRows(schema, keys.data() + i, count);
    i += count;
  }
  connection_.SetReferenceChecks(was_checked);
  KEDANG_RETURN_IF_ERROR(status);
  return is_anew ? connection_.Execute("CREATE INDEX unique_key_record ON unique_key (record)") : Status();
}

}  // namespace kedang
