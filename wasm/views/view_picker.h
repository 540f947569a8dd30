// ViewPicker: the button beside a list's title that names the saved view one looks at, its list (mine, of the team, for
// everybody), and what is done with views: choosing, keeping changes, saving under a name, renaming, sharing, ordering,
// deleting with undo.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/view_book.h"
#include "wasm/ui/item.h"
#include "wasm/views/view_dialog.h"

namespace kedang {

class ViewPicker {
 public:
  ViewPicker(App& app, ViewBook& book) : app_(app), book_(book), dialog_(app, book) {}

  struct Facts {
    const Schema* schema = nullptr;
    Id view;                  // nil: everything
    bool is_changed = false;  // `now` is not what the view says
    ViewState now;
  };
  // Cuts the button off the bar, at most `most` wide, and draws what is open. The view chosen: nil for everything.
  std::optional<Id> Draw(ui::Rect& bar, float most, const Facts& facts);

 private:
  bool MayChange(const SavedView& view) const;
  void DrawButton(ui::Rect& bar, float most, const Facts& facts, const SavedView* current);
  std::optional<Id> DrawList(const Facts& facts, const SavedView* current);
  void DrawFoot(ui::Rect& rest, const Facts& facts, const SavedView* current);
  bool DrawRow(ui::Rect row, std::string_view id, std::string_view name, ui::Icon icon, bool is_chosen, const SavedView* view);
  void DrawMenu(const Facts& facts);
  void Delete(const SavedView& view);
  void Keep(Group group, std::string said);
  std::string EverythingOf(const Schema& schema) const;
  static ui::Icon IconOf(ViewLayout layout);

  App& app_;
  ViewBook& book_;
  ViewDialog dialog_;
  ui::Id sheet_ = 0, menu_ = 0;
  ui::Rect anchor_;
  ui::Rect menu_anchor_;
  Id menu_view_;
  std::string filter_;
};

}  // namespace kedang
