// The schemas of an instance as the database keeps them, and the readable views made from them: one view per schema,
// named by its key, with one column per field, named by the field's key. They are for people with a SQLite tool, for
// reports and for spreadsheets; Kedang itself never reads them.
#pragma once

#include <string>
#include <vector>

#include "server/sqlite.h"
#include "shared/model/schema.h"

namespace kedang {

// Who published a set, how, and what became of the records.
struct Publication {
  std::uint32_t version = 0;
  std::string id;               // random: tells two sets of one version apart
  std::string author;           // id of the user; empty: the program itself
  std::string source = "setup"; // setup, api, command
  std::uint64_t converted = 0;  // values of retyped fields that are others now
  std::uint64_t emptied = 0;    // values that are in history only
  std::int64_t at_ms = 0;
};

// The newest publication; kNotFound when there is none yet.
Result<Publication> ReadPublication(Connection& connection);
// All of them, newest first.
Result<std::vector<Publication>> ListPublications(Connection& connection);
// The schemas of this version; kNotFound when it never was.
Result<SchemaSet> ReadSchemas(Connection& connection, std::uint32_t version);
// Makes `set` the one in force and renews the views; `publication.version` is not looked at. Call inside a write
// transaction.
Status WriteSchemas(Connection& connection, const SchemaSet& set, const Publication& publication);

// CREATE VIEW of one schema under `name`.
std::string ViewSql(const Schema& schema, std::string_view name);

}  // namespace kedang
