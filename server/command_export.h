// kedang export: records of a schema as CSV or JSON Lines, as somebody may see them.
#pragma once

#include "server/command.h"

namespace kedang {

struct ExportCommandOptions {
  std::string file;  // the ending says the form: .csv, .jsonl; "-": CSV on standard output
  std::string schema = "customer";
  std::string query;   // only the hits of this search
  std::string fields;  // keys separated by commas; empty: all
  std::string as_user;
};

int RunExport(const CommonOptions& common, const ExportCommandOptions& options);

}  // namespace kedang
