// ColumnGroups: over the columns of an import, the texts that may be one value written in several ways (value_clusters.h),
// found in slices. Columns in which nearly every row says something else (names, numbers, telephones) are passed over.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/intake/value_clusters.h"
#include "wasm/app/import_job.h"

namespace kedang {

class ColumnGroups {
 public:
  struct Group {
    std::uint32_t column = 0;
    ValueCluster cluster;
  };

  ColumnGroups(const ImportJob& job, const PinyinTable& pinyin) : job_(job), pinyin_(pinyin) {}

  // Forgets what was found; nothing is under way.
  void Reset();
  // Looks through all columns of the rows as they are now.
  void Start();
  bool was_started() const { return was_started_; }
  // Works until `is_over`; true when all is done.
  bool Step(const std::function<bool()>& is_over);

  // Column by column, what would change most rows first.
  std::vector<Group>& groups() { return groups_; }
  std::uint32_t CountOf(std::uint32_t column) const;

 private:
  bool IsLookedAt(std::uint32_t column) const;
  unsigned MethodsOf(std::uint32_t column) const;

  const ImportJob& job_;
  const PinyinTable& pinyin_;
  std::vector<Group> groups_;
  bool was_started_ = false;
  bool is_running_ = false;
  std::uint32_t column_ = 0;
  std::uint32_t row_ = 0;
  std::unordered_map<std::string, std::uint32_t> counts_;
  std::vector<std::pair<std::string, std::uint32_t>> values_;  // of counts_, still to be added
  std::unique_ptr<ValueClusters> clusters_;
};

}  // namespace kedang
