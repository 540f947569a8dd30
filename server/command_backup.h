// kedang backup | restore | verify.
#pragma once

#include "server/command.h"

namespace kedang {

struct BackupCommandOptions {
  std::string file;           // verify: empty = the instance itself
  std::string recipient;      // backup: this public key instead of the key file
  std::string key_file;       // empty: KEDANG_BACKUP_KEY, else the user's configuration directory
  bool has_passphrase = false;  // the first line of standard input
  bool is_replacing = false;  // restore
};

// Without another key, a key pair of this machine's user is made once, outside the data directory, and named on stderr.
int RunBackup(const CommonOptions& common, const BackupCommandOptions& options);
int RunRestore(const CommonOptions& common, const BackupCommandOptions& options);
int RunVerify(const CommonOptions& common, const BackupCommandOptions& options);

}  // namespace kedang
