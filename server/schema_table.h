// The schemas of an instance as the database keeps them, and the readable views made from them: one view per schema,
// named by its key, with one column per field, named by the field's key. They are for people with a SQLite tool, for
// reports and for spreadsheets; Kedang itself never reads them.
#pragma once

#include "server/sqlite.h"
#include "shared/model/schema.h"

namespace kedang {

// The schemas in force; kNotFound when none were written yet.
Result<SchemaSet> ReadSchemas(Connection& connection);
// Makes `set` the one in force and renews the views. Call inside a write transaction.
Status WriteSchemas(Connection& connection, const SchemaSet& set, std::int64_t now_ms);

// CREATE VIEW of one schema under `name`.
std::string ViewSql(const Schema& schema, std::string_view name);

}  // namespace kedang
