// kedang import: a file of rows into the pool.
#pragma once

#include "server/command.h"

namespace kedang {

struct ImportCommandOptions {
  std::string file;
  std::string schema = "customer";
  std::string map;
  std::string source;
  std::string profile;
  std::string mode;        // empty: as the profile says, else create
  std::string key;
  std::string duplicates;  // empty: as the profile says, else flag
  std::string report;    // JSON with every issue
  std::uint32_t sheet = 0;  // of a workbook, from 1; 0: the first visible one with rows
  std::string rejected;  // file of the rows not taken, .xlsx or CSV
  std::string as_user;
  bool is_dry_run = false;
  bool is_forced = false;
};

// kedang import undo: takes a whole import (or another batch) back, updates included. kFailed when it may not be, or was
// taken back already; what others changed since stays and is listed.
struct UndoCommandOptions {
  std::string batch;
  std::string as_user;
};
int RunImportUndo(const CommonOptions& common, const UndoCommandOptions& options);

// kDone when the file was imported, also when some rows were rejected: the counts and the report say so.
int RunImport(const CommonOptions& common, const ImportCommandOptions& options);

}  // namespace kedang
