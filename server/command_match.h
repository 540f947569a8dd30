// kedang match FILE [FILE2]: records of any CSV that are the same, or links between two files. kedang bench match: a scan of
// made-up companies.
#pragma once

#include <string>
#include <vector>

#include "server/command.h"

namespace kedang {

struct MatchCommandOptions {
  std::string file;
  std::string other_file;
  std::string id_column;
  std::vector<std::string> ignored;
  std::string config;
  double threshold = 0;  // 0: the model's
  std::string out = "-";
  std::string save_config;  // writes the fitted model there
  bool is_explained = false;
};

int RunMatchCommand(const CommonOptions& common, const MatchCommandOptions& options);

}  // namespace kedang
