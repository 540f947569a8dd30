// FacetPanel: all facets of a list with their values and counts, to press: a column beside the table, on phones a sheet.
#pragma once

#include "wasm/ui/layer.h"
#include "wasm/views/facet_lists.h"

namespace kedang {

class FacetPanel {
 public:
  explicit FacetPanel(FacetLists& lists) : lists_(lists) {}

  // Whether the column is there. Kept in this browser.
  bool is_open();
  void SetOpen(bool is_open);
  static float Width();
  // True when something was pressed.
  bool DrawColumn(ui::Rect rect);

  void OpenSheet() { ui::OpenLayer(SheetId()); }
  bool IsSheetOpen() const { return ui::IsLayerOpen(SheetId()); }
  // On phones from the bottom, elsewhere below `anchor`. `found` is what the button at the foot says.
  bool DrawSheet(ui::Rect anchor, std::string_view found);

 private:
  static ui::Id SheetId();
  float HeightOf() const;
  bool DrawLists(ui::Rect rect);
  bool DrawList(const FacetList& list, ui::Rect& rest);
  bool DrawChoice(const FacetList& list, const FacetChoice& choice, int place, ui::Rect line);

  FacetLists& lists_;
  bool is_open_ = false;
  bool is_known_ = false;
};

}  // namespace kedang
