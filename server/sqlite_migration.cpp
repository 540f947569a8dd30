#include "server/sqlite_migration.h"

#include <cstdio>

namespace kedang {
namespace {

constexpr std::int64_t kApplicationId = 0x4B444731;  // "KDG1": tells `file` and us whose database this is

Status ApplyFrom(Connection& connection, std::span<const std::string_view> scripts) {
  // Asked again under the lock: another process may have been faster.
  KEDANG_ASSIGN(const std::int64_t version, connection.QueryInteger("PRAGMA user_version"));
  for (auto number = static_cast<std::size_t>(version); number < scripts.size(); ++number) {
    if (const Status status = connection.Execute(std::string(scripts[number])); !status.ok()) {
      return Error{status.error().code, "migration " + std::to_string(number + 1) + ": " + status.error().message};
    }
  }
  return connection.Execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(scripts.size()));
}

}  // namespace

Status Migrate(Connection& connection, std::span<const std::string_view> scripts, const std::string& backup_path) {
  KEDANG_ASSIGN(const std::int64_t version, connection.QueryInteger("PRAGMA user_version"));
  KEDANG_ASSIGN(const std::int64_t application, connection.QueryInteger("PRAGMA application_id"));
  KEDANG_ASSIGN(const std::int64_t tables, connection.QueryInteger("SELECT count(*) FROM sqlite_master"));
  if (tables > 0 && application != kApplicationId) {
    return Error{ErrorCode::kUnsupported, "the database was not made by Kedang; choose another data directory"};
  }
  const auto newest = static_cast<std::int64_t>(scripts.size());
  if (version > newest) {
    return Error{ErrorCode::kUnsupported, "the database was made by a newer Kedang (form " + std::to_string(version) +
                                              ", this build knows " + std::to_string(newest) + "): use that one"};
  }
  if (version == newest) return {};
  if (tables > 0) {
    const std::string copy = backup_path + std::to_string(version);
    std::remove(copy.c_str());  // of an upgrade that was cut short
    KEDANG_ASSIGN(Statement backup, connection.Prepare("VACUUM INTO ?"));
    KEDANG_RETURN_IF_ERROR(backup.Bind(1, copy).Run());
  }
  KEDANG_RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  Status status = ApplyFrom(connection, scripts);
  if (status.ok()) status = connection.Execute("COMMIT");
  if (!status.ok() && connection.in_transaction()) static_cast<void>(connection.Execute("ROLLBACK").ok());
  return status;
}

}  // namespace kedang
