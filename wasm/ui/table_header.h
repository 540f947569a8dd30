// The head of a table: titles, sorting, widths and order of columns. Private to wasm/ui.
#pragma once

#include <vector>

#include "wasm/ui/table.h"

namespace kedang::ui {

inline constexpr float kTablePaddingCss = 16;
inline constexpr float kTableGapCss = 16;
inline constexpr float kTableHeadCss = 32;

// Where each column's cells stand in a row that is `width` wide, device px from the row's left.
struct TableLayout {
  std::vector<Rect> columns;  // x and w only
  float check_x = 0;          // of the check box; w 0 when there is none
  float check_w = 0;
  float width = 0;            // of the whole row; more than the table's when it scrolls sideways
};

TableLayout LayOutTable(const TableState& state, const TableModel& model, float width);

// Draws the head into `rect`, moved by `scroll_x`; changes state and result.
void TableHeader(Rect rect, float scroll_x, const TableLayout& layout, TableState& state, const TableModel& model,
                 TableResult& result);

}  // namespace kedang::ui
