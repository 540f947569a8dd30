// kedang pinyin: readings of the lines of standard input.
#pragma once

#include "server/command.h"

namespace kedang {

struct PinyinCommandOptions {
  bool has_initials = false;
  bool has_tones = false;
};

int RunPinyin(const CommonOptions& common, const PinyinCommandOptions& options);

}  // namespace kedang
