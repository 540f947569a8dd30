// kedang search: the client's search from the command line.
#pragma once

#include "server/command.h"

namespace kedang {

struct SearchCommandOptions {
  std::string query;
  std::string schema;  // empty: all
  std::string as_user;
  std::size_t limit = 20;
};

// kFailed when there is no hit.
int RunSearch(const CommonOptions& common, const SearchCommandOptions& options);

}  // namespace kedang
