// GroupedLines: the lines of a table whose rows stand in groups: a head before each, what is folded left out.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "wasm/app/row_groups.h"

namespace kedang {

class GroupedLines {
 public:
  // Groups without rows get no head. The groups must outlive the next Make.
  void Make(const std::vector<RowGroup>& groups);
  void Toggle(const std::string& key);
  // Unfolds everything: another field groups now.
  void Clear();

  std::int64_t count() const { return starts_.empty() ? 0 : starts_.back(); }
  // The group that line is the head of; null for rows.
  const RowGroup* HeadAt(std::int64_t line) const;
  bool IsOpen(const RowGroup& group) const { return folded_.count(group.key) == 0; }
  // kNoRow for a head, and outside.
  Row RowAt(std::int64_t line) const;
  // -1 when the row is in no group, or folded.
  std::int64_t LineOf(Row row) const;
  // Ascending.
  const std::vector<std::int64_t>& heads() const { return heads_; }

 private:
  std::size_t PlaceOf(std::int64_t line) const;

  std::vector<const RowGroup*> groups_;
  std::vector<std::int64_t> heads_;   // of groups_
  std::vector<std::int64_t> starts_;  // where the one behind each group begins
  std::set<std::string> folded_;
  const std::vector<RowGroup>* made_of_ = nullptr;
};

}  // namespace kedang
