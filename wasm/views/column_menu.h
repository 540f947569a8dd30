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
  void Keep(const Schema& schema) const;
  std::uint64_t revision() const { return revision_; }

 private:
  struct Column {
    std::string id;
    float width = 0;
  };
  float WidthOf(const Schema& schema, const Field& field) const;

  std::vector<Column> columns_;
  std::uint64_t revision_ = 0;
};

// The button's layer; call every frame. True when something changed.
bool ColumnMenu(ui::Rect anchor, const Schema& schema, ColumnSet& columns, bool is_english);
void OpenColumnMenu();

}  // namespace kedang
