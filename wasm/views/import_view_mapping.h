// MappingPage: the second step of the import: how the file is read, and which column feeds which field, over the first
// rows of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/rect.h"
#include "wasm/views/import_view_grid.h"

namespace kedang {

class MappingPage {
 public:
  MappingPage(App& app, ImportJob& job) : app_(app), job_(job) {}

  void Draw(ui::Rect rect);
  // Whether another file is wanted; once.
  bool TakeBack();

 private:
  void DrawSettings(ui::Rect& rest);
  void DrawSheets(ui::Rect place);
  void DrawTextSettings(const std::function<ui::Rect(std::string_view label, float width)>& place);
  void DrawMessages(ui::Rect& rest);
  void DrawProfile(ui::Rect& rest);
  void DrawGrid(ui::Rect rect);
  void DrawColumns(ui::Rect rect);
  void DrawFoot(ui::Rect bar);
  void DrawTarget(ui::Rect box, std::uint32_t column);
  std::vector<ui::Choice> Fields(std::uint32_t column);

  App& app_;
  ImportJob& job_;
  GridState grid_;
  std::vector<std::string> field_ids_;  // what the choices point to
  bool wants_back_ = false;
};

}  // namespace kedang
