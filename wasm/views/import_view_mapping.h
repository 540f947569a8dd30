// MappingPage: the second step of the import: how the file is read, and which column feeds which field, over the first
// rows of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/rect.h"
#include "wasm/views/import_view_grid.h"
#include "wasm/views/import_view_made.h"

namespace kedang {

class MappingPage {
 public:
  MappingPage(App& app, ImportJob& job) : app_(app), job_(job), maker_(job) {}

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
  // A column of the file, or one made of others: `index` is that of the mapping's.
  struct Shown {
    bool is_made = false;
    std::uint32_t index = 0;
  };
  // In the order of the file, made ones behind the first of what they are made of.
  std::vector<Shown> ShownColumns() const;
  std::string TitleOf(const Shown& shown) const;
  const ColumnTarget& TargetOf(const Shown& shown) const;
  std::vector<std::string> TextsOf(const Shown& shown) const;
  void DrawTarget(ui::Rect box, const Shown& shown);
  // What makes columns of it, or takes a made one away.
  void DrawMaking(ui::Rect box, const Shown& shown);
  std::vector<ui::Choice> Fields(const Shown& shown);

  App& app_;
  ImportJob& job_;
  GridState grid_;
  ColumnMaker maker_;
  std::optional<std::uint32_t> removed_;  // a made column that is to go once the frame is drawn
  std::vector<std::string> field_ids_;  // what the choices point to
  bool wants_back_ = false;
};

}  // namespace kedang
