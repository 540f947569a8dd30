// Backup: a whole instance (records, history, files, people, schemas) as one sealed file, taken beside a running server.
// The file is a seal's head (crypto_seal.h), then messages, each with its length (4 bytes, little-endian) before it:
//   first  JSON: format, program, created_ms, epoch, epoch_id, sequence
//   then   pieces of the database file of up to 1 MiB, each packed by gzip
//   last   JSON: bytes of the database, rows of its main tables
// What is cut short, changed or put together from two backups does not open.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "server/crypto_seal.h"
#include "server/instance.h"

namespace kedang {

struct BackupReport {
  std::string program;
  TimeMs created_ms = 0;
  Epoch epoch;
  std::uint64_t sequence = 0;
  std::uint64_t database_bytes = 0;
  std::uint64_t records = 0;  // tombstones included
  std::uint64_t history = 0;
  std::uint64_t users = 0;
  std::uint64_t files = 0;
};

using BackupProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Copies the database at one moment, seals the copy into `path` (which takes its name only when it is whole) and removes
// the copy. Needs as much room in the data directory as the database takes.
Result<BackupReport> MakeBackup(Instance& instance, const std::string& path, Sealer sealer, const BackupProgress& progress);

// The head of a backup, for choosing the key; kNotFound, kCorrupt.
Result<std::string> ReadBackupHead(const std::string& path);
// Writes the database of a backup to the new file `database_path`; on any error nothing is left there.
Result<BackupReport> OpenBackup(const std::string& path, Opener opener, const std::string& database_path,
                                const BackupProgress& progress);

struct RestoreReport {
  BackupReport backup;
  Epoch epoch;                        // the new one
  std::string kept_path;              // where the database went that was there before; empty: there was none
  std::vector<std::string> regained;  // people whom the backup gives rights that they had lost since: "lin.yue: active again"
};

// Puts the database of a backup into the directory as a new history (another epoch): browsers send again what they were
// told was kept after the backup was taken, and load everything anew. Everybody signs in anew. `is_replacing`: a database that
// is there is kept beside, under another name; else it is an error. kUnavailable while another process has it open.
Result<RestoreReport> RestoreBackup(const std::string& path, Opener opener, const std::string& directory, bool is_replacing,
                                    const Content& content, const BackupProgress& progress);

}  // namespace kedang
