// BulkActions: what is done to all selected records of a list at once: another value for one field, a person, a stage, an
// export, deleting. Each record is judged as if it were edited alone; what was changed is one thing to take back, what was
// blocked is said with its reasons.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/bulk_edit.h"
#include "wasm/views/field_editor.h"

namespace kedang {

class BulkActions {
 public:
  explicit BulkActions(App& app) : app_(app), editor_(app) {}

  // Buttons at the right of the selection bar. `rows` are asked for when something is done with them; `columns` are those
  // of the list, by key. True when the selection was used up.
  bool DrawButtons(ui::Rect& bar, const Schema& schema, const std::function<std::vector<Row>()>& rows, const std::vector<std::string>& columns);
  // Dialogs and work under way. Call every frame.
  void Draw();
  // Pressed in the list of what was blocked: to be opened; nil: none.
  Id TakeOpened() { return std::exchange(opened_, Id()); }

 private:
  void OpenEditor(const Schema& schema, const std::vector<Row>& rows, FieldId field);
  void DrawEditor();
  void Start(FieldId field, Value value);
  void Work();
  void Finish();
  void DrawProgress();
  void DrawBlocked();
  void Export(const Schema& schema, const std::vector<Row>& rows, const std::vector<std::string>& columns);
  void Delete(const Schema& schema, const std::vector<Row>& rows);
  std::vector<const Field*> EditableFields() const;

  App& app_;
  FieldEditor editor_;
  std::unique_ptr<const Schema> schema_;
  std::vector<Id> records_;
  std::unique_ptr<RecordDraft> draft_;  // a record of nobody: only its one field is looked at
  FieldId field_ = 0;
  std::string chosen_field_;
  BulkMode mode_ = BulkMode::kSet;      // of fields that hold several values
  bool is_field_fixed_ = false;         // assign, move to stage: only the value is asked for
  std::unique_ptr<BulkEdit> work_;
  double started_ms_ = 0;
  std::vector<BlockedRecord> blocked_;
  std::string outcome_;                 // "改了 12 条，3 条被拦下"
  Id opened_;
};

}  // namespace kedang
