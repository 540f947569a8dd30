// The grid of the import page: any number of rows of 32 px under tall heads that the page draws itself, a column of row
// numbers that stays, one cell with the cursor, edited in place. Only what is visible is asked for and drawn.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/model/issue.h"
#include "wasm/ui/rect.h"

namespace kedang {

struct GridCell {
  std::string_view text = {};
  bool has_issue = false;
  bool is_missing = false;        // empty, but must not be: the placeholder stands there
  bool is_changed = false;        // by the person, and good now
  bool is_dim = false;            // not imported, or the row is left out
  Severity severity = Severity::kInfo;
};

struct GridModel {
  std::string_view name = {};
  std::int64_t row_count = 0;
  int column_count = 0;
  float head_height = 52;         // CSS px
  bool can_select = false;
  bool can_edit = false;
  std::function<std::uint64_t(std::int64_t row)> number_of = {};
  std::function<GridCell(std::int64_t row)> row_mark = {};     // issue of the whole row, beside its number
  std::function<float(int column)> width_of = {};              // CSS px
  std::function<void(int column, ui::Rect head)> draw_head = {};
  std::function<std::string(int column)> head_text = {};       // for the mirror
  std::function<GridCell(std::int64_t row, int column)> cell = {};
};

struct GridState {
  static constexpr int kNumberColumn = -1;
  std::int64_t row = -1;          // the cursor; -1: none
  int column = 0;                 // kNumberColumn: the row itself
  bool is_wanted = false;         // scroll to the cursor at the next frame
  bool is_editing = false;
  bool takes_focus = false;       // the editor, at the next frame
  std::string text;               // being edited
  float scroll_x = 0;             // device px, as of the last frame
};

struct GridResult {
  bool was_moved = false;         // the cursor
  bool was_committed = false;     // state.text is the new text of the cursor's cell
  bool is_cursor_visible = false;
  ui::Rect cursor;                // where it was drawn
};

GridResult Grid(ui::Rect rect, std::string_view id, GridState& state, const GridModel& model);

}  // namespace kedang
