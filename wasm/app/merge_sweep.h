// MergeSweep: many groups of records that are the same beyond doubt, each made one by rule. In slices; every group is a change of
// its own with a batch of its own, so each can be taken apart alone. What a person must look at is left to people.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "shared/sync/duplicate_scan.h"
#include "wasm/app/merge_draft.h"

namespace kedang {

class MergeSweep {
 public:
  // Those of the groups whose least likely pair reaches `threshold`, the least likely first.
  static std::vector<DuplicateCluster> Among(const std::vector<DuplicateCluster>& groups, double threshold);
  // A few to look at before: the least likely one, the likeliest, and some evenly between them. Places in `groups`, ascending.
  static std::vector<std::size_t> SampleOf(const std::vector<DuplicateCluster>& groups, std::size_t count);

  // Workspace and schema must outlive it.
  MergeSweep(Workspace& workspace, const Schema& schema, std::vector<DuplicateCluster> groups, Id author)
      : workspace_(workspace), schema_(schema), clusters_(std::move(groups)), author_(author) {}

  // Works until `is_over`; true when every group had its turn. Nothing is saved by it.
  bool Step(const std::function<bool()>& is_over);
  std::size_t done() const { return next_; }
  std::size_t total() const { return clusters_.size(); }

  // Once Step was true.
  std::vector<Group> TakeGroups() { return std::move(merges_); }
  // Left to people: too many records, something that hinders, or a record that an earlier group changes already.
  std::size_t skipped() const { return skipped_; }

 private:
  bool Merge(const DuplicateCluster& cluster);

  Workspace& workspace_;
  const Schema& schema_;
  std::vector<DuplicateCluster> clusters_;
  Id author_;
  std::size_t next_ = 0;
  std::vector<Group> merges_;
  std::set<Id> changed_;  // by merges_: what is made next has not seen that
  std::size_t skipped_ = 0;
};

}  // namespace kedang
