#include "wasm/app/grouped_lines.h"

#include <algorithm>

namespace kedang {

void GroupedLines::Make(const std::vector<RowGroup>& groups) {
  made_of_ = &groups;
  groups_.clear();
  heads_.clear();
  starts_.clear();
  std::int64_t line = 0;
  for (const RowGroup& group : groups) {
    if (group.rows.empty()) continue;
    groups_.push_back(&group);
    heads_.push_back(line);
    line += 1 + (IsOpen(group) ? static_cast<std::int64_t>(group.rows.size()) : 0);
    starts_.push_back(line);
  }
}

void GroupedLines::Toggle(const std::string& key) {
  if (folded_.erase(key) == 0) folded_.insert(key);
  if (made_of_ != nullptr) Make(*made_of_);
}

void GroupedLines::Clear() {
  folded_.clear();
  groups_.clear();
  heads_.clear();
  starts_.clear();
  made_of_ = nullptr;
}

std::size_t GroupedLines::PlaceOf(std::int64_t line) const {
  return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), line) - starts_.begin());
}

const RowGroup* GroupedLines::HeadAt(std::int64_t line) const {
  const std::size_t place = PlaceOf(line);
  return line >= 0 && place < groups_.size() && heads_[place] == line ? groups_[place] : nullptr;
}

Row GroupedLines::RowAt(std::int64_t line) const {
  const std::size_t place = PlaceOf(line);
  if (line < 0 || place >= groups_.size() || heads_[place] == line) return kNoRow;
  return groups_[place]->rows[static_cast<std::size_t>(line - heads_[place] - 1)];
}

std::int64_t GroupedLines::LineOf(Row row) const {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (!IsOpen(*groups_[i])) continue;
    const auto found = std::find(groups_[i]->rows.begin(), groups_[i]->rows.end(), row);
    if (found != groups_[i]->rows.end()) return heads_[i] + 1 + (found - groups_[i]->rows.begin());
  }
  return -1;
}

}  // namespace kedang
