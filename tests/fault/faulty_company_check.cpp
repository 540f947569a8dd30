// FaultyCompany: what must be true of the disk, whatever happened to it.
#include <set>

#include "server/record_json.h"
#include "shared/base/hash.h"
#include "tests/fault/faulty_company.h"

namespace kedang {
namespace {

constexpr FieldId kNote = 2;

bool IsSame(const MutationResult& a, const MutationResult& b) {
  if (a.outcome != b.outcome || !(a.version == b.version) || a.issues.size() != b.issues.size()) return false;
  for (std::size_t i = 0; i < a.issues.size(); ++i) {
    if (a.issues[i].code != b.issues[i].code) return false;
  }
  return true;
}

std::string Text(const Error& error) { return error.message + "\n"; }

}  // namespace

std::string FaultyCompany::Check() {
  std::string wrong = std::exchange(complaint_, std::string());
  const auto check = [&]() -> Status {
    KEDANG_ASSIGN(auto connection, Connection::Open(Path() + "/kedang.db", Connection::Mode::kReadOnly));
    {
      KEDANG_ASSIGN(Statement integrity, connection->Prepare("PRAGMA integrity_check"));
      KEDANG_RETURN_IF_ERROR(integrity.Step());
      if (integrity.Text(0) != "ok") wrong += "integrity_check: " + std::string(integrity.Text(0)) + "\n";
    }
    {
      KEDANG_ASSIGN(Statement keys, connection->Prepare("PRAGMA foreign_key_check"));
      KEDANG_ASSIGN(const bool has_row, keys.Step());
      if (has_row) wrong += "a row of table " + std::string(keys.Text(0)) + " refers to nothing\n";
    }
    KEDANG_ASSIGN(auto store, SqliteStore::Open(*connection));
    if (!(store->epoch() == epoch_)) wrong += "another epoch\n";
    KEDANG_ASSIGN(const std::uint64_t last, store->LastSequence());
    if (!sequences_.empty() && last < sequences_.rbegin()->first) wrong += "the order of changes went back\n";
    for (const Replica& replica : replicas_) {
      wrong += CheckReplica(*store, replica);
      if (replica.cookie.sequence > last) wrong += "a replica is ahead of the server\n";
    }
    wrong += CheckHistory(*store);
    return {};
  };
  if (const Status status = check(); !status.ok()) wrong += "cannot be read: " + Text(status.error());
  return wrong;
}

std::string FaultyCompany::CheckReplica(SqliteStore& store, const Replica& replica) {
  const auto state = store.FindReplica(replica.id);
  if (!state.ok()) return Text(state.error());
  const MutationNumber last = *state ? (*state)->last_mid : 0;
  if (last < replica.last_acknowledged) {
    return "replica at " + std::to_string(last) + ", acknowledged " + std::to_string(replica.last_acknowledged) + "\n";
  }
  if (last > replica.last_made) return "replica knows numbers that were never sent\n";
  std::string wrong;
  for (const auto& [mid, known] : replica.known) {
    const auto result = store.FindResult(replica.id, mid);
    if (!result.ok()) return Text(result.error());
    if (!*result) {
      wrong += "the result of " + std::to_string(mid) + " is lost\n";
    } else if (!IsSame(**result, known.result)) {
      wrong += "the result of " + std::to_string(mid) + " is another one\n";
    }
  }
  return wrong;
}

std::string FaultyCompany::CheckHistory(SqliteStore& store) {
  struct Entry {
    Id record;
    std::string after;
  };
  std::multimap<std::uint64_t, Entry> entries;
  std::set<std::string> numbers;
  std::string wrong;
  const auto read = [&]() -> Status {
    KEDANG_ASSIGN(Statement scan, store.connection().Prepare("SELECT sequence, record.id, after FROM history JOIN record"
                                                             " ON record.row = history.record"));
    for (;;) {
      KEDANG_ASSIGN(const bool has_row, scan.Step());
      if (!has_row) break;
      entries.emplace(static_cast<std::uint64_t>(scan.Integer(0)), Entry{ParseId(scan.Text(1)).value_or(Id()), std::string(scan.Text(2))});
    }
    KEDANG_ASSIGN(Statement count, store.connection().Prepare("SELECT json_extract(cells, '$.\"5\"') FROM record"));
    for (;;) {
      KEDANG_ASSIGN(const bool has_row, count.Step());
      if (!has_row) return {};
      if (!numbers.insert(std::string(count.Text(0))).second) wrong += "the number " + std::string(count.Text(0)) + " stands twice\n";
    }
  };
  if (const Status status = read(); !status.ok()) return Text(status.error());
  for (const auto& [sequence, record] : sequences_) {
    bool is_there = false;
    const auto range = entries.equal_range(sequence);
    for (auto it = range.first; it != range.second; ++it) is_there = is_there || it->second.record == record;
    if (!is_there) wrong += "history lost the number " + std::to_string(sequence) + "\n";
  }
  for (const Replica& replica : replicas_) {
    for (const auto& [mid, known] : replica.known) {
      if (known.result.outcome != Outcome::kApplied) continue;
      for (const CellEdit& edit : known.mutation.edits) {
        if (edit.field != kNote) continue;
        bool is_there = false;
        const auto range = entries.equal_range(known.result.version.sequence);
        for (auto it = range.first; it != range.second; ++it) {
          is_there = is_there || it->second.after.find(FormatPlain(edit.value)) != std::string::npos;
        }
        if (!is_there) wrong += "what " + std::to_string(mid) + " wrote is not in history\n";
      }
    }
  }
  return wrong;
}

std::string FaultyCompany::Digest() {
  std::string text;
  const auto read = [&]() -> Status {
    KEDANG_ASSIGN(auto connection, Connection::Open(Path() + "/kedang.db", Connection::Mode::kReadOnly));
    std::vector<std::string> tables;
    {
      KEDANG_ASSIGN(Statement names, connection->Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"));
      for (;;) {
        KEDANG_ASSIGN(const bool has_row, names.Step());
        if (!has_row) break;
        tables.emplace_back(names.Text(0));
      }
    }
    for (const std::string& table : tables) {
      std::string columns;
      {
        KEDANG_ASSIGN(Statement info, connection->Prepare("SELECT name FROM pragma_table_info('" + table + "')"));
        for (;;) {
          KEDANG_ASSIGN(const bool has_row, info.Step());
          if (!has_row) break;
          columns += (columns.empty() ? "quote(\"" : " || ',' || quote(\"") + std::string(info.Text(0)) + "\")";
        }
      }
      KEDANG_ASSIGN(Statement rows, connection->Prepare("SELECT " + columns + " FROM \"" + table + "\""));
      text += table + "\n";
      for (;;) {
        KEDANG_ASSIGN(const bool has_row, rows.Step());
        if (!has_row) break;
        text += rows.Text(0);
        text += '\n';
      }
    }
    return {};
  };
  if (const Status status = read(); !status.ok()) return Text(status.error());
  return text;
}

}  // namespace kedang
