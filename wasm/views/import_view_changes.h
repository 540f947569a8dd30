// ChangesSheet: 标准化: of every column of an import how many cells are stored otherwise than they were typed, what was changed, with
// examples before and after; and a switch where the text may stay as it was typed.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/app/background_work.h"
#include "wasm/app/column_changes.h"
#include "wasm/ui/scroll_area.h"

namespace kedang {

class ChangesSheet {
 public:
  ChangesSheet(App& app, ImportJob& job) : app_(app), job_(job), changes_(job, app.workspace()) {}

  // Another file, or other columns: what was found is gone.
  void Reset();
  // Looks through the rows once all are judged, and again when some were changed; false: there is nothing to show (yet).
  bool Refresh();
  // The line that opens it: 标准化, 3,204 格.
  void DrawLine(ui::Rect row);
  // The sheet, when it is open.
  void Draw();

 private:
  void DrawColumn(ui::Rect& rest, const ColumnChanges::Column& column);

  App& app_;
  ImportJob& job_;
  ColumnChanges changes_;
  BackgroundWork work_;
  ui::MeasuredScroll scroll_;
};

}  // namespace kedang
