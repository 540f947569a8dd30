// kedang xlsx FILE: how a workbook is read: sheets, rows as text, what is odd about them.
#pragma once

#include <cstdint>
#include <string>

#include "server/command.h"

namespace kedang {

struct XlsxCommandOptions {
  std::string file;
  std::uint32_t sheet = 0;  // from 1; 0: all of them
};

int RunXlsx(const CommonOptions& common, const XlsxCommandOptions& options);

}  // namespace kedang
