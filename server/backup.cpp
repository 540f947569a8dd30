#include "server/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "server/compress.h"
#include "server/file.h"
#include "server/machine.h"
#include "server/sqlite_migration.h"
#include "server/user_table.h"
#include "server/verify.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr int kLevel = 3;
constexpr std::size_t kPieceBytes = 1u << 20;
constexpr std::size_t kMaxMessageBytes = kPieceBytes + (64u << 10);

std::string LengthOf(std::string_view message) {
  const auto size = static_cast<std::uint32_t>(message.size());
  std::string text(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) text[i] = static_cast<char>(size >> (8 * i) & 0xFF);
  return text;
}

// A file that is removed when the work with it ends, however it ends; only its owner may read it.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::remove((path_ + end).c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  Status Make() const {
    std::remove(path_.c_str());
    const int file = open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) return Status(ErrorCode::kResourceExhausted, path_ + ": cannot be made; is there room and may we write there?");
    close(file);
    return {};
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<BackupReport> Describe(Connection& connection) {
  BackupReport report;
  report.program = "kedang " KEDANG_VERSION;
  report.created_ms = MachineClock().NowMs();
  KEDANG_ASSIGN(Statement meta, connection.Prepare("SELECT epoch, epoch_id, sequence FROM meta"));
  KEDANG_ASSIGN(const bool has_row, meta.Step());
  if (!has_row) return Error{ErrorCode::kCorrupt, "the database has no history"};
  report.epoch.number = static_cast<std::uint32_t>(meta.Integer(0));
  report.epoch.id = ParseId(meta.Text(1)).value_or(Id());
  report.sequence = static_cast<std::uint64_t>(meta.Integer(2));
  const std::pair<const char*, std::uint64_t*> counts[] = {{"SELECT count(*) FROM record", &report.records},
                                                           {"SELECT count(*) FROM history", &report.history},
                                                           {"SELECT count(*) FROM user", &report.users},
                                                           {"SELECT count(*) FROM file", &report.files}};
  for (const auto& [sql, count] : counts) {
    KEDANG_ASSIGN(const std::int64_t rows, connection.QueryInteger(sql));
    *count = static_cast<std::uint64_t>(rows);
  }
  return report;
}

std::string FirstMessage(const BackupReport& report) {
  return Json{{"format", kFormat},
              {"program", report.program},
              {"created_ms", report.created_ms},
              {"epoch", report.epoch.number},
              {"epoch_id", FormatId(report.epoch.id)},
              {"sequence", report.sequence},
              {"database_bytes", report.database_bytes}}
      .dump();
}

std::string LastMessage(const BackupReport& report) {
  return Json{{"records", report.records}, {"history", report.history}, {"users", report.users}, {"files", report.files}}.dump();
}

Status ReadFirst(std::string_view message, BackupReport& report) {
  const Json json = Json::parse(message, nullptr, false);
  if (!json.is_object() || json.value("format", 0) == 0) return Status(ErrorCode::kCorrupt, "it does not begin as a backup does");
  if (json.value("format", 0) != kFormat) return Status(ErrorCode::kUnsupported, "it was made by a newer Kedang: use that one");
  report.program = json.value("program", std::string());
  report.created_ms = json.value("created_ms", TimeMs{0});
  report.epoch.number = json.value("epoch", 0u);
  report.epoch.id = ParseId(json.value("epoch_id", std::string())).value_or(Id());
  report.sequence = json.value("sequence", std::uint64_t{0});
  report.database_bytes = json.value("database_bytes", std::uint64_t{0});
  return {};
}

Status ReadLast(std::string_view message, BackupReport& report) {
  const Json json = Json::parse(message, nullptr, false);
  if (!json.is_object()) return Status(ErrorCode::kCorrupt, "it does not end as a backup does");
  report.records = json.value("records", std::uint64_t{0});
  report.history = json.value("history", std::uint64_t{0});
  report.users = json.value("users", std::uint64_t{0});
  report.files = json.value("files", std::uint64_t{0});
  return {};
}

Error At(const std::string& path, const Error& error) { return Error{error.code, path + ": " + error.message}; }

}  // namespace

Result<BackupReport> MakeBackup(Instance& instance, const std::string& path, Sealer sealer, const BackupProgress& progress) {
  const TemporaryFile copy(instance.directory() + "/kedang.db.backup-" + std::to_string(getpid()));
  KEDANG_RETURN_IF_ERROR(copy.Make());
  BackupReport report;
  {
    KEDANG_ASSIGN(auto connection, Connection::Open(instance.directory() + "/kedang.db", Connection::Mode::kReadWrite));
    KEDANG_ASSIGN(Statement vacuum, connection->Prepare("VACUUM INTO ?"));
    KEDANG_RETURN_IF_ERROR(vacuum.Bind(1, copy.path()).Run());
  }
  {
    KEDANG_ASSIGN(auto connection, Connection::Open(copy.path(), Connection::Mode::kReadWrite));
    KEDANG_ASSIGN(report, Describe(*connection));
    // One file without a log beside it.
    KEDANG_RETURN_IF_ERROR(connection->Execute("PRAGMA journal_mode = DELETE"));
  }
  KEDANG_ASSIGN(report.database_bytes, FileSize(copy.path()));
  FileWriter file(path);
  KEDANG_RETURN_IF_ERROR(file.Open());
  const auto write = [&](std::string_view message, bool is_last) -> Status {
    const std::string sealed = sealer.Seal(message, is_last);
    KEDANG_RETURN_IF_ERROR(file.Write(LengthOf(sealed)));
    return file.Write(sealed);
  };
  KEDANG_RETURN_IF_ERROR(file.Write(sealer.head()));
  KEDANG_RETURN_IF_ERROR(write(FirstMessage(report), false));
  std::uint64_t done = 0;
  KEDANG_RETURN_IF_ERROR(ReadFileInPieces(copy.path(), [&](ByteSpan piece) {
    done += piece.size();
    progress(done, report.database_bytes);
    const std::string packed =
        CompressGzip(std::string_view(reinterpret_cast<const char*>(piece.data()), piece.size()), kLevel);
    if (packed.empty()) return Status(ErrorCode::kResourceExhausted, "no memory to pack the backup");
    return write(packed, false);
  }));
  KEDANG_RETURN_IF_ERROR(write(LastMessage(report), true));
  KEDANG_RETURN_IF_ERROR(file.Close());
  return report;
}

Result<std::string> ReadBackupHead(const std::string& path) {
  std::string head;
  const Status read = ReadFileInPieces(path, [&head](ByteSpan piece) {
    head.append(reinterpret_cast<const char*>(piece.data()), std::min(piece.size(), kSealHeadBytes - head.size()));
    // An error ends the reading; the head itself tells whether it is one.
    return head.size() < kSealHeadBytes ? Status() : Status(ErrorCode::kCancelled, "");
  });
  if (!read.ok() && read.error().code != ErrorCode::kCancelled) return read.error();
  if (const auto lock = Opener::LockOf(head); !lock.ok()) return At(path, Error{ErrorCode::kCorrupt, "this is no backup of Kedang"});
  return head;
}

Result<BackupReport> OpenBackup(const std::string& path, Opener opener, const std::string& database_path,
                                const BackupProgress& progress) {
  BackupReport report;
  FileWriter database(database_path);
  KEDANG_RETURN_IF_ERROR(database.Open());
  std::string waiting;  // bytes of a message that is not whole yet
  bool is_head_read = false, is_first = true;
  std::uint64_t written = 0;
  const auto take = [&](std::string_view sealed) -> Status {
    KEDANG_ASSIGN(const std::string message, opener.Open(sealed));
    if (is_first) {
      is_first = false;
      return ReadFirst(message, report);
    }
    if (opener.is_complete()) return ReadLast(message, report);
    KEDANG_ASSIGN(const std::string piece, DecompressGzip(message, kPieceBytes));
    written += piece.size();
    progress(written, report.database_bytes);
    return database.Write(piece);
  };
  const Status status = ReadFileInPieces(path, [&](ByteSpan piece) -> Status {
    waiting.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    std::size_t at = 0;
    if (!is_head_read) {
      if (waiting.size() < kSealHeadBytes) return {};
      at = kSealHeadBytes;
      is_head_read = true;
    }
    while (waiting.size() - at >= 4) {
      std::size_t size = 0;
      for (std::size_t i = 0; i < 4; ++i) size |= static_cast<std::size_t>(static_cast<std::uint8_t>(waiting[at + i])) << (8 * i);
      if (size > kMaxMessageBytes) return Status(ErrorCode::kCorrupt, "the file is damaged");
      if (waiting.size() - at - 4 < size) break;
      KEDANG_RETURN_IF_ERROR(take(std::string_view(waiting).substr(at + 4, size)));
      at += 4 + size;
    }
    waiting.erase(0, at);
    return {};
  });
  if (!status.ok()) return At(path, status.error());
  if (!opener.is_complete() || !waiting.empty() || written != report.database_bytes) {
    return At(path, Error{ErrorCode::kCorrupt, "the backup is cut short: use another copy of it"});
  }
  KEDANG_RETURN_IF_ERROR(database.Close());
  return report;
}

// ---- restoring --------------------------------------------------------------------------------------------------------

namespace {

// What the database that is there knows and the backup does not.
struct Present {
  std::uint32_t epoch = 0;
  std::vector<User> users;
};

// Closes the log of the database, so that it is one file that can be moved; fails while another process has it open.
Result<Present> Settle(const std::string& path) {
  KEDANG_ASSIGN(auto connection, Connection::Open(path, Connection::Mode::kReadWrite));
  Present present;
  KEDANG_ASSIGN(const std::int64_t epoch, connection->QueryInteger("SELECT epoch FROM meta"));
  present.epoch = static_cast<std::uint32_t>(epoch);
  KEDANG_ASSIGN(present.users, ListUsers(*connection));
  KEDANG_RETURN_IF_ERROR(connection->Execute("PRAGMA busy_timeout = 0"));
  if (!connection->Execute("PRAGMA journal_mode = DELETE").ok()) {
    return Error{ErrorCode::kUnavailable, path + ": another process has it open: stop the server, then restore"};
  }
  return present;
}

std::vector<std::string> Regained(const std::vector<User>& now, const std::vector<User>& restored) {
  std::vector<std::string> told;
  for (const User& user : restored) {
    const auto here = std::find_if(now.begin(), now.end(), [&](const User& other) { return other.id == user.id; });
    if (here == now.end()) continue;
    if (user.is_active && !here->is_active) told.push_back(user.name + ": active again");
    if (user.role != here->role) told.push_back(user.name + ": " + std::string(RoleName(user.role)) + " again");
  }
  return told;
}

// A history of its own, permissions asked for anew, nobody signed in.
Status BeginEpoch(Connection& connection, std::uint32_t present_epoch, Epoch& epoch) {
  const TimeMs now = MachineClock().NowMs();
  KEDANG_ASSIGN(const std::int64_t old, connection.QueryInteger("SELECT epoch FROM meta"));
  // A backup may be restored where nothing tells of the histories begun since: the time keeps their numbers apart.
  const auto seconds = static_cast<std::uint32_t>(now / 1000);
  epoch.number = std::max({static_cast<std::uint32_t>(old) + 1, present_epoch + 1, seconds});
  epoch.id = MakeId(now, MachineRandom());
  KEDANG_RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  KEDANG_ASSIGN(Statement meta, connection.Prepare("UPDATE meta SET epoch = ?, epoch_id = ?"));
  KEDANG_RETURN_IF_ERROR(meta.Bind(1, epoch.number).Bind(2, FormatId(epoch.id)).Run());
  KEDANG_RETURN_IF_ERROR(connection.Execute(
      "UPDATE user SET permission_version = permission_version + 1; DELETE FROM session; DELETE FROM sign_in_link"));
  return connection.Execute("COMMIT");
}

Status SyncDirectory(const std::string& directory) {
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return is_synced ? Status() : Status(ErrorCode::kInternal, directory + ": cannot be written to disk");
}

std::string TimeName() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &parts);
  return text;
}

}  // namespace

Result<RestoreReport> RestoreBackup(const std::string& path, Opener opener, const std::string& directory, bool is_replacing,
                                    const Content& content, const BackupProgress& progress) {
  namespace fs = std::filesystem;
  const std::string database = directory + "/kedang.db";
  std::error_code error;
  const bool is_there = fs::exists(database, error);
  if (is_there && !is_replacing) {
    return Error{ErrorCode::kAlreadyExists, directory + ": there is an instance already; --replace keeps it beside under another name"};
  }
  if (!fs::is_directory(directory, error)) {
    if (!fs::create_directories(directory, error)) return Error{ErrorCode::kInvalidArgument, directory + ": cannot be made"};
    fs::permissions(directory, fs::perms::owner_all, error);
  }
  KeepTemporaryFilesIn(directory);
  RestoreReport report;
  const TemporaryFile restored(database + ".restoring");
  KEDANG_RETURN_IF_ERROR(restored.Make());
  KEDANG_ASSIGN(report.backup, OpenBackup(path, std::move(opener), restored.path(), progress));
  fs::permissions(restored.path(), fs::perms::owner_read | fs::perms::owner_write, error);
  Present present;
  if (is_there) {
    KEDANG_ASSIGN(present, Settle(database));
  }
  {
    KEDANG_ASSIGN(auto connection, Connection::Open(restored.path(), Connection::Mode::kReadWrite));
    KEDANG_RETURN_IF_ERROR(Migrate(*connection, content.migrations, database + ".before-migration-"));
    KEDANG_ASSIGN(const VerifyReport verdict, VerifyDatabase(*connection));
    if (!verdict.problems.empty()) {
      return At(path, Error{ErrorCode::kCorrupt, "the backup opens, but: " + verdict.problems.front()});
    }
    KEDANG_ASSIGN(const std::vector<User> users, ListUsers(*connection));
    report.regained = Regained(present.users, users);
    KEDANG_RETURN_IF_ERROR(BeginEpoch(*connection, present.epoch, report.epoch));
    KEDANG_RETURN_IF_ERROR(connection->Execute("PRAGMA journal_mode = DELETE"));
  }
  if (is_there) {
    report.kept_path = database + ".before-restore-" + TimeName();
    fs::rename(database, report.kept_path, error);
    if (error) return Error{ErrorCode::kInternal, database + ": cannot be moved aside: " + error.message()};
  }
  fs::rename(restored.path(), database, error);
  if (error) {
    std::error_code ignored;
    if (is_there) fs::rename(report.kept_path, database, ignored);
    return Error{ErrorCode::kInternal, database + ": cannot be put in place: " + error.message()};
  }
  KEDANG_RETURN_IF_ERROR(SyncDirectory(directory));
  return report;
}

}  // namespace kedang
