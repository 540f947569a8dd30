// SqliteStore: what was done together.
#include "server/sqlite_store.h"
#include "server/store_words.h"

namespace kedang {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, kind, source, author, schema, at_ms, created, changed, deleted, restored, read, duplicates, rejected,"
    " first_epoch, first_sequence, last_epoch, last_sequence, reverts FROM batch ";

Result<Batch> ReadBatch(const Statement& row) {
  Batch batch;
  const auto id = ParseId(row.Text(0));
  const auto kind = ParseSourceKindWord(row.Text(1));
  const auto author = ParseId(row.Text(3));
  if (!id || !kind || !author) return Error{ErrorCode::kCorrupt, "database: a row of table batch is damaged"};
  batch.id = *id;
  batch.kind = *kind;
  batch.source = std::string(row.Text(2));
  batch.author = *author;
  batch.schema = static_cast<SchemaId>(row.Integer(4));
  batch.at_ms = row.Integer(5);
  std::uint64_t* const counts[] = {&batch.created, &batch.changed,    &batch.deleted, &batch.restored,
                                   &batch.read,    &batch.duplicates, &batch.rejected};
  int column = 6;
  for (std::uint64_t* count : counts) *count = static_cast<std::uint64_t>(row.Integer(column++));
  batch.first = Version{static_cast<std::uint32_t>(row.Integer(13)), static_cast<std::uint64_t>(row.Integer(14))};
  batch.last = Version{static_cast<std::uint32_t>(row.Integer(15)), static_cast<std::uint64_t>(row.Integer(16))};
  batch.reverts = ParseId(row.Text(17)).value_or(Id{});
  return batch;
}

Result<std::vector<Batch>> ReadBatches(Statement& scan) {
  std::vector<Batch> batches;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return batches;
    KEDANG_ASSIGN(Batch batch, ReadBatch(scan));
    batches.push_back(std::move(batch));
  }
}

}  // namespace

// One statement, for browsers bring a batch in hundreds of groups. What it does to a row that is there is JoinBatch.
Status SqliteStore::AddToBatch(const Batch& part) {
  KEDANG_ASSIGN(Statement add,
                connection_.Prepare(
                    "INSERT INTO batch (id, kind, source, author, schema, at_ms, created, changed, deleted, restored, read,"
                    " duplicates, rejected, first_epoch, first_sequence, last_epoch, last_sequence, reverts)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                    " created = created + excluded.created, changed = changed + excluded.changed,"
                    " deleted = deleted + excluded.deleted, restored = restored + excluded.restored,"
                    " read = read + excluded.read, duplicates = duplicates + excluded.duplicates,"
                    " rejected = rejected + excluded.rejected,"
                    " schema = CASE WHEN schema = excluded.schema OR excluded.last_sequence = 0 THEN schema"
                    " WHEN last_sequence = 0 THEN excluded.schema ELSE 0 END,"
                    " first_epoch = CASE WHEN first_sequence = 0 THEN excluded.first_epoch ELSE first_epoch END,"
                    " first_sequence = CASE WHEN first_sequence = 0 THEN excluded.first_sequence ELSE first_sequence END,"
                    " last_epoch = CASE WHEN excluded.last_sequence = 0 THEN last_epoch ELSE excluded.last_epoch END,"
                    " last_sequence = CASE WHEN excluded.last_sequence = 0 THEN last_sequence ELSE excluded.last_sequence END,"
                    " reverts = CASE WHEN excluded.reverts = '' THEN reverts ELSE excluded.reverts END"
                    " WHERE author = excluded.author"));
  const std::string id = FormatId(part.id);
  const std::string author = FormatId(part.author);
  const std::string reverts = part.reverts.is_nil() ? std::string() : FormatId(part.reverts);
  add.Bind(1, id).Bind(2, SourceKindWord(part.kind)).Bind(3, part.source).Bind(4, author).Bind(5, part.schema);
  add.Bind(6, part.at_ms).Bind(7, part.created).Bind(8, part.changed).Bind(9, part.deleted).Bind(10, part.restored);
  add.Bind(11, part.read).Bind(12, part.duplicates).Bind(13, part.rejected);
  add.Bind(14, part.first.epoch).Bind(15, part.first.sequence).Bind(16, part.last.epoch).Bind(17, part.last.sequence);
  return add.Bind(18, reverts).Run();
}

Result<std::optional<Batch>> SqliteStore::FindBatch(Id id) {
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement find, connection_.Prepare(std::string(kColumns) + "WHERE id = ?"));
  find.Bind(1, key);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<Batch>();
  KEDANG_ASSIGN(Batch batch, ReadBatch(find));
  return std::optional<Batch>(std::move(batch));
}

Result<std::vector<Batch>> SqliteStore::RevertsOf(Id batch) {
  const std::string key = FormatId(batch);
  KEDANG_ASSIGN(Statement scan, connection_.Prepare(std::string(kColumns) + "WHERE reverts <> '' AND reverts = ? ORDER BY at_ms, id"));
  scan.Bind(1, key);
  return ReadBatches(scan);
}

Result<std::vector<Batch>> SqliteStore::Batches(std::optional<SourceKind> kind, std::size_t limit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare(std::string(kColumns) + "WHERE ?1 = '' OR kind = ?1 ORDER BY at_ms DESC, id DESC LIMIT ?2"));
  const std::string_view word = kind ? SourceKindWord(*kind) : std::string_view("");
  scan.Bind(1, word).Bind(2, static_cast<std::int64_t>(limit));
  return ReadBatches(scan);
}

Result<std::vector<Id>> SqliteStore::RecordsOfBatch(const Batch& batch) {
  const std::string key = FormatId(batch.id);
  const std::string author = FormatId(batch.author);
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare("SELECT record.id FROM provenance JOIN history ON history.provenance = provenance.row"
                                    " JOIN record ON record.row = history.record"
                                    " WHERE provenance.batch <> '' AND provenance.batch = ? AND history.author = ?"
                                    " GROUP BY history.record ORDER BY max(history.row) DESC"));
  scan.Bind(1, key).Bind(2, author);
  std::vector<Id> records;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return records;
    const auto id = ParseId(scan.Text(0));
    if (!id) return Error{ErrorCode::kCorrupt, "database: bad record id: " + std::string(scan.Text(0))};
    records.push_back(*id);
  }
}

}  // namespace kedang
