// The end of an import: groups of inserts with one batch, taking them back, and the rows that stay outside.
#include <algorithm>

#include "shared/intake/csv_writer.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr std::size_t kGroupRows = 200;
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
  are_groups_ready_ = false;
  write_next_ = written_ = 0;
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
  groups_.back().mutations.push_back(std::move(mutation));
}

bool ImportJob::StepGroups(const std::function<bool()>& is_over) {
  if (are_groups_ready_ || write_next_ >= rows_.size()) return false;
  std::vector<std::string_view> cells;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (write_next_ >= rows_.size()) {
        are_groups_ready_ = true;
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

void ImportJob::Cancel() {
  if (!can_cancel()) return;
  groups_.clear();
  are_groups_ready_ = false;
  written_ = 0;
  phase_ = ImportPhase::kReview;
}

std::vector<Group> ImportJob::TakeGroups() {
  are_groups_ready_ = false;
  return std::exchange(groups_, {});
}

void ImportJob::OnStored(const Status& status) {
  const bool was_undo = phase_ == ImportPhase::kUndoing;
  problem_ = status;
  if (status.ok()) {
    phase_ = was_undo ? ImportPhase::kUndone : ImportPhase::kDone;
  } else {
    phase_ = was_undo ? ImportPhase::kDone : ImportPhase::kReview;
    if (!was_undo) written_ = 0;
  }
}

void ImportJob::Undo(double now_ms) {
  if (phase_ != ImportPhase::kDone) return;
  provenance_.kind = SourceKind::kUndo;
  groups_.clear();
  are_groups_ready_ = false;
  write_next_ = 0;
  phase_ = ImportPhase::kUndoing;
  StartClock(now_ms);
  // The numbers are given out again from the first one.
  ids_.emplace(first_id_);
}

bool ImportJob::StepUndo(const std::function<bool()>& is_over) {
  if (are_groups_ready_ || write_next_ >= written_) return false;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (write_next_ >= written_) {
        are_groups_ready_ = true;
        return false;
      }
      ++write_next_;
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
