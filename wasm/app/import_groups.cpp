#include "wasm/app/import_groups.h"

#include <algorithm>
#include <utility>

namespace kedang {

void ImportGroups::Begin(const Provenance& provenance, std::uint32_t schema_version) {
  provenance_ = provenance;
  schema_version_ = schema_version;
  Take();
}

std::vector<Group> ImportGroups::Take() {
  changed_.clear();
  joint_ = mutations_ = 0;
  return std::exchange(groups_, {});
}

std::vector<Mutation>& ImportGroups::NewGroup() {
  Group& group = groups_.emplace_back();
  group.provenance = provenance_;
  return group.mutations;
}

std::optional<Record> ImportGroups::Find(Id record) const {
  const auto changed = changed_.find(record);
  return changed != changed_.end() ? std::optional<Record>(changed->second.now) : workspace_.records().FindRecord(record);
}

void ImportGroups::Add(Mutation mutation) {
  if (joint_ == 0 || groups_[joint_ - 1].mutations.size() >= kGroupRows) {
    NewGroup().reserve(kGroupRows);
    joint_ = groups_.size();
  }
  mutation.schema_version = schema_version_;
  groups_[joint_ - 1].mutations.push_back(std::move(mutation));
  ++mutations_;
}

void ImportGroups::AddAlone(const Provenance& provenance, Mutation mutation) {
  Group& group = groups_.emplace_back();
  group.provenance = provenance;
  mutation.schema_version = schema_version_;
  group.mutations.push_back(std::move(mutation));
}

void ImportGroups::Change(Id id, std::vector<std::pair<FieldId, Value>> cells) {
  const auto stored = workspace_.records().FindRecord(id);
  if (!stored || cells.empty()) return;
  const auto [place, is_new] = changed_.try_emplace(id);
  Changed& changed = place->second;
  if (is_new) {
    changed.now = *stored;
    changed.group = groups_.size();
    NewGroup();
    ++mutations_;
  }
  for (auto& cell : cells) {
    changed.now.Set(cell.first, cell.second);
    const auto known = std::find_if(changed.cells.begin(), changed.cells.end(), [&](const auto& other) { return other.first == cell.first; });
    if (known != changed.cells.end()) known->second = std::move(cell.second);
    else changed.cells.push_back(std::move(cell));
  }
  Mutation mutation = workspace_.client().MakeSet(*stored, changed.cells);
  mutation.schema_version = schema_version_;
  groups_[changed.group].mutations.assign(1, std::move(mutation));
}

}  // namespace kedang
