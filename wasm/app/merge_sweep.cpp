#include "wasm/app/merge_sweep.h"

#include <algorithm>
#include <iterator>

namespace kedang {

std::vector<DuplicateCluster> MergeSweep::Among(const std::vector<DuplicateCluster>& groups, double threshold) {
  std::vector<DuplicateCluster> sure;
  std::copy_if(groups.begin(), groups.end(), std::back_inserter(sure),
               [threshold](const DuplicateCluster& group) { return group.probability >= threshold && !group.is_put_off; });
  std::stable_sort(sure.begin(), sure.end(),
                   [](const DuplicateCluster& a, const DuplicateCluster& b) { return a.probability < b.probability; });
  return sure;
}

std::vector<std::size_t> MergeSweep::SampleOf(const std::vector<DuplicateCluster>& groups, std::size_t count) {
  std::vector<std::size_t> places;
  count = std::min(count, groups.size());
  for (std::size_t i = 0; i < count; ++i) places.push_back(count < 2 ? 0 : i * (groups.size() - 1) / (count - 1));
  return places;
}

bool MergeSweep::Step(const std::function<bool()>& is_over) {
  while (next_ < clusters_.size()) {
    if (!Merge(clusters_[next_++])) ++skipped_;
    if (is_over()) break;
  }
  return next_ == clusters_.size();
}

bool MergeSweep::Merge(const DuplicateCluster& cluster) {
  if (cluster.records.size() > kMostInDraft) return false;
  MergeDraft draft(workspace_, schema_, cluster.records);
  if (!draft.Refresh() || draft.records().size() != cluster.records.size() || draft.hindrance() != MergeHindrance::kNone) return false;
  Result<Group> merge = draft.Make(author_, cluster.probability);
  if (!merge.ok()) return false;
  const auto& mutations = merge.value().mutations;
  const auto is_changed = [this](const Mutation& mutation) { return changed_.count(mutation.record) > 0; };
  if (std::any_of(mutations.begin(), mutations.end(), is_changed)) return false;
  for (const Mutation& mutation : mutations) changed_.insert(mutation.record);
  merges_.push_back(std::move(merge).value());
  return true;
}

}  // namespace kedang
