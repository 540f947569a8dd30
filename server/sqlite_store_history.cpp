// SqliteStore: history, rejected mutations and conflicts.
#include "server/record_json.h"
#include "server/sqlite_store.h"
#include "server/store_words.h"

namespace kedang {
namespace {

Error Corrupt(std::string_view table) {
  return Error{ErrorCode::kCorrupt, "database: a row of table " + std::string(table) + " is damaged"};
}

Result<HistoryEntry> ReadHistory(const Statement& row, Id record) {
  HistoryEntry entry;
  entry.record = record;
  entry.version = Version{static_cast<std::uint32_t>(row.Integer(0)), static_cast<std::uint64_t>(row.Integer(1))};
  const auto kind = ParseMutationKindWord(row.Text(2));
  const auto outcome = ParseOutcomeWord(row.Text(3));
  const auto author = ParseId(row.Text(4));
  const auto source = ParseSourceKindWord(row.Text(7));
  if (!kind || !outcome || !author || !source) return Corrupt("history");
  entry.kind = *kind;
  entry.outcome = *outcome;
  entry.author = *author;
  entry.server_ms = row.Integer(5);
  entry.client_ms = row.Integer(6);
  entry.provenance.kind = *source;
  entry.provenance.source = std::string(row.Text(8));
  entry.provenance.batch = ParseId(row.Text(9)).value_or(Id{});
  entry.schema = static_cast<SchemaId>(row.Integer(10));
  // Both sides are sorted by field; a field that stands on one side only was or became empty.
  FieldValues before;
  FieldValues after;
  if (!row.IsNull(11)) {
    KEDANG_ASSIGN(before, ParseFieldValues(row.Text(11)));
  }
  if (!row.IsNull(12)) {
    KEDANG_ASSIGN(after, ParseFieldValues(row.Text(12)));
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    HistoryChange change;
    const bool has_before = i < before.size() && (j == after.size() || before[i].first <= after[j].first);
    const bool has_after = j < after.size() && (i == before.size() || after[j].first <= before[i].first);
    change.field = has_before ? before[i].first : after[j].first;
    if (has_before) change.before = std::move(before[i++].second);
    if (has_after) change.after = std::move(after[j++].second);
    entry.changes.push_back(std::move(change));
  }
  return entry;
}

constexpr std::string_view kConflictColumns =
    "SELECT id, schema, record, field, base, earlier, later, is_later_current, earlier_author, later_author,"
    " earlier_ms, later_ms, is_open, epoch, sequence FROM conflict";

Result<Conflict> ReadConflict(const Statement& row) {
  Conflict conflict;
  const auto id = ParseId(row.Text(0));
  const auto record = ParseId(row.Text(2));
  const auto earlier_author = ParseId(row.Text(8));
  const auto later_author = ParseId(row.Text(9));
  if (!id || !record || !earlier_author || !later_author) return Corrupt("conflict");
  conflict.id = *id;
  conflict.schema = static_cast<SchemaId>(row.Integer(1));
  conflict.record = *record;
  conflict.field = static_cast<FieldId>(row.Integer(3));
  KEDANG_ASSIGN(conflict.base, ParseValueJson(row.Text(4)));
  KEDANG_ASSIGN(conflict.earlier, ParseValueJson(row.Text(5)));
  KEDANG_ASSIGN(conflict.later, ParseValueJson(row.Text(6)));
  conflict.is_later_current = row.Integer(7) != 0;
  conflict.earlier_author = *earlier_author;
  conflict.later_author = *later_author;
  conflict.earlier_ms = row.Integer(10);
  conflict.later_ms = row.Integer(11);
  conflict.is_open = row.Integer(12) != 0;
  conflict.version = Version{static_cast<std::uint32_t>(row.Integer(13)), static_cast<std::uint64_t>(row.Integer(14))};
  return conflict;
}

std::string ToJson(const Value& value) {
  std::string json;
  AppendValueJson(value, json);
  return json;
}

}  // namespace

Result<std::int64_t> SqliteStore::ProvenanceRow(const Provenance& provenance) {
  const std::string_view kind = SourceKindWord(provenance.kind);
  const std::string batch = provenance.batch.is_nil() ? std::string() : FormatId(provenance.batch);
  std::string key = std::string(kind) + '\n' + batch + '\n' + provenance.source;
  const auto known = provenance_rows_.find(key);
  if (known != provenance_rows_.end()) return known->second;
  {
    KEDANG_ASSIGN(Statement insert,
                  connection_.Prepare("INSERT OR IGNORE INTO provenance (kind, source, batch) VALUES (?, ?, ?)"));
    KEDANG_RETURN_IF_ERROR(insert.Bind(1, kind).Bind(2, provenance.source).Bind(3, batch).Run());
  }
  KEDANG_ASSIGN(Statement find,
                connection_.Prepare("SELECT row FROM provenance WHERE kind = ? AND source = ? AND batch = ?"));
  KEDANG_ASSIGN(const bool has_row, find.Bind(1, kind).Bind(2, provenance.source).Bind(3, batch).Step());
  if (!has_row) return Corrupt("provenance");
  provenance_rows_.emplace(std::move(key), find.Integer(0));
  return find.Integer(0);
}

Status SqliteStore::WriteHistory(std::int64_t row, const HistoryEntry& entry, std::string_view before,
                                 std::string_view after) {
  KEDANG_ASSIGN(const std::int64_t provenance, ProvenanceRow(entry.provenance));
  const std::string author = FormatId(entry.author);
  KEDANG_ASSIGN(Statement insert,
                connection_.Prepare("INSERT INTO history (record, epoch, sequence, kind, outcome, author, server_ms,"
                                    " client_ms, provenance, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.Bind(1, row).Bind(2, entry.version.epoch).Bind(3, entry.version.sequence);
  insert.Bind(4, MutationKindWord(entry.kind)).Bind(5, OutcomeWord(entry.outcome)).Bind(6, author);
  insert.Bind(7, entry.server_ms).Bind(8, entry.client_ms).Bind(9, provenance);
  before.empty() ? insert.BindNull(10) : insert.Bind(10, before);
  after.empty() ? insert.BindNull(11) : insert.Bind(11, after);
  return insert.Run();
}

Status SqliteStore::AppendHistory(const HistoryEntry& entry) {
  KEDANG_ASSIGN(const RowNumber row, RowOf(entry.record));
  if (row == 0) return Status(ErrorCode::kNotFound, "database: history of a record that is not stored");
  // Empty values stand on neither side: json_patch, by which the view joins the sides, takes null for "remove".
  Record before;
  Record after;
  for (const HistoryChange& change : entry.changes) {
    if (!change.before.is_null()) before.Set(change.field, change.before);
    if (!change.after.is_null()) after.Set(change.field, change.after);
  }
  std::string before_json;
  std::string after_json;
  if (!before.cells().empty()) AppendCellsJson(before.cells(), before_json);
  if (!after.cells().empty()) AppendCellsJson(after.cells(), after_json);
  return WriteHistory(row, entry, before_json, after_json);
}

Result<std::vector<HistoryEntry>> SqliteStore::History(Id record, std::size_t limit) {
  KEDANG_ASSIGN(const RowNumber row, RowOf(record));
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare("SELECT epoch, sequence, history.kind, outcome, author, server_ms, client_ms,"
                                    " provenance.kind, provenance.source, provenance.batch, record.schema, before, after"
                                    " FROM history JOIN provenance ON provenance.row = history.provenance"
                                    " JOIN record ON record.row = history.record"
                                    " WHERE history.record = ? ORDER BY history.row DESC LIMIT ?"));
  scan.Bind(1, row).Bind(2, static_cast<std::int64_t>(limit));
  std::vector<HistoryEntry> entries;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return entries;
    KEDANG_ASSIGN(HistoryEntry entry, ReadHistory(scan, record));
    entries.push_back(std::move(entry));
  }
}

Result<std::vector<ServerReader::SaveMark>> SqliteStore::RecentSaves(SchemaId schema, bool is_new, std::size_t limit) {
  constexpr std::int64_t kLookedAt = 200'000;
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare("SELECT record.id, history.epoch, history.sequence FROM history"
                                    " JOIN record ON record.row = history.record"
                                    " WHERE history.row > (SELECT max(row) FROM history) - ? AND record.schema = ?"
                                    " AND (history.kind = 'insert') = ? ORDER BY history.row DESC LIMIT ?"));
  scan.Bind(1, kLookedAt).Bind(2, schema).Bind(3, is_new ? 1 : 0).Bind(4, static_cast<std::int64_t>(limit));
  std::vector<SaveMark> marks;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return marks;
    const auto record = ParseId(scan.Text(0));
    if (!record) return Corrupt("history");
    marks.push_back({*record, Version{static_cast<std::uint32_t>(scan.Integer(1)), static_cast<std::uint64_t>(scan.Integer(2))}});
  }
}

Status SqliteStore::KeepRejected(const Principal& author, Id replica, const Mutation& mutation,
                                 const MutationResult& result, TimeMs now) {
  const std::string replica_id = FormatId(replica);
  const std::string author_id = FormatId(author.user);
  const std::string json = FormatMutationJson(mutation);
  const std::string issues = FormatIssuesJson(result.issues);
  KEDANG_ASSIGN(Statement insert,
                connection_.Prepare("INSERT INTO rejected (replica, mid, author, outcome, at_ms, mutation, issues)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?)"));
  insert.Bind(1, replica_id).Bind(2, mutation.mid).Bind(3, author_id).Bind(4, OutcomeWord(result.outcome));
  return insert.Bind(5, now).Bind(6, json).Bind(7, issues).Run();
}

Status SqliteStore::PutConflict(const Conflict& conflict) {
  const std::string id = FormatId(conflict.id);
  const std::string record = FormatId(conflict.record);
  const std::string base = ToJson(conflict.base);
  const std::string earlier = ToJson(conflict.earlier);
  const std::string later = ToJson(conflict.later);
  const std::string earlier_author = FormatId(conflict.earlier_author);
  const std::string later_author = FormatId(conflict.later_author);
  KEDANG_ASSIGN(Statement put,
                connection_.Prepare("INSERT OR REPLACE INTO conflict (id, schema, record, field, base, earlier, later,"
                                    " is_later_current, earlier_author, later_author, earlier_ms, later_ms, is_open,"
                                    " epoch, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  put.Bind(1, id).Bind(2, conflict.schema).Bind(3, record).Bind(4, conflict.field);
  put.Bind(5, base).Bind(6, earlier).Bind(7, later).Bind(8, conflict.is_later_current);
  put.Bind(9, earlier_author).Bind(10, later_author).Bind(11, conflict.earlier_ms).Bind(12, conflict.later_ms);
  return put.Bind(13, conflict.is_open).Bind(14, conflict.version.epoch).Bind(15, conflict.version.sequence).Run();
}

Result<std::optional<Conflict>> SqliteStore::FindConflict(Id id) {
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement find, connection_.Prepare(std::string(kConflictColumns) + " WHERE id = ?"));
  find.Bind(1, key);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<Conflict>();
  KEDANG_ASSIGN(Conflict conflict, ReadConflict(find));
  return std::optional<Conflict>(std::move(conflict));
}

Result<std::vector<Conflict>> SqliteStore::ConflictsOf(Id record) {
  const std::string key = FormatId(record);
  KEDANG_ASSIGN(Statement scan, connection_.Prepare(std::string(kConflictColumns) + " WHERE record = ? AND is_open = 1"));
  scan.Bind(1, key);
  std::vector<Conflict> conflicts;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return conflicts;
    KEDANG_ASSIGN(Conflict conflict, ReadConflict(scan));
    conflicts.push_back(std::move(conflict));
  }
}

Status SqliteStore::ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) {
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare(std::string(kConflictColumns) + " WHERE sequence > ? ORDER BY sequence"));
  scan.Bind(1, sequence);
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return {};
    KEDANG_ASSIGN(const Conflict conflict, ReadConflict(scan));
    if (!visit(conflict)) return {};
  }
}

}  // namespace kedang
