// DuplicatesSweep: 批量合并: an administrator says how sure is sure enough, looks at a sample of the groups that are, and has all of them
// merged by rule, with one 撤销 for all and 拆开 for each.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/duplicate_work.h"
#include "wasm/app/merge_sweep.h"

namespace kedang {

class DuplicatesSweep {
 public:
  DuplicatesSweep(App& app, DuplicateWork& work) : app_(app), work_(work) {}

  // Whether this person may, and there is something to merge.
  bool IsOffered();
  void Open();
  // Every frame.
  void Draw();

 private:
  void Look();
  void DrawChoice();
  void DrawSample(ui::Rect& body);
  void Start();
  void Work();
  void DrawProgress();

  App& app_;
  DuplicateWork& work_;
  int level_ = 0;                            // how sure, in the list of thresholds
  std::vector<DuplicateCluster> groups_;     // that sure
  std::vector<std::size_t> sample_;
  std::size_t record_count_ = 0;             // of groups_
  std::set<Id> approved_;                    // first records of groups somebody looked at
  std::uint64_t revision_ = 0;
  int looked_level_ = -1;
  std::unique_ptr<Schema> schema_;           // of the work under way
  std::unique_ptr<MergeSweep> sweep_;
  double started_ms_ = 0;
};

}  // namespace kedang
