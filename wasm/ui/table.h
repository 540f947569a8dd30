// A table of any number of rows of one height: header that stays, columns that are resized, reordered
// and sorted by their heads, selection, keyboard, group lines. Only visible rows are asked for, drawn
// and mirrored (grid, row, columnheader, cell).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/item.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"

namespace kedang::ui {

enum class SortOrder : uint8_t { kNone, kUp, kDown };

struct TableColumn {
  std::string id = {};
  std::string title = {};
  float width = 120;             // CSS px; changed by dragging the head's edge
  float least_width = 48;
  bool is_flexible = false;      // takes what is left (at least `width`)
  bool is_right_aligned = false;
  bool can_sort = true;
  bool can_move = true;
};

// Kept by the view between frames.
struct TableState {
  std::vector<TableColumn> columns;      // in the order shown
  std::string sort_column = {};
  SortOrder sort_order = SortOrder::kNone;
  int64_t cursor = -1;                   // row with the accent bar
  int64_t anchor = -1;                   // where a Shift range begins
  float scroll_y = 0;
  bool keeps_cursor_visible = false;     // set to scroll to the cursor at the next frame
};

struct TableRow {
  int64_t index = 0;
  bool is_selected = false;      // the check box
  bool is_cursor = false;
  bool is_hovered = false;
  Rect rect;
};

// What the view tells the table.
struct TableModel {
  int64_t row_count = 0;
  bool has_check_boxes = true;
  bool is_header_shown = true;
  float row_height = 0;                  // CSS px; 0: of the form factor
  std::string_view name = {};                 // of the grid in the mirror
  std::function<bool(int64_t row)> is_selected = {};
  int64_t selected_count = 0;            // of rows that are no group lines, for the head's check box
  int64_t selectable_count = 0;          // 0: row_count
  std::vector<int64_t> group_rows = {};       // ascending: where a group line of 28 px stands instead of a row
  std::function<std::string_view(int64_t row)> group_of = {};  // the title of that line
  std::function<std::string_view(int64_t row)> group_count = {};
  std::function<bool(int64_t row)> is_group_open = {};  // set: group lines are pressed to fold what is below them
  std::function<void(const TableRow& row, int column, Rect cell)> draw_cell;  // `column` indexes state.columns
  std::function<std::string(int64_t row, int column)> cell_text;             // for the mirror, and copying
};

struct TableResult {
  int64_t opened = -1;           // double-click, Enter, tap
  int64_t pressed = -1;          // click: the cursor moved there
  int64_t context = -1;          // right click, long press
  int64_t toggled = -1;          // check box or Space
  int64_t range_begin = -1, range_end = -1;  // Shift: select these, inclusive
  int64_t group_pressed = -1;    // a group line
  bool select_all = false;       // the head's check box or Ctrl+A; `select_value` says which way
  bool select_value = false;
  bool was_sorted = false;       // sort_column / sort_order changed
  bool was_arranged = false;     // widths or order changed: keep them
  bool was_copied = false;       // Ctrl+C
  int64_t first_visible = 0, last_visible = -1;
};

TableResult Table(Rect rect, std::string_view id, TableState& state, const TableModel& model);

}  // namespace kedang::ui
