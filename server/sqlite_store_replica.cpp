// SqliteStore: replicas and what became of their mutations.
#include "server/record_json.h"
#include "server/sqlite_store.h"
#include "server/store_words.h"

namespace kedang {
namespace {

Result<MutationResult> ReadResult(const Statement& row) {
  MutationResult result;
  result.mid = static_cast<MutationNumber>(row.Integer(0));
  const auto outcome = ParseOutcomeWord(row.Text(1));
  if (!outcome) return Error{ErrorCode::kCorrupt, "database: a row of table mutation_result is damaged"};
  result.outcome = *outcome;
  result.version = Version{static_cast<std::uint32_t>(row.Integer(2)), static_cast<std::uint64_t>(row.Integer(3))};
  if (!row.IsNull(4)) {
    KEDANG_ASSIGN(result.issues, ParseIssuesJson(row.Text(4)));
  }
  return result;
}

}  // namespace

Result<std::optional<ReplicaState>> SqliteStore::FindReplica(Id id) {
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(Statement find, connection_.Prepare("SELECT user, last_mid FROM replica WHERE id = ?"));
  find.Bind(1, key);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<ReplicaState>();
  const auto user = ParseId(find.Text(0));
  if (!user) return Error{ErrorCode::kCorrupt, "database: a row of table replica is damaged"};
  return std::optional<ReplicaState>(ReplicaState{id, *user, static_cast<MutationNumber>(find.Integer(1))});
}

Status SqliteStore::PutReplica(const ReplicaState& replica, TimeMs now) {
  const std::string id = FormatId(replica.id);
  const std::string user = FormatId(replica.user);
  KEDANG_ASSIGN(Statement put,
                connection_.Prepare("INSERT INTO replica (id, user, last_mid, created_ms, seen_ms)"
                                    " VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT (id) DO UPDATE SET user = excluded.user,"
                                    " last_mid = excluded.last_mid, seen_ms = excluded.seen_ms"));
  return put.Bind(1, id).Bind(2, user).Bind(3, replica.last_mid).Bind(4, now).Run();
}

Status SqliteStore::PutResult(Id replica, const MutationResult& result) {
  const std::string id = FormatId(replica);
  std::string issues;
  KEDANG_ASSIGN(Statement put,
                connection_.Prepare("INSERT OR REPLACE INTO mutation_result (replica, mid, outcome, epoch, sequence,"
                                    " issues) VALUES (?, ?, ?, ?, ?, ?)"));
  put.Bind(1, id).Bind(2, result.mid).Bind(3, OutcomeWord(result.outcome));
  put.Bind(4, result.version.epoch).Bind(5, result.version.sequence);
  if (result.issues.empty()) {
    put.BindNull(6);
  } else {
    issues = FormatIssuesJson(result.issues);
    put.Bind(6, issues);
  }
  return put.Run();
}

Result<std::optional<MutationResult>> SqliteStore::FindResult(Id replica, MutationNumber mid) {
  const std::string id = FormatId(replica);
  KEDANG_ASSIGN(Statement find,
                connection_.Prepare("SELECT mid, outcome, epoch, sequence, issues FROM mutation_result"
                                    " WHERE replica = ? AND mid = ?"));
  find.Bind(1, id).Bind(2, mid);
  KEDANG_ASSIGN(const bool has_row, find.Step());
  if (!has_row) return std::optional<MutationResult>();
  KEDANG_ASSIGN(MutationResult result, ReadResult(find));
  return std::optional<MutationResult>(std::move(result));
}

Result<std::vector<MutationResult>> SqliteStore::ResultsAfter(Id replica, MutationNumber after, std::size_t limit) {
  const std::string id = FormatId(replica);
  KEDANG_ASSIGN(Statement scan,
                connection_.Prepare("SELECT mid, outcome, epoch, sequence, issues FROM mutation_result"
                                    " WHERE replica = ? AND mid > ? ORDER BY mid LIMIT ?"));
  scan.Bind(1, id).Bind(2, after).Bind(3, static_cast<std::int64_t>(limit));
  std::vector<MutationResult> results;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return results;
    KEDANG_ASSIGN(MutationResult result, ReadResult(scan));
    results.push_back(std::move(result));
  }
}

}  // namespace kedang
