#include "server/command_backup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "server/backup.h"
#include "server/command_input.h"
#include "server/content.h"
#include "server/crypto.h"
#include "server/file.h"
#include "server/verify.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Result<std::string> KeyPath(const BackupCommandOptions& options) {
  if (!options.key_file.empty()) return options.key_file;
  if (const char* path = std::getenv("KEDANG_BACKUP_KEY"); path != nullptr && *path != '\0') return std::string(path);
  const char* base = std::getenv("XDG_CONFIG_HOME");
  if (base != nullptr && *base != '\0') return std::string(base) + "/kedang/backup.key";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return std::string(home) + "/.config/kedang/backup.key";
  return Error{ErrorCode::kInvalidArgument, "no place for the backup key: say --key-file FILE, --to KEY or --passphrase"};
}

// The secret key that some line of the file names.
Result<SealPair> ReadKeyFile(const std::string& path) {
  auto bytes = ReadWholeFile(path);
  if (!bytes.ok()) {
    return Error{bytes.error().code, bytes.error().message + " (the key that the backup was made with; --key-file names another)"};
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.value().data()), bytes.value().size());
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (const auto pair = ParseSecretKey(line)) return *pair;
    begin = end + 1;
  }
  return Error{ErrorCode::kInvalidArgument, path + ": has no line with a secret key (kdgsec-…)"};
}

Result<SealPair> ReadOrMakeKey(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(path, error)) return ReadKeyFile(path);
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty() && !fs::is_directory(parent, error)) {
    fs::create_directories(parent, error);
    fs::permissions(parent, fs::perms::owner_all, error);
  }
  const SealPair pair = MakeSealPair();
  const mode_t mask = umask(0077);
  FileWriter file(path);
  const auto write = [&]() -> Status {
    KEDANG_RETURN_IF_ERROR(file.Open());
    KEDANG_RETURN_IF_ERROR(file.Write("# Kedang: opens the backups made with it. Keep a copy where this machine's loss does not reach.\n" +
                                      FormatPublicKey(pair.public_key) + "\n" + FormatSecretKey(pair.secret_key) + "\n"));
    return file.Close();
  };
  const Status written = write();
  umask(mask);
  KEDANG_RETURN_IF_ERROR(written);
  std::fprintf(stderr,
               "A new backup key was made: %s\nWithout it no backup can be opened: keep a copy on another machine or on paper.\n",
               path.c_str());
  return pair;
}

Result<Sealer> SealerFor(const BackupCommandOptions& options) {
  if (options.has_passphrase) {
    KEDANG_ASSIGN(const std::string passphrase, ReadNewSecretLine("Passphrase: "));
    if (passphrase.size() < 8) return Error{ErrorCode::kInvalidArgument, "a passphrase needs at least 8 characters"};
    return Sealer::ForPassphrase(passphrase);
  }
  if (!options.recipient.empty()) {
    const auto key = ParsePublicKey(options.recipient);
    if (!key) return Error{ErrorCode::kInvalidArgument, "--to: this is no public key (kdgpub-…)"};
    return Sealer::ForPublicKey(*key);
  }
  KEDANG_ASSIGN(const std::string path, KeyPath(options));
  KEDANG_ASSIGN(const SealPair pair, ReadOrMakeKey(path));
  return Sealer::ForPublicKey(pair.public_key);
}

Result<Opener> OpenerFor(const BackupCommandOptions& options) {
  KEDANG_ASSIGN(const std::string head, ReadBackupHead(options.file));
  KEDANG_ASSIGN(const Opener::Lock lock, Opener::LockOf(head));
  const auto say = [&](Result<Opener> opener) -> Result<Opener> {
    if (!opener.ok()) return Error{opener.error().code, options.file + ": " + opener.error().message};
    return opener;
  };
  if (lock == Opener::Lock::kPassphrase) {
    KEDANG_ASSIGN(const std::string passphrase, ReadSecretLine("Passphrase: "));
    return say(Opener::WithPassphrase(head, passphrase));
  }
  KEDANG_ASSIGN(const std::string path, KeyPath(options));
  KEDANG_ASSIGN(const SealPair pair, ReadKeyFile(path));
  return say(Opener::WithPair(head, pair));
}

Json JsonOf(const BackupReport& report) {
  return {{"program", report.program},   {"created_ms", report.created_ms}, {"epoch", report.epoch.number},
          {"sequence", report.sequence}, {"database_bytes", report.database_bytes}, {"records", report.records},
          {"history", report.history},   {"users", report.users},           {"files", report.files}};
}

void Say(const BackupReport& report) {
  std::printf("%llu records, %llu changes, %llu people, %llu files, %.1f MB of database\n",
              static_cast<unsigned long long>(report.records), static_cast<unsigned long long>(report.history),
              static_cast<unsigned long long>(report.users), static_cast<unsigned long long>(report.files),
              static_cast<double>(report.database_bytes) / 1e6);
}

int Tell(const CommonOptions& common, const VerifyReport& report) {
  if (common.is_json) {
    PrintJson({{"ok", report.problems.empty()}, {"problems", report.problems}, {"audit_entries", report.history}, {"records", report.records}});
  } else {
    for (const std::string& problem : report.problems) std::printf("%s\n", problem.c_str());
    std::printf("%s: %llu records, %llu changes\n", report.problems.empty() ? "ok" : "not ok",
                static_cast<unsigned long long>(report.records), static_cast<unsigned long long>(report.history));
  }
  return report.problems.empty() ? kDone : kFailed;
}

Result<VerifyReport> VerifyBackup(const CommonOptions& common, const BackupCommandOptions& options) {
  namespace fs = std::filesystem;
  KEDANG_ASSIGN(Opener opener, OpenerFor(options));
  // Beside the backup, where there was room for it; only for us to read, gone at the end.
  std::string pattern = fs::absolute(options.file).parent_path().string() + "/.kedang-verify-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    pattern = (fs::temp_directory_path() / "kedang-verify-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return Error{ErrorCode::kResourceExhausted, "no directory to open the backup in"};
  }
  struct Removed {
    std::string path;
    ~Removed() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  } const directory{pattern};
  const std::string database = directory.path + "/kedang.db";
  Progress progress(common);
  KEDANG_ASSIGN(const BackupReport backup, OpenBackup(options.file, std::move(opener), database,
                                                      [&](std::uint64_t done, std::uint64_t total) { progress.Show("opening", done, total); }));
  KEDANG_ASSIGN(auto connection, Connection::Open(database, Connection::Mode::kReadWrite));
  KEDANG_ASSIGN(VerifyReport report, VerifyDatabase(*connection));
  if (report.records != backup.records || report.history != backup.history) {
    report.problems.push_back("the backup says " + std::to_string(backup.records) + " records and " + std::to_string(backup.history) +
                              " changes; " + std::to_string(report.records) + " and " + std::to_string(report.history) + " are there");
  }
  return report;
}

Result<VerifyReport> VerifyInstance(const CommonOptions& common) {
  const std::string path = common.data_directory + "/kedang.db";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return Error{ErrorCode::kNotFound, common.data_directory + ": there is no instance"};
  KEDANG_ASSIGN(auto connection, Connection::Open(path, Connection::Mode::kReadOnly));
  // At one moment, beside whoever writes.
  KEDANG_RETURN_IF_ERROR(connection->Execute("BEGIN"));
  return VerifyDatabase(*connection);
}

}  // namespace

int RunBackup(const CommonOptions& common, const BackupCommandOptions& options) {
  if (const Status status = StartCrypto(); !status.ok()) return Fail(status.error());
  auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  auto sealer = SealerFor(options);
  if (!sealer.ok()) return Fail(sealer.error());
  Progress progress(common);
  const auto report = MakeBackup(*instance.value(), options.file, std::move(sealer).value(),
                                 [&](std::uint64_t done, std::uint64_t total) { progress.Show("sealing", done, total); });
  if (!report.ok()) return Fail(report.error());
  common.is_json ? PrintJson(JsonOf(report.value())) : Say(report.value());
  return kDone;
}

int RunRestore(const CommonOptions& common, const BackupCommandOptions& options) {
  if (const Status status = StartCrypto(); !status.ok()) return Fail(status.error());
  auto opener = OpenerFor(options);
  if (!opener.ok()) return Fail(opener.error());
  Progress progress(common);
  const auto report = RestoreBackup(options.file, std::move(opener).value(), common.data_directory, options.is_replacing, EmbeddedContent(),
                                    [&](std::uint64_t done, std::uint64_t total) { progress.Show("opening", done, total); });
  if (!report.ok()) return Fail(report.error());
  if (common.is_json) {
    Json json = JsonOf(report.value().backup);
    json["epoch"] = report.value().epoch.number;
    json["kept"] = report.value().kept_path;
    json["regained"] = report.value().regained;
    PrintJson(json);
    return kDone;
  }
  Say(report.value().backup);
  if (!report.value().kept_path.empty()) std::printf("what was there before: %s\n", report.value().kept_path.c_str());
  for (const std::string& line : report.value().regained) std::printf("look at this: %s\n", line.c_str());
  return kDone;
}

int RunVerify(const CommonOptions& common, const BackupCommandOptions& options) {
  if (const Status status = StartCrypto(); !status.ok()) return Fail(status.error());
  const auto report = options.file.empty() ? VerifyInstance(common) : VerifyBackup(common, options);
  if (!report.ok()) {
    // A file that does not open is what verifying looks for.
    if (common.is_json && (report.error().code == ErrorCode::kCorrupt || report.error().code == ErrorCode::kTooLarge)) {
      VerifyReport broken;
      broken.problems.push_back(report.error().message);
      return Tell(common, broken);
    }
    return Fail(report.error());
  }
  return Tell(common, report.value());
}

}  // namespace kedang
