// The end of an import: groups of inserts with one batch, taking them back, and the rows that stay outside.
#include <algorithm>

#include "shared/intake/csv_writer.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr std::size_t kGroupRows = 200;
constexpr std::size_t kSliceGroups = 20;  // stored in one transaction
constexpr unsigned kRowsBetweenLooks = 16;

}  // namespace

bool ImportJob::CanWrite() const {
  return phase_ == ImportPhase::kReview && !is_judging() && !failure_ && verdicts_.counts().writable > 0;
}

void ImportJob::Write(double now_ms) {
  if (!CanWrite()) return;
  Result<Importer> importer = MakeImporter(nullptr);
  if (!importer.ok()) return;
  importer_.emplace(std::move(importer).value());
  problem_ = Status();
  ids_.emplace(workspace_.client().NewIds());
  provenance_ = {SourceKind::kImport, name_, workspace_.client().NewId()};
  groups_.clear();
  are_groups_ready_ = is_storing_ = is_stop_wanted_ = was_undo_begun_ = false;
  write_next_ = written_ = 0;
  at_slice_ = {0, 0, ids_};
  IdSequence ids = *ids_;
  first_id_ = ids.Next();
  phase_ = ImportPhase::kWriting;
  StartClock(now_ms);
}

void ImportJob::AddToGroup(Mutation mutation) {
  if (groups_.empty() || groups_.back().mutations.size() >= kGroupRows) {
    groups_.emplace_back();
    groups_.back().provenance = provenance_;
    groups_.back().mutations.reserve(kGroupRows);
  }
  mutation.schema_version = schema_version_;
  groups_.back().mutations.push_back(std::move(mutation));
}

bool ImportJob::IsSliceFull() const {
  return groups_.size() == kSliceGroups && groups_.back().mutations.size() >= kGroupRows;
}

bool ImportJob::StepGroups(const std::function<bool()>& is_over) {
  if (are_groups_ready_ || is_storing_) return false;
  std::vector<std::string_view> cells;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (write_next_ >= rows_.size() || IsSliceFull()) {
        are_groups_ready_ = !groups_.empty();
        if (groups_.empty()) phase_ = ImportPhase::kDone;
        return false;
      }
      const std::uint32_t row = write_next_++;
      ++clock_rows_;
      if (!verdicts_.IsWritten(row)) continue;
      rows_.Read(row, cells);
      auto prepared = importer_->Prepare(rows_.NumberOf(row), cells);
      if (!prepared.ok() || !prepared->has_value()) continue;
      AddToGroup(workspace_.client().MakeInsert(schema_->id, ids_->Next(), std::move((*prepared)->cells)));
      ++written_;
    }
  }
  return true;
}

// Rows of a slice that was not stored are written by the next one, under the same ids.
void ImportJob::BackToSlice() {
  groups_.clear();
  are_groups_ready_ = is_storing_ = false;
  write_next_ = at_slice_.row;
  written_ = at_slice_.written;
  ids_ = at_slice_.ids;
  phase_ = written_ == 0 ? ImportPhase::kReview : ImportPhase::kDone;
}

void ImportJob::Cancel() {
  if (!can_cancel()) return;
  if (is_storing_) {
    is_stop_wanted_ = true;
  } else {
    BackToSlice();
  }
}

std::vector<Group> ImportJob::TakeGroups() {
  are_groups_ready_ = false;
  is_storing_ = true;
  return std::exchange(groups_, {});
}

void ImportJob::OnStored(const Status& status) {
  is_storing_ = false;
  problem_ = status;
  if (phase_ == ImportPhase::kUndoing) {
    if (!status.ok()) phase_ = ImportPhase::kDone;
    if (status.ok() && undo_next_ >= written_) phase_ = ImportPhase::kUndone;
  } else if (!status.ok()) {
    BackToSlice();
  } else {
    at_slice_ = {write_next_, written_, ids_};
    if (is_stop_wanted_ || write_next_ >= rows_.size()) phase_ = ImportPhase::kDone;
  }
  is_stop_wanted_ = false;
}

std::uint32_t ImportJob::unwritten() const {
  if (phase_ != ImportPhase::kDone || was_undo_begun_) return 0;
  return verdicts_.counts().writable - std::min(written_, verdicts_.counts().writable);
}

void ImportJob::Resume(double now_ms) {
  if (unwritten() == 0) return;
  problem_ = Status();
  phase_ = ImportPhase::kWriting;
  StartClock(now_ms);
}

void ImportJob::Undo(double now_ms) {
  if (phase_ != ImportPhase::kDone) return;
  provenance_.kind = SourceKind::kUndo;
  groups_.clear();
  are_groups_ready_ = is_storing_ = false;
  was_undo_begun_ = true;
  undo_next_ = 0;
  phase_ = ImportPhase::kUndoing;
  StartClock(now_ms);
  // The numbers are given out again from the first one.
  ids_.emplace(first_id_);
}

bool ImportJob::StepUndo(const std::function<bool()>& is_over) {
  if (are_groups_ready_ || is_storing_) return false;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (undo_next_ >= written_ || IsSliceFull()) {
        are_groups_ready_ = !groups_.empty();
        if (groups_.empty()) phase_ = ImportPhase::kUndone;
        return false;
      }
      ++undo_next_;
      ++clock_rows_;
      const auto record = workspace_.records().FindRecord(ids_->Next());
      if (record && !record->is_deleted) AddToGroup(workspace_.client().MakeDelete(*record));
    }
  }
  return true;
}

std::string ImportJob::BlockedRows(std::string_view reason_title,
                                   const std::function<std::string(const RowIssue&)>& reason) {
  std::string csv = "\xEF\xBB\xBF";
  const CsvWriteOptions options{',', true};
  const std::size_t width = mapping_.columns.size();
  std::vector<std::string_view> cells;
  if (!sample_.headers.empty()) {
    cells.assign(sample_.headers.begin(), sample_.headers.end());
    cells.resize(width);
    cells.push_back(reason_title);
    AppendCsvRow(cells, options, csv);
  }
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (verdicts_.StateOf(row) != RowState::kBlocked || verdicts_.IsLeftOut(row)) continue;
    std::string reasons;
    for (const RowIssue& issue : Explain(row)) {
      if (issue.issue.severity != Severity::kBlock) continue;
      if (!reasons.empty()) reasons += "; ";
      reasons += reason(issue);
    }
    rows_.Read(row, cells);
    cells.resize(std::max(width, cells.size()));
    cells.push_back(reasons);
    AppendCsvRow(cells, options, csv);
  }
  return csv;
}

}  // namespace kedang
