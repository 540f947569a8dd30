// FilterChip: one value of a facet to press, in the line above a list.
#pragma once

#include <string>

#include "shared/model/schema.h"

namespace kedang {

struct FilterChip {
  const Field* field = nullptr;
  std::string key;
  std::string label;
  std::string count;
  bool is_chosen = false;
  bool starts_group = false;  // a line before it
  float width = 0;            // with that line
};

}  // namespace kedang
