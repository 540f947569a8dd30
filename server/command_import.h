// kedang import: a file of rows into the pool.
#pragma once

#include "server/command.h"

namespace kedang {

struct ImportCommandOptions {
  std::string file;
  std::string schema = "customer";
  std::string map;
  std::string source;
  std::string mode = "create";
  std::string key;
  std::string duplicates = "flag";
  std::string report;    // JSON with every issue
  std::uint32_t sheet = 0;  // of a workbook, from 1; 0: the first visible one with rows
  std::string rejected;  // file of the rows not taken, .xlsx or CSV
  std::string as_user;
  bool is_dry_run = false;
};

// kDone when the file was imported, also when some rows were rejected: the counts and the report say so.
int RunImport(const CommonOptions& common, const ImportCommandOptions& options);

}  // namespace kedang
