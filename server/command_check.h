// kedang check: one verdict a line of standard input.
#pragma once

#include "server/command.h"

namespace kedang {

struct CheckCommandOptions {
  std::string type;
  std::string options;  // JSON of CheckText
};

// kFailed when any line is bad.
int RunCheck(const CommonOptions& common, const CheckCommandOptions& options);

}  // namespace kedang
