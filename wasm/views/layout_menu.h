// The button that says how a list is laid out, and its sheet: table, board by a choice, calendar by a day; and the field
// that groups a table's rows.
#pragma once

#include "wasm/app/app.h"
#include "wasm/app/saved_view.h"
#include "wasm/ui/item.h"

namespace kedang {

// Fields whose values can be columns of a board, or days of a calendar.
std::vector<const Field*> BoardFields(const Workspace& workspace, const Schema& schema);
std::vector<const Field*> DayFields(const Workspace& workspace, const Schema& schema);
// Fields that rows can be grouped by.
std::vector<const Field*> GroupFields(const Workspace& workspace, const Schema& schema);
// The layout's field where it fits, else the first that does: the stage, a day to come. Null: the schema has none.
const Field* LayoutFieldOf(const Workspace& workspace, const Schema& schema, ViewLayout layout, std::string_view key);

class LayoutMenu {
 public:
  explicit LayoutMenu(App& app) : app_(app) {}

  // The button at the right of the bar; on phones only its icon. True when layout, layout_field or group changed.
  bool Draw(ui::Rect& bar, const Schema& schema, ViewState& state);

 private:
  bool DrawSheet(ui::Rect anchor, const Schema& schema, ViewState& state);

  App& app_;
  ui::Id sheet_ = 0;
};

}  // namespace kedang
