// ViewDialog: name, sharing and defaults of a saved view: for a new one (saved from what a list shows) and for one that is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/view_book.h"
#include "wasm/views/field_editor_choices.h"

namespace kedang {

class ViewDialog {
 public:
  ViewDialog(App& app, ViewBook& book) : app_(app), book_(book), teams_(app) {}

  // Of an id that is nil: a new one.
  void Open(SavedView view);
  // Call every frame. The id of a new view, in the frame it has been made.
  std::optional<Id> Draw();

 private:
  void DrawSharing(ui::Rect& rest);
  void DrawDefaults(ui::Rect& rest);
  void Save();
  bool IsComplete() const;
  float Height() const;

  App& app_;
  ViewBook& book_;
  FieldChoices teams_;
  SavedView view_;
  std::string team_;
  std::string team_filter_;
  int focus_frames_ = 0;  // the menu that opened the dialog takes the keys back when it closes
  std::optional<Id> made_;
};

}  // namespace kedang
