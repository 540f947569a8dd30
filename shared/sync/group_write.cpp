// GroupPlan: what is judged when the whole group is known, and what is written then.
#include <algorithm>
#include <set>
#include <tuple>

#include "shared/check/overlay_records.h"
#include "shared/check/record_check.h"
#include "shared/field/date_text.h"
#include "shared/sync/group_plan.h"
#include "shared/sync/mutant.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

// Unique values as they will be when the group is written: a value may move from one of its records to another.
class PlannedUniqueLookup final : public UniqueLookup {
 public:
  explicit PlannedUniqueLookup(ServerStore& store) : store_(store) {}

  void Lay(const Schema& schema, const Record& record) {
    laid_.insert(record.id);
    for (ServerStore::UniqueKey& key : UniqueKeysOf(schema, record)) {
      keys_.emplace(std::tuple(schema.id, key.field, std::move(key.normal_form)), record.id);
    }
  }
  std::optional<Id> FindOther(SchemaId schema, FieldId field, std::string_view normal_form, Id except) override {
    const auto [first, last] = keys_.equal_range(std::tuple(schema, field, std::string(normal_form)));
    for (auto key = first; key != last; ++key) {
      if (!(key->second == except)) return key->second;
    }
    auto found = store_.FindUnique(schema, field, normal_form, [&](Id id) { return !(id == except) && laid_.count(id) == 0; });
    if (found.ok()) return found.value();
    status_ = found.error();
    return std::nullopt;
  }
  const Status& status() const { return status_; }

 private:
  ServerStore& store_;
  Status status_;
  std::set<Id> laid_;
  std::multimap<std::tuple<SchemaId, FieldId, std::string>, Id> keys_;
};

}  // namespace

// Who may change what is known when the whole group is: owner and visibility may be part of it.
void GroupPlan::CheckOwners() {
  for (const auto& [id, draft] : drafts_) {
    const Schema* schema = context_.schemas.Find(draft.record.schema);
    if ((!draft.is_changed && !draft.is_contested) || schema == nullptr) continue;
    if (MayChange(context_.principal, *schema, draft.is_fresh ? nullptr : &draft.before, draft.record)) continue;
    is_refused_ = true;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (group_.mutations[i].record == id) results_[i].outcome = Outcome::kDenied;
    }
  }
}

Status GroupPlan::CheckDrafts() {
  PlannedUniqueLookup lookup(context_.store);
  for (const auto& [id, draft] : drafts_) {
    if (draft.is_changed) lookup.Lay(*context_.schemas.Find(draft.record.schema), draft.record);
  }
  CheckContext check;
  check.lexicon = &context_.lexicon;
  check.unique = &lookup;
  check.today = DateOf(now_, kZoneMinutes);
  check.offset_minutes = kZoneMinutes;
  check.user = context_.principal.user;
  RuleJudge judge(context_.rules);
  check.rules = &judge;
  // Rules see the whole group as it will be, whatever the order of its mutations.
  StoreLookup stored(context_.store);
  OverlayRecords records(&stored);
  for (const auto& [id, draft] : drafts_) records.Lay(draft.record);
  check.related = &records;
  for (auto& [id, draft] : drafts_) {
    if (!draft.is_changed || draft.record.is_deleted) continue;
    const Schema* schema = context_.schemas.Find(draft.record.schema);
    RecordChange change;
    change.before = draft.is_fresh ? nullptr : &draft.before;
    change.is_whole = draft.is_new;
    change.source = group_.provenance.kind;
    Issues blocks = BlockingIssues(CheckRecord(*schema, draft.record, check, change), draft.touched, draft.is_new);
    KEDANG_RETURN_IF_ERROR(lookup.status());
    KEDANG_RETURN_IF_ERROR(stored.status());
    if (blocks.empty()) continue;
    is_refused_ = true;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (!(group_.mutations[i].record == id)) continue;
      results_[i].outcome = Outcome::kInvalid;
      results_[i].issues = blocks;
    }
  }
  return {};
}

Status GroupPlan::Refuse() {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    MutationResult& result = results_[i];
    if (IsPlanted(Mutant::kHalfGroups) && IsAccepted(result.outcome)) continue;
    if (IsAccepted(result.outcome) || result.outcome == Outcome::kVoid) {
      result.outcome = Outcome::kInvalid;
      Issue issue;
      issue.code = "group_refused";
      issue.message = "another change of the same group was refused";
      result.issues.push_back(std::move(issue));
    }
    result.version = Version();
    if (!context_.keeps_refused) continue;
    KEDANG_RETURN_IF_ERROR(
        context_.store.KeepRejected(context_.principal, context_.replica, group_.mutations[i], result, now_));
  }
  return {};
}

Status GroupPlan::Write() {
  for (const auto& [id, draft] : drafts_) {
    if (!draft.is_changed) continue;
    const Schema* schema = context_.schemas.Find(draft.record.schema);
    KEDANG_RETURN_IF_ERROR(context_.store.PutWithKeys(draft.record, UniqueKeysOf(*schema, draft.record)));
  }
  for (const HistoryEntry& entry : history_) KEDANG_RETURN_IF_ERROR(context_.store.AppendHistory(entry));
  for (const Conflict& conflict : conflicts_) KEDANG_RETURN_IF_ERROR(context_.store.PutConflict(conflict));
  return NoteBatch();
}

// What the group adds to the batch that it belongs to.
Status GroupPlan::NoteBatch() {
  if (group_.provenance.batch.is_nil()) return {};
  const Schema* const runs = context_.schemas.Find(kRunSchema);
  const auto is_run = [runs](const HistoryEntry& entry) { return runs != nullptr && entry.schema == runs->id && runs->is_system; };
  const auto first = std::find_if_not(history_.begin(), history_.end(), is_run);
  if (first == history_.end()) return {};
  Batch part;
  part.id = group_.provenance.batch;
  part.kind = group_.provenance.kind;
  part.source = group_.provenance.source;
  part.author = context_.principal.user;
  part.schema = first->schema;
  part.at_ms = now_;
  part.first = first->version;
  part.last = history_.back().version;
  for (const HistoryEntry& entry : history_) {
    if (is_run(entry)) continue;
    if (entry.schema != part.schema) part.schema = 0;
    switch (entry.kind) {
      case MutationKind::kInsert: ++part.created; break;
      case MutationKind::kDelete: ++part.deleted; break;
      case MutationKind::kRestore: ++part.restored; break;
      default: ++part.changed;
    }
  }
  return context_.store.AddToBatch(part);
}

}  // namespace kedang
