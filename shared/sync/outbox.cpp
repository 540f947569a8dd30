#include "shared/sync/outbox.h"

#include <algorithm>

#include "shared/sync/merge.h"

namespace kedang {

void OverlayMutation(const Schema* schema, const Mutation& mutation, std::optional<Record>& record) {
  switch (mutation.kind) {
    case MutationKind::kInsert:
      if (!record) {
        record = Record(mutation.schema, mutation.record);
        record->created = Version{0, mutation.mid};
        record->created_ms = mutation.client_ms;
      }
      break;
    case MutationKind::kDelete:
      if (record) record->is_deleted = true;
      break;
    case MutationKind::kRestore:
      if (record) record->is_deleted = false;
      break;
    case MutationKind::kSet:
    case MutationKind::kResolve: break;
    case MutationKind::kRevert: return;  // it names a batch; the server knows what was in it
  }
  if (!record) return;
  // An answer that keeps what is there leaves the record as it is, here as on the server: a delete built on it would
  // otherwise meet the author's own earlier edit.
  if (mutation.kind == MutationKind::kResolve && mutation.edits.empty()) return;
  if (mutation.kind == MutationKind::kDelete) {  // its edits say what was seen
    record->changed = Version{0, mutation.mid};
    return;
  }
  for (const CellEdit& edit : mutation.edits) {
    if (edit.field == 0) continue;
    const Field* field = schema != nullptr ? schema->Find(edit.field) : nullptr;
    Value value = edit.value;
    // On an own edit that nobody has confirmed yet, the author saw exactly what stands here.
    const Cell* cell = record->FindCell(edit.field);
    const bool is_on_own = edit.base_mid != 0 && cell != nullptr && cell->version == Version{0, edit.base_mid};
    if (field != nullptr && field->merge == MergePolicy::kThreeWay && !is_on_own) {
      value = Value::List(MergeLists(edit.base_value.list(), record->Get(edit.field).list(), edit.value.list()));
    }
    record->Set(edit.field, std::move(value), Version{0, mutation.mid});
  }
  record->changed = Version{0, mutation.mid};
  record->changed_ms = mutation.client_ms;
}

Group MakeFiller(MutationNumber mid) {
  Group group;
  group.mutations.emplace_back();
  group.mutations.back().mid = mid;
  return group;
}

void Outbox::Index(const Group& group) {
  if (IsFiller(group)) return;
  mutation_count_ += group.mutations.size();
  for (const Mutation& mutation : group.mutations) touched_[mutation.record].push_back(&mutation);
}

void Outbox::Append(Group group) {
  groups_.push_back(std::move(group));
  Index(groups_.back());
}

void Outbox::Reindex() {
  touched_.clear();
  mutation_count_ = 0;
  for (const Group& group : groups_) Index(group);
}

std::vector<Group> Outbox::TakeThrough(MutationNumber last_mid) {
  std::vector<Group> taken;
  while (!groups_.empty() && groups_.front().mutations.back().mid <= last_mid) {
    taken.push_back(std::move(groups_.front()));
    groups_.pop_front();
  }
  if (!taken.empty()) Reindex();
  return taken;
}

std::optional<Group> Outbox::PutAside(MutationNumber mid) {
  const auto found = std::find_if(groups_.begin(), groups_.end(), [mid](const Group& group) {
    return group.mutations.front().mid <= mid && mid <= group.mutations.back().mid;
  });
  if (found == groups_.end()) return std::nullopt;
  Group group = std::move(*found);
  std::vector<Group> fillers;
  for (const Mutation& mutation : group.mutations) fillers.push_back(MakeFiller(mutation.mid));
  const auto place = groups_.erase(found);
  groups_.insert(place, std::make_move_iterator(fillers.begin()), std::make_move_iterator(fillers.end()));
  Reindex();
  return group;
}

void Outbox::DropFillers() {
  std::erase_if(groups_, [](const Group& group) { return IsFiller(group); });
  Reindex();
}

MutationNumber Outbox::Renumber() {
  std::unordered_map<MutationNumber, MutationNumber> renamed;
  MutationNumber next = 1;
  for (Group& group : groups_) {
    for (Mutation& mutation : group.mutations) {
      renamed[mutation.mid] = next;
      mutation.mid = next++;
      for (CellEdit& edit : mutation.edits) {
        const auto target = renamed.find(edit.base_mid);
        edit.base_mid = target != renamed.end() ? target->second : 0;
      }
    }
  }
  Reindex();
  return next;
}

std::optional<Record> Outbox::Overlay(const SchemaSet& schemas, Id id, std::optional<Record> base) const {
  const auto found = touched_.find(id);
  if (found == touched_.end()) return base;
  for (const Mutation* mutation : found->second) OverlayMutation(schemas.Find(mutation->schema), *mutation, base);
  return base;
}

}  // namespace kedang
