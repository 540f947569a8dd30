// The one door to sqlite3.h: a Connection and its prepared Statements, every failure a Status. Errors keep their kind:
// disk full, no space for temporary files and no memory are kResourceExhausted, a lock that did not come free or a file that
// cannot be opened now kUnavailable, a file that is no database or is damaged kCorrupt, a write on a read-only connection kPermissionDenied.
// One thread at a time uses a Connection and its Statements.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace kedang {

class Connection;

// Where SQLite puts what does not fit into memory: a directory that only the owner of the process may look into, for there
// are customers in it. For the whole process; call it while no connection is at work.
void KeepTemporaryFilesIn(const std::string& directory);

// A prepared statement, borrowed from the cache of its connection and given back, reset, at the end of its life; it must
// not outlive the connection. Parameters count from 1, columns from 0.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Texts and blobs bound by reference must stay unchanged until the next Reset, Run or destruction.
  Statement& Bind(int parameter, std::int64_t value);
  Statement& Bind(int parameter, std::uint64_t value) { return Bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& Bind(int parameter, std::uint32_t value) { return Bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& Bind(int parameter, int value) { return Bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& Bind(int parameter, bool value) { return Bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& Bind(int parameter, std::string_view text);
  Statement& Bind(int parameter, const char* text) { return Bind(parameter, std::string_view(text)); }
  Statement& Bind(int parameter, const std::string& text) { return Bind(parameter, std::string_view(text)); }
  Statement& BindBlob(int parameter, ByteSpan bytes);
  Statement& BindNull(int parameter);

  // True when there is a row to read, false at the end.
  Result<bool> Step();
  // Runs to the end, ignoring rows, and resets for the next use.
  Status Run();
  void Reset();

  // Of the current row; texts and blobs are valid until the next Step, Reset or destruction.
  std::int64_t Integer(int column) const;
  std::string_view Text(int column) const;
  ByteSpan Blob(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Connection;
  using Idle = std::vector<sqlite3_stmt*>;
  Statement(Connection& connection, Idle& idle, sqlite3_stmt* handle)
      : connection_(&connection), idle_(&idle), handle_(handle) {}

  Connection* connection_;
  Idle* idle_;  // where it goes back to
  sqlite3_stmt* handle_;
  int bind_error_ = 0;
};

class Connection {
 public:
  enum class Mode { kReadWrite, kReadOnly };

  // Opens the database file (kReadWrite creates it) with the settings of the one place in sqlite.cpp.
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // From the cache when the same text was prepared before.
  Result<Statement> Prepare(std::string_view sql);
  // One or more statements without parameters or rows to read.
  Status Execute(const std::string& script);
  // One statement without parameters, prepared once.
  Status Run(std::string_view sql);
  // Prepares, runs, and gives column 0 of the first row; 0 when there is none.
  Result<std::int64_t> QueryInteger(std::string_view sql);

  // Foreign keys are looked up at every insert and followed at every delete; false for a moment in which rows are added
  // whose references were made in the same breath. Returns how it was.
  bool SetReferenceChecks(bool is_on);
  bool in_transaction() const;
  // Rows changed by the last statement.
  std::int64_t changes() const;
  std::int64_t last_row() const;
  // The failure of the last call, for code that has only its number.
  Error LastError(std::string_view what) const;

 private:
  friend class Statement;
  explicit Connection(sqlite3* handle) : handle_(handle) {}

  sqlite3* handle_;
  std::map<std::string, Statement::Idle, std::less<>> idle_;  // by SQL text
};

}  // namespace kedang
