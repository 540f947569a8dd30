// RecordMove: a record gets another value of one field because its card was carried there. Judged like any edit: when
// nothing blocks it is saved with 撤销; else a dialog says what does, what is missing can be filled in it, and nothing has
// moved before that is saved.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/views/field_editor.h"

namespace kedang {

class RecordMove {
 public:
  explicit RecordMove(App& app) : app_(app), editor_(app) {}

  // `said` is the toast; `where` names the place in the dialog: 报价.
  void Start(const Schema& schema, Id record, FieldId field, Value value, std::string where, std::string said);
  // The dialog, while it is open. Call every frame.
  void Draw();

 private:
  void Save();
  void CollectFields();
  float BodyHeight() const;
  // Of blocks that no field of the dialog can mend: the stage may not follow, the field is the moved one.
  Issues OtherBlocks() const;

  App& app_;
  FieldEditor editor_;
  std::unique_ptr<const Schema> schema_;  // as it was when it began: others may publish meanwhile
  std::unique_ptr<RecordDraft> draft_;
  FieldId field_ = 0;
  std::vector<FieldId> fields_;  // what was missing when it began, and what came up since
  std::string where_, said_, title_;
};

}  // namespace kedang
