#include "wasm/app/bulk_edit.h"

namespace kedang {
bool BulkEdit::Step(const std::function<bool()>& is_over) {
  while (next_ < rows_.size()) {
    const auto record = workspace_.records().RecordAt(rows_[next_++]);
    if (record && !record->is_deleted && record->schema == schema_.id) Judge(*record);
    if (is_over()) break;
  }
  return next_ == rows_.size();
}

void BulkEdit::Judge(const Record& record) {
  if (record.Get(field_) == value_) {
    ++unchanged_;
    return;
  }
  RecordDraft draft(workspace_, schema_, record);
  draft.SetValue(field_, value_);
  Issues blocks = draft.Blocks();
  if (!blocks.empty()) {
    blocked_.push_back({record.id, std::move(blocks)});
    return;
  }
  Group made = draft.MakeGroup(workspace_);
  if (made.mutations.empty()) {
    ++unchanged_;
    return;
  }
  ++changed_;
  groups_.push_back(std::move(made));
}

}  // namespace kedang
