// GroupPlan: what becomes of cells that others may have changed, and what their author has seen of that.
#include <algorithm>

#include "shared/sync/group_plan.h"
#include "shared/sync/merge.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

constexpr MutationNumber kFarthest = 100;  // so many refused ones in a row are nobody's work

}  // namespace

// The version that the author's own earlier mutation made, whether of this group or of an earlier push. Where that one was
// refused its own base counts: whatever this replica made before it stood on the author's screen, too; `current` then if
// it is one of those.
Result<Version> GroupPlan::OwnVersion(MutationNumber mid, Version current) {
  if (mid == 0) return Version();
  for (MutationNumber earlier = mid; earlier > 0 && mid - earlier < kFarthest; --earlier) {
    KEDANG_ASSIGN(const auto result, OwnResult(earlier));
    if (!result) break;
    if (!IsAccepted(result->outcome)) continue;
    if (earlier == mid || result->version == current) return result->version;
  }
  return Version();
}

Result<std::optional<MutationResult>> GroupPlan::OwnResult(MutationNumber mid) {
  for (const MutationResult& result : results_) {
    if (result.mid == mid) return std::optional<MutationResult>(result);
  }
  return context_.store.FindResult(context_.replica, mid);
}

// When a field gets another type its values are converted, which makes a version of its own but no edit: the version of
// whoever wrote the value, or `seen` when it is one on the way there.
Result<Version> GroupPlan::VersionBeforeConversion(Id record, const Cell& cell, Version seen) {
  if (context_.schemas.version <= 1) return cell.version;
  KEDANG_ASSIGN(const auto entries, context_.store.History(record, 100));
  Version version = cell.version;
  bool is_converted = false;
  for (const HistoryEntry& entry : entries) {
    const bool changes_it = std::any_of(entry.changes.begin(), entry.changes.end(),
                                        [&cell](const HistoryChange& change) { return change.field == cell.field; });
    if (is_converted && changes_it) {
      version = entry.version;
      is_converted = false;
    }
    if (entry.version == version) is_converted = entry.provenance.kind == SourceKind::kSchema;
    if (version == seen || (entry.version == version && !is_converted)) break;
  }
  return version;
}

// Whether the version was made by taking back a batch, which the same replica had asked for before: its screen went on showing
// what was there, but nobody is in conflict with what he wanted himself.
Result<bool> GroupPlan::IsByOwnRevert(const Mutation& mutation, Version version) {
  if (context_.replica.is_nil() || mutation.mid == 0) return false;
  KEDANG_ASSIGN(const auto entries, context_.store.History(mutation.record, 100));
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const HistoryEntry& other) { return other.version == version; });
  if (entry == entries.end() || entry->provenance.kind != SourceKind::kUndo) return false;
  KEDANG_ASSIGN(const auto batch, context_.store.FindBatch(entry->provenance.batch));
  if (!batch || batch->reverts.is_nil() || !(batch->author == context_.principal.user)) return false;
  for (MutationNumber earlier = mutation.mid - 1; earlier > 0 && mutation.mid - earlier <= kFarthest; --earlier) {
    KEDANG_ASSIGN(const auto result, OwnResult(earlier));
    if (result && result->version == batch->last) return true;
  }
  return false;
}

Result<Outcome> GroupPlan::Merge(const Schema& schema, const Mutation& mutation, Draft& draft, MutationResult& result) {
  Outcome outcome = Outcome::kApplied;
  std::vector<HistoryChange> changes;
  std::vector<Conflict> conflicts;
  std::vector<std::pair<FieldId, Value>> written;
  for (const CellEdit& edit : mutation.edits) {
    if (edit.field == 0) continue;
    const Cell* current = draft.record.FindCell(edit.field);
    const Field& field = *schema.Find(edit.field);
    const bool is_joined = field.merge == MergePolicy::kThreeWay;
    Cell unconverted;
    if (current != nullptr && !(current->version == edit.base_version)) {
      unconverted = *current;
      KEDANG_ASSIGN(unconverted.version, VersionBeforeConversion(mutation.record, *current, edit.base_version));
      current = &unconverted;
    }
    // Of a list the author's own edits are in what he says he saw, joined as his screen joined them: what one of them that was
    // refused had added must not come back with the next.
    Version own;
    if (!is_joined) {
      KEDANG_ASSIGN(own, OwnVersion(edit.base_mid, current != nullptr ? current->version : Version()));
    }
    MergedCell merged = MergeCell(field, current, edit, own);
    if (merged.has_conflict) {
      KEDANG_ASSIGN(const bool is_by_own_revert, IsByOwnRevert(mutation, current->version));
      if (is_by_own_revert) merged = MergeCell(field, current, edit, current->version);
    }
    if (IsPlanted(Mutant::kLastWriterWins)) merged.has_conflict = false;
    if (merged.has_conflict) {
      outcome = Outcome::kConflict;
      conflicts.push_back(MakeConflict(mutation, edit, *current));
      KEDANG_RETURN_IF_ERROR(NameEarlierAuthor(conflicts.back(), *current));
      conflicts.back().is_later_current = merged.is_later_current;
    } else if (merged.is_joined && outcome == Outcome::kApplied) {
      outcome = Outcome::kMerged;
    }
    if (!merged.is_written) continue;
    changes.push_back({edit.field, current != nullptr ? current->value : Value(), merged.value});
    written.emplace_back(edit.field, std::move(merged.value));
    draft.touched.push_back(edit.field);
  }
  KEDANG_ASSIGN(result.version, TakeVersion());
  for (auto& [field, value] : written) draft.record.Set(field, std::move(value), result.version);
  for (Conflict& conflict : conflicts) {
    conflict.version = result.version;
    conflicts_.push_back(std::move(conflict));
    draft.is_contested = true;
  }
  if (!written.empty()) {
    Change(draft, result.version);
    KeepAuthor(schema, false, draft.record, result.version);
  }
  if (!written.empty() || outcome == Outcome::kConflict) {
    AddHistory(mutation, result.version, outcome).changes = std::move(changes);
  }
  return outcome;
}

Conflict GroupPlan::MakeConflict(const Mutation& mutation, const CellEdit& edit, const Cell& current) {
  Conflict conflict;
  conflict.id = MakeId(now_, context_.random);
  conflict.schema = mutation.schema;
  conflict.record = mutation.record;
  conflict.field = edit.field;
  conflict.base = edit.base_value;
  conflict.earlier = current.value;
  conflict.later = edit.value;
  conflict.later_author = context_.principal.user;
  conflict.later_ms = mutation.client_ms;
  return conflict;
}

Status GroupPlan::NameEarlierAuthor(Conflict& conflict, const Cell& current) {
  for (const HistoryEntry& entry : history_) {
    if (entry.version == current.version) {
      conflict.earlier_author = entry.author;
      conflict.earlier_ms = entry.server_ms;
      return {};
    }
  }
  KEDANG_ASSIGN(const auto entries, context_.store.History(conflict.record, 100));
  for (const HistoryEntry& entry : entries) {
    if (!(entry.version == current.version)) continue;
    conflict.earlier_author = entry.author;
    conflict.earlier_ms = entry.server_ms;
  }
  return {};
}

// Whether the author of a delete knew every item of a list that is there now: it was on his screen, or he put it there himself
// with an edit before the delete's base `mid` (and took it out with one that was refused).
Result<bool> GroupPlan::HasSeenItems(const CellEdit& seen, Id record, const Cell& cell) {
  const auto has = [](const Value& list, const std::string& item) {
    return std::find(list.list().begin(), list.list().end(), item) != list.list().end();
  };
  std::vector<HistoryEntry> entries;
  for (const std::string& item : cell.value.list()) {
    if (has(seen.base_value, item)) continue;
    if (seen.base_mid == 0) return false;
    if (entries.empty()) {
      KEDANG_ASSIGN(entries, context_.store.History(record, 100));
      entries.insert(entries.begin(), history_.rbegin(), history_.rend());
    }
    const auto added = std::find_if(entries.begin(), entries.end(), [&](const HistoryEntry& entry) {
      return entry.record == record && std::any_of(entry.changes.begin(), entry.changes.end(), [&](const HistoryChange& change) {
        return change.field == cell.field && has(change.after, item) && !has(change.before, item);
      });
    });
    if (added == entries.end()) return false;
    KEDANG_ASSIGN(const bool is_own, IsOwn(seen.base_mid, added->version));
    if (!is_own) return false;
  }
  return true;
}

// Whether this replica made the version with the mutation `last` or one of the hundred before it.
Result<bool> GroupPlan::IsOwn(MutationNumber last, Version version) {
  for (MutationNumber mid = last; mid > 0 && last - mid < kFarthest; --mid) {
    KEDANG_ASSIGN(const auto result, OwnResult(mid));
    if (!result) break;
    if (IsAccepted(result->outcome) && result->version == version) return true;
  }
  return false;
}

// Whether the author of a delete knew every value that stands there now, by version, by own edit or by value.
Result<bool> GroupPlan::HasSeenAll(const Mutation& mutation, const Draft& draft, Version own) {
  const Version whole = mutation.edits.front().base_version;
  const Schema* schema = context_.schemas.Find(mutation.schema);
  for (const Cell& cell : draft.record.cells()) {
    const Field* field = schema->Find(cell.field);
    const bool is_made_here = field != nullptr && (field->type == FieldType::kChangedBy || field->type == FieldType::kCreatedBy ||
                                                   field->type == FieldType::kAutoNumber);
    if (is_made_here) continue;
    const auto seen = std::find_if(mutation.edits.begin() + 1, mutation.edits.end(),
                                   [&cell](const CellEdit& edit) { return edit.field == cell.field; });
    if (seen == mutation.edits.end()) {
      // Not on his screen: then it must have been there already, or be his own, or be empty by now as it was there.
      if (!(whole < cell.version) || cell.version == own || cell.value.is_null()) continue;
      KEDANG_ASSIGN(const bool is_by_own_revert, IsByOwnRevert(mutation, cell.version));
      if (!is_by_own_revert) return false;
      continue;
    }
    if (cell.version == seen->base_version || cell.value == seen->base_value) continue;
    if (field != nullptr && field->merge == MergePolicy::kThreeWay) {
      KEDANG_ASSIGN(const bool has_seen, HasSeenItems(*seen, mutation.record, cell));
      if (has_seen) continue;
    } else {
      KEDANG_ASSIGN(const Version version, VersionBeforeConversion(mutation.record, cell, seen->base_version));
      KEDANG_ASSIGN(const Version own_cell, OwnVersion(seen->base_mid, version));
      if (version == own_cell || version == seen->base_version) continue;
    }
    KEDANG_ASSIGN(const bool is_by_own_revert, IsByOwnRevert(mutation, cell.version));
    if (!is_by_own_revert) return false;
  }
  return true;
}

}  // namespace kedang
