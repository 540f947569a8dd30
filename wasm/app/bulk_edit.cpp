#include "wasm/app/bulk_edit.h"

#include <algorithm>

#include "shared/field/checked.h"
#include "shared/model/withheld.h"

namespace kedang {

std::vector<Id> BulkEdit::IdsOf(const Workspace& workspace, const std::vector<Row>& rows) {
  std::vector<Id> ids;
  ids.reserve(rows.size());
  for (const Row row : rows) {
    if (const auto header = workspace.records().HeaderAt(row)) ids.push_back(header->id);
  }
  return ids;
}

bool BulkEdit::Step(const std::function<bool()>& is_over) {
  while (next_ < records_.size()) {
    const auto record = workspace_.records().FindRecord(records_[next_++]);
    if (record && !record->is_deleted && record->schema == schema_.id) Judge(*record);
    if (is_over()) break;
  }
  return next_ == records_.size();
}

Value BulkEdit::Wanted(const Value& now) const {
  if (mode_ == BulkMode::kSet) return value_;
  TextList items = now.list();
  for (const std::string& item : value_.list()) {
    const auto found = std::find(items.begin(), items.end(), item);
    if (mode_ == BulkMode::kAdd && found == items.end()) items.push_back(item);
    if (mode_ == BulkMode::kRemove && found != items.end()) items.erase(found);
  }
  return Value::List(std::move(items));
}

void BulkEdit::Judge(const Record& record) {
  const Value wanted = Wanted(record.Get(field_));
  if (record.Get(field_) == wanted) {
    ++unchanged_;
    return;
  }
  if (IsWithheld(record.Get(field_))) {
    // What would be overwritten is not here to be taken back.
    Issue issue = MakeIssue(Severity::kBlock, "withheld");
    issue.field = field_;
    blocked_.push_back({record.id, {std::move(issue)}});
    return;
  }
  RecordDraft draft(workspace_, schema_, record);
  draft.SetValue(field_, wanted);
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
