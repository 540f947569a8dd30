// Which columns a list shows, in which order and how wide, kept per template in this browser; and the menu 列 that
// chooses them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/schema.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/table.h"

namespace kedang {

// Columns that are no field.
inline constexpr std::string_view kChangedColumn = "#changed";
inline constexpr std::string_view kHitColumn = "#hit";

class ColumnSet {
 public:
  // Reads what was kept for the template, else the template's own columns.
  void Load(const Schema& schema);
  // Those of a saved view, as ColumnsText and SortText write them; nothing is kept in this browser then. Empty: the
  // template's own.
  void Apply(const Schema& schema, std::string_view columns, std::string_view sort);
  std::string ColumnsText() const;  // "name:240,level:48"
  std::string SortText() const;     // "level", "level:down"; empty: none
  void Reset(const Schema& schema);

  bool IsShown(std::string_view id) const;
  void Show(std::string_view id, bool is_shown, const Schema& schema);

  // The columns for a table `width_css` wide; those that do not fit are left out, the last ones first, unless a person
  // arranged them. The title takes what is left.
  std::vector<ui::TableColumn> For(const SchemaSet& schemas, const Schema& schema, float width_css, bool has_hit, bool is_english) const;
  // Takes over widths and order after the table changed them.
  void TakeOver(const Schema& schema, const std::vector<ui::TableColumn>& columns);

  std::string sort_column = {};
  bool is_descending = false;
  // In this browser, unless they are those of a saved view.
  void Keep(const Schema& schema) const;
  void Forget(const Schema& schema) const;
  std::uint64_t revision() const { return revision_; }

 private:
  struct Column {
    std::string id;
    float width = 0;
  };
  float WidthOf(const Schema& schema, const Field& field) const;

  void ReadColumns(const Schema& schema, std::string_view text);
  void ReadSort(std::string_view text);

  std::vector<Column> columns_;
  bool is_of_view_ = false;
  std::uint64_t revision_ = 0;
};

// The button's layer; call every frame. True when something changed.
bool ColumnMenu(ui::Rect anchor, const Schema& schema, ColumnSet& columns, bool is_english);
void OpenColumnMenu();

}  // namespace kedang
