// The end of an import: groups of inserts with one batch, taking them back, and the rows that stay outside.
#include <algorithm>

#include "shared/intake/xlsx_writer.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 16;
constexpr std::string_view kMarkTag = "疑似重复";

}  // namespace

const Field* ImportJob::MarkField() const {
  for (const Field& field : schema_->fields) {
    const bool has_it = std::any_of(field.choices.begin(), field.choices.end(), [](const Choice& choice) { return choice.key == kMarkTag; });
    if (field.type == FieldType::kTags && !field.is_retired && has_it) return &field;
  }
  return nullptr;
}

bool ImportJob::CanWrite() const {
  return phase_ == ImportPhase::kReview && !is_judging() && !is_matching_ && !failure_ && verdicts_.counts().writable > 0;
}

void ImportJob::Write(double now_ms) {
  if (!CanWrite()) return;
  Result<Importer> importer = MakeImporter(nullptr);
  if (!importer.ok()) return;
  importer_.emplace(std::move(importer).value());
  problem_ = Status();
  ids_.emplace(workspace_.client().NewIds());
  provenance_ = {SourceKind::kImport, name_, workspace_.client().NewId()};
  groups_.Begin(provenance_, schema_version_);
  are_groups_ready_ = is_storing_ = is_stop_wanted_ = was_undo_begun_ = false;
  write_next_ = written_ = 0;
  updates_.clear();
  run_ = Id();
  at_slice_ = {0, 0, 0, Id(), ids_};
  IdSequence ids = *ids_;
  first_id_ = ids.Next();
  phase_ = ImportPhase::kWriting;
  StartClock(now_ms);
}

void ImportJob::AddRow(std::uint32_t row, PreparedRow prepared) {
  if (prepared.decision == ImportDecision::kReject) return;  // what it is to change is not what it was when it was judged
  ++written_;
  if (prepared.decision == ImportDecision::kDuplicate) {  // an earlier row of the file said the same of the record
    updates_.push_back({prepared.target, {}});
    return;
  }
  if (prepared.decision != ImportDecision::kUpdate) {
    const Field* const mark = found_.ActionOf(row) == DuplicateAction::kMark ? MarkField() : nullptr;
    if (mark != nullptr) {
      const auto less = [](const std::pair<FieldId, Value>& cell, FieldId field) { return cell.first < field; };
      auto place = std::lower_bound(prepared.cells.begin(), prepared.cells.end(), mark->id, less);
      if (place == prepared.cells.end() || place->first != mark->id) place = prepared.cells.insert(place, {mark->id, Value()});
      TextList tags = place->second.list();
      if (std::find(tags.begin(), tags.end(), kMarkTag) == tags.end()) tags.emplace_back(kMarkTag);
      place->second = Value::List(std::move(tags));
    }
    return groups_.Add(workspace_.client().MakeInsert(schema_->id, ids_->Next(), std::move(prepared.cells)));
  }
  const auto record = groups_.Find(prepared.target);
  Update update;
  update.record = prepared.target;
  std::vector<std::pair<FieldId, Value>> cells;
  for (auto& [field, value] : prepared.cells) {
    if (!record || record->Get(field) == value) continue;
    CellEdit edit;
    edit.field = field;
    edit.base_value = record->Get(field);
    edit.value = value;
    update.edits.push_back(std::move(edit));
    cells.emplace_back(field, std::move(value));
  }
  groups_.Change(update.record, std::move(cells));
  updates_.push_back(std::move(update));
}

bool ImportJob::StepGroups(const std::function<bool()>& is_over) {
  if (are_groups_ready_ || is_storing_) return false;
  std::vector<std::string_view> cells;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (write_next_ >= rows_.size() || groups_.is_full()) {
        NoteRun(write_next_ >= rows_.size());
        are_groups_ready_ = !groups_.empty();
        if (groups_.empty()) phase_ = ImportPhase::kDone;
        return false;
      }
      const std::uint32_t row = write_next_++;
      ++clock_rows_;
      if (!verdicts_.IsWritten(row)) continue;
      rows_.Read(row, cells);
      auto prepared = PrepareRow(*importer_, row, cells);
      if (prepared.ok() && prepared->has_value()) AddRow(row, *std::move(*prepared));
    }
  }
  return true;
}

// Rows of a slice that was not stored are written by the next one, under the same ids.
void ImportJob::BackToSlice() {
  groups_.Take();
  are_groups_ready_ = is_storing_ = false;
  write_next_ = at_slice_.row;
  written_ = at_slice_.written;
  updates_.resize(at_slice_.updates);
  run_ = at_slice_.run;
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
  return groups_.Take();
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
    at_slice_ = {write_next_, written_, updates_.size(), run_, ids_};
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
  groups_.Begin(provenance_, schema_version_);
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
      if (undo_next_ >= written_ || groups_.is_full()) {
        if (undo_next_ >= written_) NoteUndone();
        are_groups_ready_ = !groups_.empty();
        if (groups_.empty()) phase_ = ImportPhase::kUndone;
        return false;
      }
      ++clock_rows_;
      const std::uint32_t created = written_ - updated();
      if (undo_next_ < created) {
        const auto record = workspace_.records().FindRecord(ids_->Next());
        if (record && !record->is_deleted) groups_.Add(workspace_.client().MakeDelete(*record));
      } else {
        TakeUpdateBack(updates_[updates_.size() - 1 - (undo_next_ - created)]);
      }
      ++undo_next_;
    }
  }
  return true;
}

// A value that somebody changed since stays.
void ImportJob::TakeUpdateBack(const Update& update) {
  const auto record = groups_.Find(update.record);
  if (!record || record->is_deleted) return;
  std::vector<std::pair<FieldId, Value>> cells;
  for (const CellEdit& edit : update.edits) {
    if (record->Get(edit.field) == edit.value) cells.emplace_back(edit.field, edit.base_value);
  }
  groups_.Change(update.record, std::move(cells));
}

Result<Bytes> ImportJob::BlockedRows(std::string_view sheet, std::string_view reason_title,
                                     const std::function<std::string(const RowIssue&)>& reason) {
  XlsxWriter workbook(sheet);
  const std::size_t width = mapping_.columns.size();
  std::vector<std::string_view> cells;
  if (!sample_.headers.empty()) {
    cells.assign(sample_.headers.begin(), sample_.headers.end());
    cells.resize(width);
    cells.push_back(reason_title);
    KEDANG_RETURN_IF_ERROR(workbook.WriteHeader(cells));
  }
  std::vector<XlsxWriterCell> texts;  // whatever they look like: 007 comes back as it was
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
    texts.clear();
    for (const std::string_view cell : cells) texts.push_back({cell, XlsxCellKind::kText});
    texts.push_back({reasons, XlsxCellKind::kText});
    KEDANG_RETURN_IF_ERROR(workbook.WriteRow(texts));
  }
  return workbook.Finish();
}

}  // namespace kedang
