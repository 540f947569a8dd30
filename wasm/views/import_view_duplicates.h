// DuplicatesPage: the step 查重 of the import: rows that are in the pool or in the file already, what becomes of each kind by
// rule and of each row by decision, and how many records that would make and change.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/rect.h"

namespace kedang {

class DuplicatesPage {
 public:
  DuplicatesPage(App& app, ImportJob& job) : app_(app), job_(job) {}

  void Draw(ui::Rect rect);
  // Back to the check; once.
  bool TakeBack();

 private:
  void DrawProgress(ui::Rect& rest);
  void DrawRules(ui::Rect& rest);
  void DrawPlan(ui::Rect& rest);
  float RulesHeight() const;
  void DrawRows(ui::Rect rect, float top_height);
  void DrawRow(ui::Rect card, const DuplicateRow& found);
  void DrawFoot(ui::Rect bar);
  float RowHeight() const;
  std::string TitleOfRow(std::uint32_t row) const;
  void DrawAction(ui::Rect box, const DuplicateRow& found);

  App& app_;
  ImportJob& job_;
  bool wants_back_ = false;
};

}  // namespace kedang
