// kedang csv FILE: how a file of rows and columns is read.
#pragma once

#include "server/command.h"

namespace kedang {

struct CsvCommandOptions {
  std::string file;
};

int RunCsv(const CommonOptions& common, const CsvCommandOptions& options);

}  // namespace kedang
