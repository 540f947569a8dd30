#include "server/sqlite_store.h"

#include "server/record_json.h"
#include "server/record_targets.h"
#include "server/schema_table.h"
#include "server/store_words.h"

namespace kedang {
namespace {

constexpr std::string_view kFindRecord =
    "SELECT id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence, created_ms, changed_ms,"
    " cells, versions FROM record WHERE id = ?";
constexpr std::string_view kScanSchema =
    "SELECT id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence, created_ms, changed_ms,"
    " cells, versions FROM record WHERE schema = ? AND deleted = 0 ORDER BY row";
constexpr std::string_view kScanWhole =
    "SELECT id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence, created_ms, changed_ms,"
    " cells, versions, row FROM record WHERE schema = ? AND row > ? ORDER BY row LIMIT ?";
constexpr std::string_view kScanNaming =
    "SELECT id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence, created_ms, changed_ms,"
    " cells, versions FROM reference JOIN record ON record.row = reference.record"
    " WHERE target = ? AND schema = ? AND deleted = 0 ORDER BY row";
constexpr std::string_view kNumberedRecord =
    "SELECT id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence, created_ms, changed_ms,"
    " cells, versions, row FROM record ";
constexpr std::string_view kPutRecord =
    "INSERT INTO record (id, schema, deleted, created_epoch, created_sequence, changed_epoch, changed_sequence,"
    " created_ms, changed_ms, cells, versions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, deleted = excluded.deleted,"
    " created_epoch = excluded.created_epoch, created_sequence = excluded.created_sequence,"
    " changed_epoch = excluded.changed_epoch, changed_sequence = excluded.changed_sequence,"
    " created_ms = excluded.created_ms, changed_ms = excluded.changed_ms,"
    " cells = excluded.cells, versions = excluded.versions RETURNING row";
constexpr std::string_view kInsertKey =
    "INSERT OR IGNORE INTO unique_key (schema, field, normal, record) VALUES (?, ?, ?, ?)";

Result<Record> ReadRecord(const Statement& row) {
  const auto id = ParseId(row.Text(0));
  if (!id) return Error{ErrorCode::kCorrupt, "database: bad record id: " + std::string(row.Text(0))};
  Record record(static_cast<SchemaId>(row.Integer(1)), *id);
  record.is_deleted = row.Integer(2) != 0;
  record.created = Version{static_cast<std::uint32_t>(row.Integer(3)), static_cast<std::uint64_t>(row.Integer(4))};
  record.changed = Version{static_cast<std::uint32_t>(row.Integer(5)), static_cast<std::uint64_t>(row.Integer(6))};
  record.created_ms = row.Integer(7);
  record.changed_ms = row.Integer(8);
  KEDANG_RETURN_IF_ERROR(ParseCellsJson(row.Text(9), record));
  if (!row.IsNull(10)) KEDANG_RETURN_IF_ERROR(ParseCellVersions(row.Text(10), record));
  return record;
}

// Texts are bound by reference: they must live until the statement has run.
void BindRecord(Statement& statement, const Record& record, const std::string& id, const std::string& cells,
                const std::string& versions) {
  statement.Bind(1, id).Bind(2, record.schema).Bind(3, record.is_deleted);
  statement.Bind(4, record.created.epoch).Bind(5, record.created.sequence);
  statement.Bind(6, record.changed.epoch).Bind(7, record.changed.sequence);
  statement.Bind(8, record.created_ms).Bind(9, record.changed_ms).Bind(10, cells);
  if (versions.empty()) {
    statement.BindNull(11);
  } else {
    statement.Bind(11, versions);
  }
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::Open(Connection& connection) {
  KEDANG_ASSIGN(Statement read, connection.Prepare("SELECT epoch, epoch_id FROM meta"));
  KEDANG_ASSIGN(const bool has_row, read.Step());
  if (!has_row) return Error{ErrorCode::kCorrupt, "database: table meta is empty"};
  const auto id = ParseId(read.Text(1));
  if (!id) return Error{ErrorCode::kCorrupt, "database: bad epoch in table meta"};
  const Epoch epoch{static_cast<std::uint32_t>(read.Integer(0)), *id};
  return std::unique_ptr<SqliteStore>(new SqliteStore(connection, epoch));
}

Status SqliteStore::Begin() {
  KEDANG_RETURN_IF_ERROR(EndLeftOver());
  KEDANG_RETURN_IF_ERROR(connection_.Run("BEGIN IMMEDIATE"));
  // Another process may have written since the last transaction: everything known in memory is read again.
  auto stored = connection_.QueryInteger("SELECT sequence FROM meta");
  if (!stored.ok()) {
    Rollback();
    return stored.error();
  }
  stored_sequence_ = sequence_ = static_cast<std::uint64_t>(*stored);
  provenance_rows_.clear();
  new_count_ = 0;
  is_writing_ = true;
  return {};
}

Status SqliteStore::BeginRead() {
  KEDANG_RETURN_IF_ERROR(EndLeftOver());
  return connection_.Run("BEGIN");
}

// Even to take a transaction back needs memory: when there was none it is still open.
Status SqliteStore::EndLeftOver() { return connection_.in_transaction() ? connection_.Run("ROLLBACK") : Status(); }

Status SqliteStore::Commit() {
  Status status = FlushNew();
  if (status.ok() && is_writing_ && sequence_ != stored_sequence_) {
    auto update = connection_.Prepare("UPDATE meta SET sequence = ?");
    status = update.ok() ? update->Bind(1, sequence_).Run() : Status(update.error());
  }
  if (status.ok()) status = connection_.Run("COMMIT");
  if (!status.ok()) Rollback();
  is_writing_ = false;
  return status;
}

void SqliteStore::Rollback() {
  is_writing_ = false;
  new_count_ = 0;
  provenance_rows_.clear();
  schemas_.clear();
  // Nothing to do when SQLite itself had to take the transaction back (disk full). Where this fails, for want of memory, the
  // next Begin does it.
  if (connection_.in_transaction()) static_cast<void>(connection_.Run("ROLLBACK").ok());
}

Status SqliteStore::BeginPart() {
  KEDANG_RETURN_IF_ERROR(FlushNew());
  part_sequence_ = sequence_;
  return connection_.Run("SAVEPOINT part");
}

Status SqliteStore::CommitPart() {
  KEDANG_RETURN_IF_ERROR(FlushNew());
  return connection_.Run("RELEASE part");
}

Status SqliteStore::RollbackPart() {
  sequence_ = part_sequence_;
  new_count_ = 0;
  provenance_rows_.clear();
  schemas_.clear();
  if (!connection_.in_transaction()) {
    return Status(ErrorCode::kResourceExhausted, "database: the transaction was taken back");
  }
  KEDANG_RETURN_IF_ERROR(connection_.Run("ROLLBACK TO part"));
  return connection_.Run("RELEASE part");
}

Result<std::uint64_t> SqliteStore::LastSequence() {
  if (is_writing_) return sequence_;
  KEDANG_ASSIGN(const std::int64_t sequence, connection_.QueryInteger("SELECT sequence FROM meta"));
  return static_cast<std::uint64_t>(sequence);
}

Result<std::uint64_t> SqliteStore::NextSequence() {
  if (!is_writing_) return Error{ErrorCode::kPermissionDenied, "database: a number was asked for outside a write"};
  return ++sequence_;
}

Result<std::optional<Record>> SqliteStore::Find(Id id) {
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement find, connection_.Prepare(kFindRecord));
  find.Bind(1, key);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<Record>();
  KEDANG_ASSIGN(Record record, ReadRecord(find));
  return std::optional<Record>(std::move(record));
}

Result<RowNumber> SqliteStore::RowOf(Id id) {
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement find, connection_.Prepare("SELECT row FROM record WHERE id = ?"));
  find.Bind(1, key);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  return has_row ? static_cast<RowNumber>(find.Integer(0)) : RowNumber{0};
}

Result<std::optional<Record>> SqliteStore::RecordAt(RowNumber row) {
  KEDANG_ASSIGN(Statement find, connection_.Prepare(std::string(kNumberedRecord) + "WHERE row = ?"));
  find.Bind(1, row);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<Record>();
  KEDANG_ASSIGN(Record record, ReadRecord(find));
  return std::optional<Record>(std::move(record));
}

Result<std::int64_t> SqliteStore::PutRow(const Record& record) {
  const std::string id = FormatId(record.id);
  const std::string versions = FormatCellVersions(record);
  cells_json_.clear();
  AppendCellsJson(record.cells(), cells_json_);
  KEDANG_ASSIGN(Statement put, connection_.Prepare(kPutRecord));
  BindRecord(put, record, id, cells_json_, versions);
  KEDANG_ASSIGN(const bool has_row, put.Step());
  if (!has_row) return Error{ErrorCode::kInternal, "database: a record was put without a row"};
  const std::int64_t row = put.Integer(0);
  KEDANG_RETURN_IF_ERROR(put.Step());
  KEDANG_RETURN_IF_ERROR(PutReferences(row, record));
  return row;
}

Status SqliteStore::PutReferences(std::int64_t row, const Record& record) {
  if (!(record.changed == record.created)) {
    KEDANG_ASSIGN(Statement forget, connection_.Prepare("DELETE FROM reference WHERE record = ?"));
    KEDANG_RETURN_IF_ERROR(forget.Bind(1, row).Run());
  }
  if (record.is_deleted) return {};
  for (const std::string& target : TargetsOf(record)) {
    KEDANG_ASSIGN(Statement insert, connection_.Prepare("INSERT OR IGNORE INTO reference (target, record) VALUES (?, ?)"));
    KEDANG_RETURN_IF_ERROR(insert.Bind(1, target).Bind(2, row).Run());
  }
  return {};
}

Status SqliteStore::Put(const Record& record) {
  KEDANG_RETURN_IF_ERROR(PutRow(record));
  return {};
}

Status SqliteStore::PutWithKeys(const Record& record, const std::vector<UniqueKey>& keys) {
  KEDANG_ASSIGN(const std::int64_t row, PutRow(record));
  KEDANG_ASSIGN(Statement forget, connection_.Prepare("DELETE FROM unique_key WHERE record = ?"));
  KEDANG_RETURN_IF_ERROR(forget.Bind(1, row).Run());
  return InsertKeys(row, record.schema, keys);
}

Status SqliteStore::InsertKeys(std::int64_t row, SchemaId schema, const std::vector<UniqueKey>& keys) {
  if (keys.empty()) return {};
  KEDANG_ASSIGN(Statement insert, connection_.Prepare(kInsertKey));
  for (const UniqueKey& key : keys) {
    KEDANG_RETURN_IF_ERROR(insert.Bind(1, schema).Bind(2, key.field).Bind(3, key.normal_form).Bind(4, row).Run());
  }
  return {};
}

Status SqliteStore::Erase(Id id) {
  // Unique keys and history go with it by their foreign keys.
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement erase, connection_.Prepare("DELETE FROM record WHERE id = ?"));
  return erase.Bind(1, key).Run();
}

Status SqliteStore::ScanRecords(Statement& statement, const std::function<bool(const Record&)>& visit) {
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, statement.Step());
    if (!has_row) return {};
    KEDANG_ASSIGN(const Record record, ReadRecord(statement));
    if (!visit(record)) return {};
  }
}

Status SqliteStore::Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) {
  KEDANG_ASSIGN(Statement scan, connection_.Prepare(kScanSchema));
  return ScanRecords(scan.Bind(1, schema), visit);
}

Status SqliteStore::ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) {
  constexpr std::int64_t kPage = 1000;  // read before any of them is written
  std::vector<Record> page;
  std::int64_t last = 0;
  do {
    page.clear();
    {
      KEDANG_ASSIGN(Statement scan, connection_.Prepare(kScanWhole));
      scan.Bind(1, schema).Bind(2, last).Bind(3, kPage);
      for (;;) {
        KEDANG_ASSIGN(const bool has_row, scan.Step());
        if (!has_row) break;
        KEDANG_ASSIGN(Record record, ReadRecord(scan));
        page.push_back(std::move(record));
        last = scan.Integer(11);
      }
    }
    for (const Record& record : page) {
      if (!visit(record)) return {};
    }
  } while (page.size() == static_cast<std::size_t>(kPage));
  return {};
}

Status SqliteStore::ScanReferring(SchemaId schema, FieldId field, Id target,
                                  const std::function<bool(const Record&)>& visit) {
  const std::string text = FormatId(target);
  KEDANG_ASSIGN(Statement scan, connection_.Prepare(kScanNaming));
  return ScanRecords(scan.Bind(1, text).Bind(2, schema),
                     [&](const Record& record) { return !record.RefersTo(field, target) || visit(record); });
}

Status SqliteStore::ScanNumbered(Statement& statement, const RowVisit& visit) {
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, statement.Step());
    if (!has_row) return {};
    KEDANG_ASSIGN(const Record record, ReadRecord(statement));
    if (!visit(static_cast<RowNumber>(statement.Integer(11)), record)) return {};
  }
}

Status SqliteStore::ScanChanges(std::uint64_t sequence, const RowVisit& visit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare(std::string(kNumberedRecord) + "WHERE changed_sequence > ? ORDER BY changed_sequence"));
  return ScanNumbered(scan.Bind(1, sequence), visit);
}

Status SqliteStore::ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare(std::string(kNumberedRecord) + "WHERE schema = ? AND deleted = 0 AND row > ? ORDER BY row"));
  return ScanNumbered(scan.Bind(1, schema).Bind(2, after), visit);
}

Status SqliteStore::ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare(std::string(kNumberedRecord) +
                                    (is_behind ? "WHERE deleted = 0 AND (changed_sequence, row) >= (?, ?)"
                                                 " ORDER BY changed_sequence, row"
                                               : "WHERE deleted = 0 AND (changed_sequence, row) < (?, ?)"
                                                 " ORDER BY changed_sequence DESC, row DESC")));
  return ScanNumbered(scan.Bind(1, mark.sequence).Bind(2, mark.row), visit);
}

Result<std::size_t> SqliteStore::Count(SchemaId schema) {
  KEDANG_ASSIGN(Statement count,
                connection_.Prepare("SELECT count(*) FROM record WHERE schema = ? AND deleted = 0"));
  KEDANG_RETURN_IF_ERROR(count.Bind(1, schema).Step());
  return static_cast<std::size_t>(count.Integer(0));
}

Result<std::optional<Id>> SqliteStore::FindUnique(SchemaId schema, FieldId field, std::string_view normal_form,
                                                  const std::function<bool(Id)>& counts) {
  KEDANG_ASSIGN(Statement find,
                connection_.Prepare("SELECT record.id FROM unique_key JOIN record ON record.row = unique_key.record"
                                    " WHERE unique_key.schema = ? AND field = ? AND normal = ? AND deleted = 0"));
  find.Bind(1, schema).Bind(2, field).Bind(3, normal_form);
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, find.Step());
    if (!has_row) return std::optional<Id>();
    const auto id = ParseId(find.Text(0));
    if (!id) return Error{ErrorCode::kCorrupt, "database: bad record id: " + std::string(find.Text(0))};
    if (counts(*id)) return id;
  }
}

Status SqliteStore::ScanUnique(
    SchemaId schema, const std::function<bool(FieldId, std::string_view normal_form, Id record)>& visit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare("SELECT field, normal, record.id FROM unique_key"
                                    " JOIN record ON record.row = unique_key.record"
                                    " WHERE unique_key.schema = ? AND deleted = 0"));
  scan.Bind(1, schema);
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return {};
    const auto id = ParseId(scan.Text(2));
    if (!id) return Error{ErrorCode::kCorrupt, "database: bad record id: " + std::string(scan.Text(2))};
    if (!visit(static_cast<FieldId>(scan.Integer(0)), scan.Text(1), *id)) return {};
  }
}

Result<std::shared_ptr<const SchemaSet>> SqliteStore::SchemasAt(std::uint32_t version) {
  const auto known = schemas_.find(version);
  if (known != schemas_.end()) return known->second;
  auto set = ReadSchemas(connection_, version);
  if (!set.ok()) {
    if (set.error().code == ErrorCode::kNotFound) return std::shared_ptr<const SchemaSet>();
    return set.error();
  }
  auto shared = std::make_shared<const SchemaSet>(std::move(set).value());
  schemas_.emplace(version, shared);
  return std::shared_ptr<const SchemaSet>(std::move(shared));
}

Result<std::uint64_t> SqliteStore::NextNumber(SchemaId schema, FieldId field, std::string_view scope) {
  KEDANG_ASSIGN(Statement next,
                connection_.Prepare("INSERT INTO counter (schema, field, scope, value) VALUES (?, ?, ?, 1)"
                                    " ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value"));
  next.Bind(1, schema).Bind(2, field).Bind(3, scope);
  KEDANG_ASSIGN(const bool has_row, next.Step());
  const std::int64_t number = has_row ? next.Integer(0) : 0;
  KEDANG_RETURN_IF_ERROR(next.Step());
  return static_cast<std::uint64_t>(number);
}

Status SqliteStore::SetNumber(SchemaId schema, FieldId field, std::string_view scope, std::uint64_t value) {
  KEDANG_ASSIGN(Statement set,
                connection_.Prepare("INSERT OR REPLACE INTO counter (schema, field, scope, value) VALUES (?, ?, ?, ?)"));
  return set.Bind(1, schema).Bind(2, field).Bind(3, scope).Bind(4, value).Run();
}

}  // namespace kedang
