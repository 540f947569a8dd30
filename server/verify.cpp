#include "server/verify.h"

#include <algorithm>
#include <map>

#include "server/schema_table.h"
#include "server/sqlite_store.h"
#include "shared/sync/apply.h"

namespace kedang {
namespace {

class Verification {
 public:
  explicit Verification(Connection& connection) : connection_(connection) {}

  Result<VerifyReport> Run() {
    KEDANG_RETURN_IF_ERROR(CheckPages());
    // What follows reads through the tables: on broken pages it would only say the same again.
    if (!report_.problems.empty()) return std::move(report_);
    KEDANG_ASSIGN(const std::int64_t sequence, connection_.QueryInteger("SELECT sequence FROM meta"));
    sequence_ = sequence;
    KEDANG_RETURN_IF_ERROR(CheckRecords());
    KEDANG_RETURN_IF_ERROR(CheckNone("SELECT history.row FROM history WHERE epoch = (SELECT epoch FROM meta) AND sequence > (SELECT sequence FROM meta)",
                                     "history", "is numbered beyond the last change"));
    KEDANG_RETURN_IF_ERROR(CheckNone("SELECT row FROM history WHERE (before IS NOT NULL AND NOT json_valid(before))"
                                     " OR (after IS NOT NULL AND NOT json_valid(after))",
                                     "history", "cannot be read"));
    KEDANG_RETURN_IF_ERROR(CheckNone("SELECT row FROM record WHERE NOT EXISTS (SELECT 1 FROM history WHERE history.record = record.row)",
                                     "record", "has no history"));
    KEDANG_RETURN_IF_ERROR(CheckNone("SELECT mutation_result.mid FROM mutation_result JOIN replica ON replica.id = mutation_result.replica"
                                     " WHERE mutation_result.mid > replica.last_mid",
                                     "mutation_result", "is numbered beyond what its device sent"));
    KEDANG_RETURN_IF_ERROR(CheckNone("SELECT file.row FROM file JOIN file_part ON file_part.file = file.row GROUP BY file.row"
                                     " HAVING sum(length(bytes)) > size",
                                     "file", "has more bytes than it says"));
    KEDANG_ASSIGN(const std::int64_t history, connection_.QueryInteger("SELECT count(*) FROM history"));
    report_.history = static_cast<std::uint64_t>(history);
    return std::move(report_);
  }

 private:
  void Tell(std::string problem) {
    if (report_.problems.size() < kMaxProblems) report_.problems.push_back(std::move(problem));
  }

  Status CheckPages() {
    {
      KEDANG_ASSIGN(Statement check, connection_.Prepare("PRAGMA integrity_check(20)"));
      for (;;) {
        KEDANG_ASSIGN(const bool has_row, check.Step());
        if (!has_row) break;
        if (check.Text(0) != "ok") Tell("pages: " + std::string(check.Text(0)));
      }
    }
    KEDANG_ASSIGN(Statement check, connection_.Prepare("PRAGMA foreign_key_check"));
    for (;;) {
      KEDANG_ASSIGN(const bool has_row, check.Step());
      if (!has_row) return {};
      Tell(std::string(check.Text(0)) + " row " + std::to_string(check.Integer(1)) + ": points to nothing in " + std::string(check.Text(2)));
      if (report_.problems.size() == kMaxProblems) return {};
    }
  }

  // `sql` names rows that must not be there.
  Status CheckNone(const std::string& sql, const std::string& table, const std::string& what) {
    KEDANG_ASSIGN(Statement query, connection_.Prepare(sql + " LIMIT 20"));
    for (;;) {
      KEDANG_ASSIGN(const bool has_row, query.Step());
      if (!has_row) return {};
      Tell(table + " row " + std::to_string(query.Integer(0)) + ": " + what);
    }
  }

  Status CheckRecords() {
    KEDANG_ASSIGN(const Publication publication, ReadPublication(connection_));
    KEDANG_ASSIGN(const SchemaSet schemas, ReadSchemas(connection_, publication.version));
    KEDANG_ASSIGN(auto store, SqliteStore::Open(connection_));
    const std::uint32_t epoch = store->epoch().number;
    for (const Schema& schema : schemas.schemas) {
      KEDANG_ASSIGN(auto keys, KeysOf(*store, schema.id));
      const Status scanned = store->ScanWhole(schema.id, [&](const Record& record) {
        ++report_.records;
        if (record.changed.epoch > epoch || (record.changed.epoch == epoch && static_cast<std::int64_t>(record.changed.sequence) > sequence_)) {
          Tell("record " + FormatId(record.id) + ": is numbered beyond the last change");
        }
        std::vector<std::string> expected;
        for (const ServerStore::UniqueKey& key : UniqueKeysOf(schema, record)) expected.push_back(std::to_string(key.field) + " " + key.normal_form);
        std::sort(expected.begin(), expected.end());
        const auto found = keys.find(record.id);
        std::vector<std::string> kept;
        if (found != keys.end()) kept = std::move(found->second);
        std::sort(kept.begin(), kept.end());
        if (kept != expected) Tell("record " + FormatId(record.id) + ": its unique values are not what it is found by");
        return report_.problems.size() < kMaxProblems;
      });
      if (!scanned.ok()) Tell("records of " + schema.key + ": " + scanned.error().message);
    }
    KEDANG_ASSIGN(const std::int64_t all, connection_.QueryInteger("SELECT count(*) FROM record"));
    if (report_.problems.empty() && static_cast<std::uint64_t>(all) != report_.records) {
      Tell(std::to_string(static_cast<std::uint64_t>(all) - report_.records) + " records belong to no schema");
    }
    return {};
  }

  static Result<std::map<Id, std::vector<std::string>>> KeysOf(SqliteStore& store, SchemaId schema) {
    std::map<Id, std::vector<std::string>> keys;
    KEDANG_RETURN_IF_ERROR(store.ScanUnique(schema, [&](FieldId field, std::string_view normal, Id record) {
      keys[record].push_back(std::to_string(field) + " " + std::string(normal));
      return true;
    }));
    return keys;
  }

  Connection& connection_;
  std::int64_t sequence_ = 0;
  VerifyReport report_;
};

}  // namespace

Result<VerifyReport> VerifyDatabase(Connection& connection) { return Verification(connection).Run(); }

}  // namespace kedang
