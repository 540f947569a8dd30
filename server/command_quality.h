// kedang quality: how good the records of a schema are, by source, owner or department, and what to mend first; how that moved from
// day to day, as the server keeps it.
#pragma once

#include "server/command.h"

namespace kedang {

struct QualityCommandOptions {
  std::string schema = "customer";
  std::string by;       // source, owner, department or the key of such a field; empty: all together
  std::string policy;   // file with a QualityPolicy
  std::string as_user;
  std::size_t keep = 10;
  bool skips_duplicates = false;
  bool keeps = false;        // measures and keeps today's snapshot instead
  bool shows_trend = false;  // tells the snapshots kept instead
};

int RunQualityCommand(const CommonOptions& common, const QualityCommandOptions& options);

}  // namespace kedang
