// kedang dedupe: which records of the pool are the same, why, and merged when asked to.
#pragma once

#include "server/command.h"

namespace kedang {

struct DedupeCommandOptions {
  std::string schema = "customer";
  double threshold = 0;   // 0: what the model calls the same; with is_applied what is merged, 0.99 when not given
  std::string rules;      // 'field=rule,…'
  std::string as_user;
  bool is_applied = false;
};

// kDone also when duplicates were found: the answer lists them.
int RunDedupeCommand(const CommonOptions& common, const DedupeCommandOptions& options);

}  // namespace kedang
