// The ids that stand in the cells of a record: what the table `reference` holds.
#pragma once

#include <string>
#include <vector>

#include "shared/model/record.h"

namespace kedang {

// Every text of a cell, or of a list in a cell, that is an id in its own form; records and people alike, in any order.
inline std::vector<std::string> TargetsOf(const Record& record) {
  constexpr std::size_t kIdLength = 26;
  std::vector<std::string> targets;
  const auto add = [&targets](const std::string& text) {
    if (text.size() != kIdLength) return;
    const auto id = ParseId(text);
    if (id && FormatId(*id) == text) targets.push_back(text);
  };
  for (const Cell& cell : record.cells()) {
    if (cell.value.kind() == Value::Kind::kText) add(cell.value.text());
    if (cell.value.kind() != Value::Kind::kList) continue;
    for (const std::string& item : cell.value.list()) add(item);
  }
  return targets;
}

}  // namespace kedang
