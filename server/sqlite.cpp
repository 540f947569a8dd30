#include "server/sqlite.h"

#include <utility>

#include <sqlite3.h>

#include "server/sqlite_journal_file.h"

namespace kedang {
namespace {

// Counting what SQLite has allocated, which nobody asks, takes a lock of the whole process at every allocation. Before
// anything else: later it is refused.
[[maybe_unused]] const bool counts_no_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;

// A part of a transaction can be taken back alone, so every page it changes is first copied into a journal of its own. Beyond
// this many bytes SQLite moves that into a file (sqlite_journal_file.h): a write of a page for every page of every push. Not
// more: larger blocks the allocator gives back after every use, and every page of them costs a fault anew.
#if defined(__SANITIZE_ADDRESS__)
constexpr int kPartJournalBytes = 256 << 10;  // AddressSanitizer marks every byte of every block
#else
constexpr int kPartJournalBytes = 16 << 20;
#endif
[[maybe_unused]] const bool keeps_parts_in_memory =
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kPartJournalBytes) == SQLITE_OK;

// Every setting of every connection, with its reason. The order matters: waiting for locks first, since the rest may
// meet one.
constexpr char kSettings[] =
    // Another process may be writing (an import of a million rows takes seconds); a request should not fail for that.
    "PRAGMA busy_timeout = 15000;"
    // Only for a database without pages yet: records of about 500 bytes fill 8 KiB pages better than 4 KiB ones.
    "PRAGMA page_size = 8192;"
    // Readers never wait for the writer.
    "PRAGMA journal_mode = WAL;"
    // An answer means "on disk": with NORMAL a power cut loses commits that were acknowledged.
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    // Not in memory: the journal of a part of a transaction is cut back after every statement, which in memory without a limit
    // walks all of it. The files have no name from the moment they are opened, and lie beside the database (KeepTemporaryFilesIn).
    "PRAGMA temp_store = FILE;"
    // A database file that was tampered with cannot make us call functions from its views; ours are for other tools.
    "PRAGMA trusted_schema = OFF;"
    // After a large import the log shrinks back.
    "PRAGMA journal_size_limit = 67108864;";
// The writer holds the hot pages of the indexes during an import; a reader needs a path through them.
constexpr char kWriterCache[] = "PRAGMA cache_size = -131072;";  // KiB
constexpr char kReaderCache[] = "PRAGMA cache_size = -16384; PRAGMA query_only = ON;";

ErrorCode CodeOf(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_NOMEM: return ErrorCode::kResourceExhausted;
    case SQLITE_BUSY:
    case SQLITE_CANTOPEN:  // often all files that the process may open are open
    case SQLITE_LOCKED: return ErrorCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::kCorrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return ErrorCode::kPermissionDenied;
    case SQLITE_CONSTRAINT: return ErrorCode::kAlreadyExists;
    case SQLITE_TOOBIG: return ErrorCode::kTooLarge;
    case SQLITE_INTERRUPT: return ErrorCode::kCancelled;
    default: break;
  }
  // A file that may not grow (quota, ulimit) fails as a write error.
  if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_NOMEM)
    return ErrorCode::kResourceExhausted;
  return ErrorCode::kInternal;
}

std::string_view AdviceOf(ErrorCode word, int code) {
  if ((code & 0xFF) == SQLITE_IOERR && word == ErrorCode::kInternal) {
    return "; nothing was changed: the disk failed: look into the machine's log and check the disk, then try again";
  }
  if ((code & 0xFF) == SQLITE_CANTOPEN) {
    return "; nothing was changed: check that the data directory is there, may be written and that the machine can "
           "open more "
           "files, then try again";
  }
  if ((code & 0xFF) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM) {
    return "; nothing was changed: there is no memory left: end other programs or give the machine more, then try "
           "again";
  }
  switch (word) {
    case ErrorCode::kResourceExhausted: return "; nothing was changed: make room on the disk and try again";
    case ErrorCode::kCorrupt: return "; the database file is damaged: restore it from a backup";
    case ErrorCode::kUnavailable: return "; another process is writing: try again";
    default: return "";
  }
}

}  // namespace

void KeepTemporaryFilesIn(const std::string& directory) {
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = sqlite3_mprintf("%s", directory.c_str());
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      idle_(other.idle_),
      handle_(std::exchange(other.handle_, nullptr)),
      bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  idle_->push_back(handle_);
}

Statement& Statement::Bind(int parameter, std::int64_t value) {
  bind_error_ |= sqlite3_bind_int64(handle_, parameter, value);
  return *this;
}

Statement& Statement::Bind(int parameter, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";  // a null pointer would bind NULL
  bind_error_ |= sqlite3_bind_text64(handle_, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::BindBlob(int parameter, ByteSpan bytes) {
  bind_error_ |= bytes.empty() ? sqlite3_bind_zeroblob(handle_, parameter, 0)
                               : sqlite3_bind_blob64(handle_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::BindNull(int parameter) {
  bind_error_ |= sqlite3_bind_null(handle_, parameter);
  return *this;
}

Result<bool> Statement::Step() {
  if (bind_error_ != SQLITE_OK) return connection_->LastError(sqlite3_sql(handle_));
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_->LastError(sqlite3_sql(handle_));
}

Status Statement::Run() {
  for (;;) {
    auto has_row = Step();
    if (!has_row.ok()) {
      Reset();
      return has_row.error();
    }
    if (!*has_row) break;
  }
  Reset();
  return {};
}

void Statement::Reset() {
  sqlite3_reset(handle_);
  bind_error_ = SQLITE_OK;
}

std::int64_t Statement::Integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string_view Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  if (text == nullptr) return {};
  return std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

ByteSpan Statement::Blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
  return ByteSpan(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

bool Statement::IsNull(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode) {
  sqlite3* handle = nullptr;
  // A reader opens for writing as well: in WAL mode even reading needs to write the shared index. query_only below
  // is what refuses changes.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == Mode::kReadWrite ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, JournalFiles());
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (handle == nullptr)
    return Error{
        ErrorCode::kResourceExhausted,
        path + ": no memory to open the database; end other programs or give the machine more, then try again"};
  if (code != SQLITE_OK) return connection->LastError(path);
  std::string settings = kSettings;
  settings += mode == Mode::kReadWrite ? kWriterCache : kReaderCache;
  if (const Status status = connection->Execute(settings); !status.ok()) {
    return Error{status.error().code, path + ": " + status.error().message};
  }
  return connection;
}

Connection::~Connection() {
  for (auto& entry : idle_) {
    for (sqlite3_stmt* statement : entry.second) sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

Result<Statement> Connection::Prepare(std::string_view sql) {
  auto found = idle_.find(sql);
  if (found == idle_.end()) found = idle_.emplace(std::string(sql), Statement::Idle()).first;
  Statement::Idle& idle = found->second;
  if (!idle.empty()) {
    sqlite3_stmt* statement = idle.back();
    idle.pop_back();
    return Statement(*this, idle, statement);
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return LastError(sql);
  return Statement(*this, idle, statement);
}

Status Connection::Execute(const std::string& script) {
  if (sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return LastError(script);
  }
  return {};
}

Status Connection::Run(std::string_view sql) {
  KEDANG_ASSIGN(Statement statement, Prepare(sql));
  return statement.Run();
}

Result<std::int64_t> Connection::QueryInteger(std::string_view sql) {
  KEDANG_ASSIGN(Statement statement, Prepare(sql));
  KEDANG_ASSIGN(const bool has_row, statement.Step());
  return has_row ? statement.Integer(0) : std::int64_t{0};
}

bool Connection::SetReferenceChecks(bool is_on) {
  int was_on = 0;
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &was_on);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, is_on ? 1 : 0, nullptr);
  return was_on != 0;
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(handle_); }

Error Connection::LastError(std::string_view what) const {
  constexpr std::size_t kShown = 80;  // of a statement: enough to know which one it is
  const int code = sqlite3_extended_errcode(handle_);
  const ErrorCode word = CodeOf(code);
  std::string message = "database: ";
  message += sqlite3_errmsg(handle_);
  message += " (";
  message += sqlite3_errstr(code);
  message += ", " + std::to_string(code) + ") at ";
  message += what.substr(0, kShown);
  message += AdviceOf(word, code);
  return Error{word, std::move(message)};
}

}  // namespace kedang
