// kedang check: one verdict a line of standard input, or with --rules draft rules over the records of a data directory.
#pragma once

#include "server/command.h"

namespace kedang {

struct CheckCommandOptions {
  std::string type;
  std::string options;  // JSON of CheckText
  std::string rules;    // file of draft rules; then type and options are not used
  std::uint32_t saves = 500;  // of the last saves they are tried on, too
};

// Counts what breaks; kFailed when a rule does not compile.
int RunCheckRules(const CommonOptions& common, const CheckCommandOptions& options);
// kFailed when any line is bad.
int RunCheck(const CommonOptions& common, const CheckCommandOptions& options);

}  // namespace kedang
