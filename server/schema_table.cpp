#include "server/schema_table.h"

#include <vector>

#include "shared/model/computed_field.h"

namespace kedang {
namespace {

// Views made here are known by their first words, so that views of others are left alone.
constexpr std::string_view kMark = " AS /* made by Kedang */ ";

constexpr std::string_view kPublicationColumns =
    "SELECT version, publication, author, source, converted, emptied, created_ms FROM schema_set ORDER BY version DESC";

Publication PublicationOf(const Statement& row) {
  Publication publication;
  publication.version = static_cast<std::uint32_t>(row.Integer(0));
  publication.id = row.Text(1);
  publication.author = row.Text(2);
  publication.source = row.Text(3);
  publication.converted = static_cast<std::uint64_t>(row.Integer(4));
  publication.emptied = static_cast<std::uint64_t>(row.Integer(5));
  publication.at_ms = row.Integer(6);
  return publication;
}

std::string Quote(std::string_view name, char quote) {
  std::string out(1, quote);
  for (const char c : name) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

std::string ColumnSql(const Field& field) {
  const std::string path = "$.\"" + std::to_string(field.id) + "\"";
  switch (KindOf(field.type)) {
    case Value::Kind::kDate: return "json_extract(cells, '" + path + ".date')";
    case Value::Kind::kDecimal: return "CAST(json_extract(cells, '" + path + ".decimal') AS NUMERIC)";
    case Value::Kind::kNull:
    case Value::Kind::kBoolean:
    case Value::Kind::kInteger:
    case Value::Kind::kText:
    case Value::Kind::kList: break;
  }
  return "json_extract(cells, '" + path + "')";
}

Status DropViews(Connection& connection) {
  std::vector<std::string> names;
  {
    KEDANG_ASSIGN(Statement scan,
                  connection.Prepare("SELECT name FROM sqlite_master WHERE type = 'view' AND instr(sql, ?) > 0"));
    scan.Bind(1, kMark);
    for (;;) {
      KEDANG_ASSIGN(const bool has_row, scan.Step());
      if (!has_row) break;
      names.emplace_back(scan.Text(0));
    }
  }
  for (const std::string& name : names) KEDANG_RETURN_IF_ERROR(connection.Execute("DROP VIEW " + Quote(name, '"')));
  return {};
}

// The schema's key, or with a suffix where a table has that name already ("user"). SQLite keeps "sqlite_…" to itself.
Result<std::string> FreeName(Connection& connection, const std::string& key) {
  std::string name = key.rfind("sqlite_", 0) == 0 ? "view_" + key : key;
  for (;;) {
    KEDANG_ASSIGN(Statement find, connection.Prepare("SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE"));
    KEDANG_ASSIGN(const bool is_taken, find.Bind(1, name).Step());
    if (!is_taken) return name;
    name += "_view";
  }
}

}  // namespace

Result<Publication> ReadPublication(Connection& connection) {
  KEDANG_ASSIGN(Statement read, connection.Prepare(std::string(kPublicationColumns) + " LIMIT 1"));
  KEDANG_ASSIGN(const bool has_row, read.Step());
  if (!has_row) return Error{ErrorCode::kNotFound, "database: no schemas yet"};
  return PublicationOf(read);
}

Result<std::vector<Publication>> ListPublications(Connection& connection) {
  KEDANG_ASSIGN(Statement read, connection.Prepare(kPublicationColumns));
  std::vector<Publication> publications;
  for (;;) {
    KEDANG_ASSIGN(const bool has_row, read.Step());
    if (!has_row) return publications;
    publications.push_back(PublicationOf(read));
  }
}

Result<SchemaSet> ReadSchemas(Connection& connection, std::uint32_t version) {
  KEDANG_ASSIGN(Statement read, connection.Prepare("SELECT json FROM schema_set WHERE version = ?"));
  KEDANG_ASSIGN(const bool has_row, read.Bind(1, version).Step());
  if (!has_row) return Error{ErrorCode::kNotFound, "database: there is no version " + std::to_string(version) + " of the schemas"};
  return ParseSchemaSet(read.Text(0));
}

Status WriteSchemas(Connection& connection, const SchemaSet& set, const Publication& publication) {
  const std::string json = FormatSchemaSet(set);
  {
    KEDANG_ASSIGN(Statement write,
                  connection.Prepare("INSERT INTO schema_set (version, json, created_ms, publication, author, source,"
                                     " converted, emptied) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    write.Bind(1, set.version).Bind(2, json).Bind(3, publication.at_ms).Bind(4, publication.id).Bind(5, publication.author);
    write.Bind(6, publication.source).Bind(7, publication.converted).Bind(8, publication.emptied);
    KEDANG_RETURN_IF_ERROR(write.Run());
  }
  KEDANG_RETURN_IF_ERROR(DropViews(connection));
  for (const Schema& schema : set.schemas) {
    KEDANG_ASSIGN(const std::string name, FreeName(connection, schema.key));
    KEDANG_RETURN_IF_ERROR(connection.Execute(ViewSql(schema, name)));
  }
  return {};
}

std::string ViewSql(const Schema& schema, std::string_view name) {
  std::string sql = "CREATE VIEW " + Quote(name, '"');
  sql += kMark;
  sql += "SELECT id";
  for (const Field& field : schema.fields) {
    // What is computed is not in the database; `kedang export` has it.
    if (!IsComputed(field.type)) sql += ", " + ColumnSql(field) + " AS " + Quote(field.key, '"');
  }
  sql += ", strftime('%Y-%m-%dT%H:%M:%SZ', created_ms / 1000, 'unixepoch') AS created_at";
  sql += ", strftime('%Y-%m-%dT%H:%M:%SZ', changed_ms / 1000, 'unixepoch') AS changed_at";
  sql += " FROM record WHERE deleted = 0 AND schema = " + std::to_string(schema.id);
  return sql;
}

}  // namespace kedang
