// The duplicates of an import: which rows are there already, and what becomes of them.
#include <algorithm>

#include "shared/field/field_types.h"
#include "shared/model/withheld.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 16;

}  // namespace

void ImportJob::FindDuplicates(double now_ms) {
  if (phase_ != ImportPhase::kReview) return;
  found_.Begin(*schema_, workspace_.lexicon());
  is_matching_ = true;
  match_next_ = 0;
  // Judged alone: what was decided about duplicates must not hide that they are some.
  StartJudging();
  StartClock(now_ms);
}

// A row that says what an earlier one or the pool says in a field that is unique, and is good otherwise.
bool ImportJob::IsBlockedByRepeatOnly(std::uint32_t row) const {
  if (verdicts_.StateOf(row) != RowState::kBlocked) return false;
  for (const CellIssue& issue : verdicts_.IssuesOf(row)) {
    const std::string& code = verdicts_.CodeOf(issue);
    if (issue.severity == Severity::kBlock && code != "duplicate_in_file" && code != "duplicate_in_pool") return false;
  }
  return true;
}

void ImportJob::LookAt(std::uint32_t row, std::span<const std::string_view> cells) {
  const auto prepared = importer_->Prepare(rows_.NumberOf(row), cells);
  if (!prepared.ok() || !prepared->has_value()) return;
  Id known = (*prepared)->target;
  std::uint32_t known_row = row;
  for (const CellIssue& issue : verdicts_.IssuesOf(row)) {
    const std::string& code = verdicts_.CodeOf(issue);
    if (issue.column >= mapping_.columns.size() || (code != "duplicate_in_pool" && code != "duplicate_in_file")) continue;
    // What is only warned of (a name, an office's telephone) is evidence among others, which the engine weighs.
    std::vector<const Field*> proofs;
    for (const FieldId id : mapping_.FieldsOf(issue.column)) {
      const Field* const field = schema_->Find(id);
      if (field != nullptr && field->is_unique_block) proofs.push_back(field);
    }
    if (proofs.empty()) continue;
    if (code == "duplicate_in_file") {
      const auto repeats = repeats_.find(row);
      if (repeats != repeats_.end()) known_row = std::min(row, rows_.RowNumbered(repeats->second));
      continue;
    }
    for (const Field* const field : proofs) {
      for (const auto& [id, value] : (*prepared)->cells) {
        if (id == field->id) known = workspace_.FindOther(schema_->id, id, NormalForm(*field, value), Id()).value_or(known);
      }
    }
  }
  found_.Look(row, (*prepared)->cells, pool_, known, known_row);
}

bool ImportJob::StepMatching(const std::function<bool()>& is_over) {
  if (pool_ != nullptr && pool_->Choose(*schema_) && !pool_->Step(is_over)) return true;
  if (match_next_ == 0) {
    Result<Importer> importer = MakeImporter(nullptr);
    if (!importer.ok()) return false;
    importer_.emplace(std::move(importer).value());
  }
  std::vector<std::string_view> cells;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (match_next_ >= rows_.size()) {
        is_matching_ = false;
        StartJudging();
        return true;
      }
      const std::uint32_t row = match_next_++;
      ++clock_rows_;
      if (verdicts_.IsLeftOut(row) || !(verdicts_.IsWritable(row) || IsBlockedByRepeatOnly(row))) continue;
      rows_.Read(row, cells);
      LookAt(row, cells);
    }
  }
  return true;
}

Result<std::optional<PreparedRow>> ImportJob::PrepareRow(Importer& importer, std::uint32_t row, std::span<const std::string_view> cells) {
  const DuplicateAction action = is_matching_ ? DuplicateAction::kCreate : found_.ActionOf(row);
  RowTarget target;
  std::optional<Record> record;
  const bool changes_record = action == DuplicateAction::kFillEmpty || action == DuplicateAction::kUpdate || action == DuplicateAction::kTrust;
  if (changes_record) {
    record = groups_.Find(found_.Find(row)->record);
    if (record && !record->is_deleted) target = {&*record, action != DuplicateAction::kUpdate, action == DuplicateAction::kTrust};
  }
  target.is_left_out = action == DuplicateAction::kSkip;
  auto prepared = importer.Prepare(rows_.NumberOf(row), cells, target);
  if (!changes_record || !prepared.ok() || !prepared->has_value()) return prepared;
  const auto block = [&](std::uint32_t column, std::string_view code, const char* message) {
    (*prepared)->decision = ImportDecision::kReject;
    (*prepared)->issues.push_back(TableIssue{rows_.NumberOf(row), column, Severity::kBlock, std::string(code), message});
  };
  // It was there when the row was looked at: a row that is to change it makes no new one.
  if (target.record == nullptr) block(0, "key_unknown", "the record this row is to change is gone");
  for (const auto& [field, value] : (*prepared)->cells) {
    // A value that is not kept here could not be put back by undo.
    if (target.record != nullptr && IsWithheld(target.record->Get(field))) {
      const auto columns = mapping_.ColumnsOf(field);
      block(columns.empty() ? 0 : static_cast<std::uint32_t>(columns.front() + 1), "withheld", "the value is not kept on this device");
    }
  }
  return prepared;
}

void ImportJob::SetRule(DuplicateKind kind, DuplicateAction action) {
  if (found_.rule(kind) == action) return;
  found_.SetRule(kind, action);
  if (phase_ == ImportPhase::kReview && !is_matching_) StartJudging();
}

void ImportJob::DecideRow(std::uint32_t row, std::optional<DuplicateAction> action) {
  action ? found_.Decide(row, *action) : found_.Undecide(row);
  if (phase_ != ImportPhase::kReview || is_matching_) return;
  // Alone at once; others of the file may depend on it.
  StartJudging();
}

std::string ImportJob::TextOfField(std::uint32_t row, FieldId field) const {
  std::vector<std::string_view> cells;
  rows_.Read(row, cells);
  std::string buffer;
  return std::string(FieldFeed(mapping_, field).Text(cells, buffer));
}

}  // namespace kedang
