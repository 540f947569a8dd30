// Migrations: numbered SQL scripts that bring a database to the form this build knows. The number of the last one
// applied stands in PRAGMA user_version.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/sqlite.h"

namespace kedang {

// Applies scripts[n], number n + 1, from where the database stands, all in one transaction: either the database is of
// the newest form afterwards or as it was. A database that is not new is copied first, to `backup_path` + its number.
// kUnsupported for a database made by a newer build or by another program.
Status Migrate(Connection& connection, std::span<const std::string_view> scripts, const std::string& backup_path);

}  // namespace kedang
