#include "wasm/app/merge_draft.h"

#include <algorithm>

#include "shared/model/withheld.h"
#include "wasm/app/seen_edits.h"

namespace kedang {

bool MayMerge(Workspace& workspace, const Schema& schema) {
  const Principal& principal = workspace.client().state().principal;
  const Schema* decisions = workspace.schemas().Find(kDecisionSchema);
  return MayDelete(principal, schema) && decisions != nullptr && MayWrite(principal, *decisions, decisions->title);
}

MergeDraft::MergeDraft(Workspace& workspace, const Schema& schema, std::vector<Id> records)
    : workspace_(workspace), schema_(schema), asked_(std::move(records)), book_(workspace) {}

bool MergeDraft::Refresh() {
  if (revision_ == workspace_.revision()) return records_.size() >= 2;
  revision_ = workspace_.revision();
  std::vector<Record> now;
  for (const Id id : asked_) {
    auto record = workspace_.records().FindRecord(id);
    if (record && !record->is_deleted && record->schema == schema_.id && now.size() < kMostInDraft) now.push_back(*std::move(record));
  }
  const bool are_same = now.size() == records_.size() &&
                        std::equal(now.begin(), now.end(), records_.begin(), [](const Record& a, const Record& b) { return a.id == b.id; });
  // What was chosen belongs to places: with other records it means something else.
  if (!are_same) {
    choice_ = {};
    is_kept_chosen_ = false;
  }
  records_ = std::move(now);
  Plan();
  return records_.size() >= 2;
}

void MergeDraft::Plan() {
  golden_.clear();
  moved_.clear();
  if (records_.size() < 2) return;
  if (!is_kept_chosen_) choice_.kept = BestKept(schema_, records_);
  choice_.trust = [this](std::size_t record, FieldId field) {
    return TrustOfValue(schema_, records_[record], field, [this](Id source) { return book_.RankOf(source); });
  };
  golden_ = GoldenRecord(schema_, records_, choice_);
  Look();
}

MergeRequest MergeDraft::Request() const {
  MergeRequest request;
  request.records = records_;
  request.kept = choice_.kept;
  request.golden = golden_;
  return request;
}

// What moves, and whether it can be done at all.
void MergeDraft::Look() {
  hindrance_ = MergeHindrance::kNone;
  RecordLookup& related = *workspace_.Check().related;
  StoredEditMaker edits;
  const Result<MergeAnswer> answer = MakeMerge(workspace_.schemas(), Request(), related, edits);
  related.Release();
  if (!answer.ok()) {
    hindrance_ = answer.error().code == ErrorCode::kTooLarge ? MergeHindrance::kTooMany : MergeHindrance::kNoSchema;
  } else {
    for (const Mutation& mutation : answer.value().group.mutations) {
      const bool is_moved = mutation.kind == MutationKind::kSet && !(mutation.record == records_[choice_.kept].id);
      if (!is_moved) continue;
      const auto place = std::find_if(moved_.begin(), moved_.end(), [&](const MovedCount& one) { return one.schema == mutation.schema; });
      if (place == moved_.end()) moved_.push_back({mutation.schema, 1});
      else ++place->count;
    }
  }
  for (const Record& record : records_) {
    if (!HasWithheld(record)) continue;
    // What is not here would be overwritten unseen.
    workspace_.client().Want(record.id);
    if (hindrance_ == MergeHindrance::kNone) hindrance_ = MergeHindrance::kWithheld;
  }
  const Principal& principal = workspace_.client().state().principal;
  const bool may = MayMerge(workspace_, schema_) && std::all_of(records_.begin(), records_.end(), [&](const Record& record) {
                     return MayChange(principal, schema_, &record, record);
                   });
  if (!may && hindrance_ != MergeHindrance::kNoSchema) hindrance_ = MergeHindrance::kNoRight;
}

const GoldenField* MergeDraft::Find(FieldId field) const {
  const auto found = std::find_if(golden_.begin(), golden_.end(), [field](const GoldenField& one) { return one.field == field; });
  return found != golden_.end() ? &*found : nullptr;
}

void MergeDraft::Keep(std::size_t record) {
  is_kept_chosen_ = true;
  choice_.kept = record;
  Plan();
}

bool MergeDraft::IsJoined(FieldId field) const {
  const Field* known = schema_.Find(field);
  return known != nullptr && DefaultRule(schema_, *known) == SurvivorRule::kAll;
}

bool MergeDraft::CanChoose(FieldId field, std::size_t record) const {
  const Value& value = records_[record].Get(field);
  if (IsWithheld(value)) return false;
  return !IsJoined(field) || !value.list().empty();
}

void MergeDraft::Choose(FieldId field, std::size_t record) {
  if (!CanChoose(field, record)) return;
  if (IsJoined(field)) {
    const std::pair<FieldId, std::size_t> place(field, record);
    if (choice_.left_out.erase(place) == 0) choice_.left_out.insert(place);
  } else {
    choice_.by_hand[field] = record;
  }
  Plan();
}

bool MergeDraft::IsChosen(const GoldenField& golden, std::size_t record) const {
  if (!IsJoined(golden.field)) return golden.from == record;
  return !records_[record].Get(golden.field).list().empty() && choice_.left_out.count({golden.field, record}) == 0;
}

void MergeDraft::Reset() {
  choice_ = {};
  is_kept_chosen_ = false;
  Plan();
}

void MergeDraft::TakeOut(std::size_t record) {
  if (!can_take_out()) return;
  std::erase(asked_, records_[record].id);
  revision_ = 0;
  Refresh();
}

Result<Group> MergeDraft::Make(Id author, double probability) {
  MergeRequest request = Request();
  request.probability = probability;
  request.author = author;
  request.decision = workspace_.client().NewId();
  request.batch = workspace_.client().NewId();
  RecordLookup& related = *workspace_.Check().related;
  SeenEdits edits(workspace_.client());
  Result<MergeAnswer> answer = MakeMerge(workspace_.schemas(), request, related, edits);
  related.Release();
  if (!answer.ok()) return answer.error();
  return std::move(answer).value().group;
}

}  // namespace kedang
