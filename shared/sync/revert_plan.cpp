#include "shared/sync/revert_plan.h"

#include <algorithm>

#include "shared/model/computed_field.h"
#include "shared/sync/merge.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

bool IsOwn(const HistoryEntry& entry, const BatchChain& chain) {
  const auto found = chain.find(entry.provenance.batch);
  return found != chain.end() && found->second == entry.author;
}

// A field that got another type is nobody's edit.
bool IsConversion(const HistoryEntry& entry) { return entry.provenance.kind == SourceKind::kSchema; }

// Whether it made the record, took it away or brought it back. A delete that met newer edits did not.
bool IsOfExistence(const HistoryEntry& entry) {
  if (entry.kind == MutationKind::kDelete) return entry.outcome != Outcome::kConflict;
  return entry.kind == MutationKind::kInsert || entry.kind == MutationKind::kRestore;
}

// The batch's last word on whether the record is there.
struct Existence {
  bool is_own = false;   // nobody had a word since
  bool was_live = false; // before it
  Version since;         // of the first of its words in a row
};

Existence ExistenceOf(const std::vector<HistoryEntry>& history, const BatchChain& chain) {
  Existence existence;
  for (const HistoryEntry& entry : history) {
    if (!IsOfExistence(entry)) continue;
    if (!IsOwn(entry, chain)) break;
    existence = {true, entry.kind == MutationKind::kDelete, entry.version};
  }
  return existence;
}

bool IsEditedSince(const std::vector<HistoryEntry>& history, const BatchChain& chain, Version since) {
  for (const HistoryEntry& entry : history) {
    if (entry.version == since) break;
    if (!IsOwn(entry, chain) && !IsConversion(entry)) return true;
  }
  return false;
}

// What the batch did to one cell, read backwards.
struct CellTrail {
  bool is_own = false;      // it did something
  bool is_covered = false;  // and somebody wrote over it
  bool is_closed = false;   // what is older is behind somebody else's edit
  Value before;             // of the batch's changes in a row
  Value after;
  Version version;
};

std::map<FieldId, CellTrail> TrailsOf(const std::vector<HistoryEntry>& history, const BatchChain& chain) {
  std::map<FieldId, CellTrail> trails;
  for (const HistoryEntry& entry : history) {
    if (IsConversion(entry)) continue;
    const bool is_own = IsOwn(entry, chain);
    for (const HistoryChange& change : entry.changes) {
      CellTrail& trail = trails[change.field];
      if (trail.is_closed) continue;
      if (!is_own) {
        (trail.is_own ? trail.is_closed : trail.is_covered) = true;
        continue;
      }
      if (!trail.is_own) {
        trail.after = change.after;
        trail.version = entry.version;
      }
      trail.is_own = true;
      trail.before = change.before;
    }
  }
  return trails;
}

Mutation MutationOf(MutationKind kind, const Record& record) {
  Mutation mutation;
  mutation.kind = kind;
  mutation.schema = record.schema;
  mutation.record = record.id;
  return mutation;
}

void PlanCells(const Schema& schema, const Record& now, const std::map<FieldId, CellTrail>& trails, RevertPlan& plan) {
  Mutation set = MutationOf(MutationKind::kSet, now);
  for (const auto& [id, trail] : trails) {
    if (!trail.is_own) continue;
    const Field* field = schema.Find(id);
    if (field != nullptr && (field->type == FieldType::kAutoNumber || IsComputed(field->type))) continue;
    const Value& current = now.Get(id);
    if (current == trail.before) continue;
    const bool fits = field != nullptr && !field->is_retired &&
                      (trail.before.is_null() || trail.before.kind() == KindOf(field->type));
    if (!fits) {
      plan.kept.push_back({id, KeptReason::kField});
      continue;
    }
    const Cell* cell = now.FindCell(id);
    CellEdit edit{id, trail.before, current, cell != nullptr ? cell->version : Version(), 0};
    if (trail.is_covered && field->merge == MergePolicy::kThreeWay) {
      edit.value = Value::List(MergeLists(trail.after.list(), current.list(), trail.before.list()));
      if (edit.value == current) continue;
    } else if (trail.is_covered && !IsPlanted(Mutant::kRevertOverwrites)) {
      plan.kept.push_back({id, KeptReason::kEdited});
      continue;
    }
    set.edits.push_back(std::move(edit));
  }
  if (!set.edits.empty()) plan.mutations.push_back(std::move(set));
}

}  // namespace

std::string_view KeptReasonName(KeptReason reason) {
  constexpr std::string_view kNames[] = {"edited", "deleted", "field", "refused"};
  return kNames[static_cast<std::size_t>(reason)];
}

RevertPlan PlanRevert(const Schema& schema, const Record& now, const std::vector<HistoryEntry>& history, const BatchChain& chain) {
  RevertPlan plan;
  const Existence existence = ExistenceOf(history, chain);
  if (!now.is_deleted && existence.is_own && !existence.was_live) {
    if (IsEditedSince(history, chain, existence.since) && !IsPlanted(Mutant::kRevertOverwrites)) {
      plan.kept.push_back({0, KeptReason::kEdited});
      return plan;
    }
    Mutation removal = MutationOf(MutationKind::kDelete, now);
    removal.edits.push_back({0, Value(), Value(), now.changed, 0});
    plan.mutations.push_back(std::move(removal));
    return plan;
  }
  const std::map<FieldId, CellTrail> trails = TrailsOf(history, chain);
  if (now.is_deleted) {
    const bool has_own = std::any_of(trails.begin(), trails.end(), [](const auto& trail) { return trail.second.is_own; });
    if (!existence.is_own && has_own) plan.kept.push_back({0, KeptReason::kDeleted});
    if (!existence.is_own || !existence.was_live) return plan;
    plan.mutations.push_back(MutationOf(MutationKind::kRestore, now));
  }
  const bool is_made_by_it = std::any_of(history.begin(), history.end(), [&](const HistoryEntry& entry) {
    return entry.kind == MutationKind::kInsert && IsOwn(entry, chain);
  });
  if (is_made_by_it) {
    // Others deleted it and brought it back: it is theirs now, and whole.
    if (plan.mutations.empty()) plan.kept.push_back({0, KeptReason::kEdited});
    return plan;
  }
  PlanCells(schema, now, trails, plan);
  return plan;
}

}  // namespace kedang
