#include "wasm/app/column_groups.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::uint32_t kLeastValues = 12;  // as many different ones are worth a look in any file
constexpr std::uint32_t kRowsBetweenLooks = 64;
constexpr std::size_t kMostGroupsOfColumn = 200;

}  // namespace

void ColumnGroups::Reset() {
  groups_.clear();
  counts_.clear();
  values_.clear();
  clusters_ = nullptr;
  was_started_ = is_running_ = false;
}

void ColumnGroups::Start() {
  Reset();
  was_started_ = is_running_ = true;
  column_ = row_ = 0;
}

std::uint32_t ColumnGroups::CountOf(std::uint32_t column) const {
  return static_cast<std::uint32_t>(std::count_if(groups_.begin(), groups_.end(), [&](const Group& group) { return group.column == column; }));
}

bool ColumnGroups::IsLookedAt(std::uint32_t column) const {
  const Field* const field = job_.schema().Find(job_.mapping().columns[column].field);
  if (field == nullptr || field->id == job_.schema().title) return false;
  switch (field->type) {
    case FieldType::kText: return field->format != "company_name";
    case FieldType::kChoice:
    case FieldType::kMultipleChoice:
    case FieldType::kTags:
    case FieldType::kRegion:
    case FieldType::kIndustry:
    case FieldType::kDepartment:
    case FieldType::kUser:
    case FieldType::kReference: return true;
    default: return false;
  }
}

// People whose names sound the same are two.
unsigned ColumnGroups::MethodsOf(std::uint32_t column) const {
  const Field* const field = job_.schema().Find(job_.mapping().columns[column].field);
  const bool are_people = field != nullptr && (field->format == "person_name" || field->type == FieldType::kUser);
  return are_people ? kByFingerprint | kByPairs : kByAll;
}

bool ColumnGroups::Step(const std::function<bool()>& is_over) {
  while (is_running_) {
    if (column_ >= job_.mapping().columns.size()) {
      is_running_ = false;
      break;
    }
    if (!IsLookedAt(column_)) {
      ++column_;
      continue;
    }
    if (clusters_ == nullptr) {
      const std::uint32_t most = std::max(job_.rows().size() / 2, kLeastValues);
      for (; row_ < job_.rows().size() && counts_.size() <= most; ++row_) {
        ++counts_[std::string(job_.rows().Cell(row_, column_))];
        if (row_ % kRowsBetweenLooks != kRowsBetweenLooks - 1 || !is_over()) continue;
        ++row_;
        return false;
      }
      counts_.erase("");
      if (counts_.size() <= most) values_.assign(counts_.begin(), counts_.end());
      // In an order of their own: what comes out does not depend on hashes.
      std::sort(values_.begin(), values_.end());
      clusters_ = std::make_unique<ValueClusters>(MethodsOf(column_), &pinyin_);
    }
    while (!values_.empty()) {
      clusters_->Add(std::move(values_.back().first), values_.back().second);
      values_.pop_back();
      if (values_.size() % kRowsBetweenLooks == 0 && is_over()) return false;
    }
    std::vector<ValueCluster> found = clusters_->Finish();
    if (found.size() > kMostGroupsOfColumn) found.resize(kMostGroupsOfColumn);
    for (ValueCluster& cluster : found) groups_.push_back({column_, std::move(cluster)});
    clusters_ = nullptr;
    counts_.clear();
    row_ = 0;
    ++column_;
    if (is_over()) return !is_running_;
  }
  return true;
}

}  // namespace kedang
