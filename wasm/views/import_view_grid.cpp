#include "wasm/views/import_view_grid.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;

constexpr float kNumberCss = 64;
constexpr float kPaddingCss = 8;

float RowHeight() { return Px(std::max(32.0f, ui::Metrics().control)); }

struct Layout {
  std::vector<float> lefts;  // of columns, from 0; one more for the end
  float row = 0;
  double top = 0;            // of row 0, in the window
  std::int64_t first = 0;
  std::int64_t last = -1;
  std::vector<ui::Id> rows;   // of the visible ones, in the mirror
  std::vector<ui::Id> heads;  // of the columns; 0: out of sight
};

void DrawCell(Rect rect, const GridCell& cell, bool is_cursor) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::ColorPair pair = ui::MeaningColor(MeaningOf(cell.severity));
  if (cell.has_issue) ui::FillRect(rect, pair.tint);
  if (!cell.has_issue && cell.is_changed) ui::FillRect(rect, theme.good.tint);
  Rect words = ui::Inset(rect, Px(kPaddingCss), 0);
  if (cell.has_issue) {
    ui::DrawIcon(ui::CutRight(words, Px(14), Px(4)), IconOf(cell.severity), 14, pair.text);
  } else if (cell.is_changed) {
    ui::DrawIcon(ui::CutRight(words, Px(14), Px(4)), ui::Icon::kCircleCheck, 14, theme.good.text);
  }
  ui::TextOptions text;
  text.style = ui::kGrid;
  text.color = cell.is_missing ? pair.text : cell.is_dim ? theme.secondary : theme.text;
  ui::Text(words, cell.is_missing ? ui::T("import.missing") : cell.text, text);
  ui::LineAtBottom(rect, theme.divider);
  ui::LineAtRight(rect, theme.divider);
  if (is_cursor) ui::StrokeRect(rect, theme.accent, 0, ui::Line(2));
}

void Move(std::int64_t row, int column, GridState& state, const GridModel& model, GridResult& result) {
  state.row = std::clamp<std::int64_t>(row, 0, model.row_count - 1);
  state.column = std::clamp(column, 0, std::max(model.column_count - 1, 0));
  state.is_wanted = result.was_moved = true;
  state.is_editing = false;
}

void Edit(GridState& state, const GridModel& model) {
  if (!model.can_edit || state.row < 0 || state.column < 0) return;
  state.is_editing = state.is_wanted = state.takes_focus = true;
  state.text = std::string(model.cell(state.row, state.column).text);
}

void HandleKeys(std::int64_t page, GridState& state, const GridModel& model, GridResult& result) {
  if (model.row_count == 0 || state.is_editing) return;
  if (ui::IsShortcut("ArrowDown")) Move(state.row + 1, state.column, state, model, result);
  if (ui::IsShortcut("ArrowUp")) Move(state.row - 1, state.column, state, model, result);
  if (ui::IsShortcut("ArrowRight")) Move(state.row, state.column + 1, state, model, result);
  if (ui::IsShortcut("ArrowLeft")) Move(state.row, state.column - 1, state, model, result);
  if (ui::IsShortcut("PageDown")) Move(state.row + page, state.column, state, model, result);
  if (ui::IsShortcut("PageUp")) Move(state.row - page, state.column, state, model, result);
  if (ui::IsShortcut("Home")) Move(0, state.column, state, model, result);
  if (ui::IsShortcut("End")) Move(model.row_count - 1, state.column, state, model, result);
  if (ui::IsShortcut("Enter") || ui::IsShortcut("F2")) Edit(state, model);
}

void DrawEditor(Rect rect, GridState& state, GridResult& result) {
  ui::TextFieldOptions options;
  options.id = "edit";
  options.field.name = ui::T("import.edit_cell");
  options.takes_focus = state.takes_focus;
  state.takes_focus = false;
  const ui::TextFieldResult edit = ui::TextField(rect, state.text, options);
  if (edit.was_cancelled) {
    state.is_editing = false;
  } else if (edit.was_committed || edit.was_submitted) {
    state.is_editing = false;
    result.was_committed = true;
  }
}

// One cell as an item of its own, so that it can be pressed and is in the mirror.
void CellItem(Rect rect, std::int64_t row, int column, GridState& state, const GridModel& model, GridResult& result) {
  const GridCell cell = column < 0 ? model.row_mark(row) : model.cell(row, column);
  const bool is_cursor = model.can_select && state.row == row && state.column == column;
  if (is_cursor) {
    result.cursor = rect;
    result.is_cursor_visible = true;
    if (state.is_editing) return DrawEditor(rect, state, result);
  }
  ui::IdScope scope(static_cast<std::uint64_t>(column + 1));
  ui::Description description;
  description.role = ui::Role::kCell;
  description.label = cell.is_missing ? ui::T("import.missing") : cell.text;
  if (cell.has_issue) description.hint = ui::T(cell.severity == Severity::kBlock ? "import.filter_blocked" : "import.filter_warned");
  description.is_chosen = is_cursor;
  description.is_invalid = cell.has_issue && cell.severity == Severity::kBlock;
  description.row = static_cast<int>(row) + 1;
  description.column = column + 1;
  const ui::Id id = ui::IdOf("cell");
  if (model.can_select) {
    ui::ItemOptions options;
    options.can_focus = false;
    const ui::ItemState item = ui::Item(id, rect, description, options);
    if (item.was_pressed && is_cursor) {
      Edit(state, model);
    } else if (item.was_pressed) {
      state.row = row;
      state.column = column;
      state.is_editing = false;
      result.was_moved = true;
    }
  } else {
    ui::Mirror(id, rect, description);
  }
  if (column < 0) return;
  DrawCell(rect, cell, is_cursor);
}

void DrawNumbers(Rect rect, const Layout& layout, GridState& state, const GridModel& model, GridResult& result) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::PushClip(rect);
  ui::FillRect(rect, theme.background);
  for (std::int64_t row = layout.first; row <= layout.last; ++row) {
    ui::IdScope scope(static_cast<std::uint64_t>(row));
    const auto top = static_cast<float>(std::round(layout.top + static_cast<double>(row) * layout.row));
    const Rect place = {rect.x, top, rect.w, layout.row};
    const std::string number = Number(model.number_of(row));
    GridCell mark = model.row_mark ? model.row_mark(row) : GridCell();
    ui::EnterMirror(layout.rows[static_cast<std::size_t>(row - layout.first)]);
    if (model.can_select && mark.has_issue) {
      CellItem(place, row, GridState::kNumberColumn, state, model, result);
    } else {
      ui::Mirror(ui::IdOf("number"), place, {.role = ui::Role::kCell, .label = number, .row = static_cast<int>(row) + 1, .column = 0});
    }
    ui::EndMirror();
    if (mark.has_issue) {
      const ui::ColorPair pair = ui::MeaningColor(MeaningOf(mark.severity));
      ui::FillRect(place, pair.tint);
      ui::DrawIcon({place.x + Px(4), place.y, Px(12), place.h}, IconOf(mark.severity), 12, pair.text);
    }
    ui::TextOptions text;
    text.style = ui::kSmall;
    text.color = theme.secondary;
    text.align = ui::Align::kRight;
    text.can_shorten = false;
    ui::Text(ui::Inset(place, Px(kPaddingCss), 0), number, text);
    ui::LineAtBottom(place, theme.divider);
  }
  ui::LineAtRight(rect, theme.divider);
  ui::PopClip();
}

// The heads stand before the rows in the mirror, though they are drawn after them.
void MirrorHeads(Rect rect, float scroll, Layout& layout, const GridModel& model) {
  const Rect corner = ui::CutLeft(rect, Px(kNumberCss));
  ui::BeginMirror(ui::IdOf("head"), rect, {.role = ui::Role::kRow, .row = 0});
  ui::Mirror(ui::IdOf("corner"), corner, {.role = ui::Role::kColumnHeader, .label = ui::T("import.row"), .row = 0, .column = 0});
  layout.heads.assign(static_cast<std::size_t>(model.column_count), 0);
  for (int column = 0; column < model.column_count; ++column) {
    const auto index = static_cast<std::size_t>(column);
    const Rect head = {rect.x + layout.lefts[index] - scroll, rect.y, layout.lefts[index + 1] - layout.lefts[index], rect.h};
    if (head.Right() <= rect.x || head.x >= rect.Right()) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(column));
    const std::string label = model.head_text ? model.head_text(column) : std::string();
    layout.heads[index] = ui::IdOf("cell");
    ui::Mirror(layout.heads[index], ui::Intersect(head, rect), {.role = ui::Role::kColumnHeader, .label = label, .row = 0, .column = column + 1});
  }
  ui::EndMirror();
}

void DrawHeads(Rect rect, float scroll, const Layout& layout, const GridModel& model) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.background);
  Rect heads = rect;
  const Rect corner = ui::CutLeft(heads, Px(kNumberCss));
  ui::Text(corner, ui::T("import.row"), ui::kSmall, theme.secondary, ui::Align::kCenter);
  ui::LineAtRight(corner, theme.divider);
  ui::PushClip(heads);
  for (int column = 0; column < model.column_count; ++column) {
    const auto index = static_cast<std::size_t>(column);
    const Rect head = {std::round(heads.x + layout.lefts[index] - scroll), heads.y,
                       layout.lefts[index + 1] - layout.lefts[index], heads.h};
    if (!ui::IsVisible(head)) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(column));
    if (layout.heads[index] != 0) ui::EnterMirror(layout.heads[index]);
    model.draw_head(column, ui::Inset(head, Px(kPaddingCss), 0));
    if (layout.heads[index] != 0) ui::EndMirror();
    ui::LineAtRight(head, theme.divider);
  }
  ui::PopClip();
  ui::LineAtBottom(rect, theme.divider);
}

}  // namespace

GridResult Grid(Rect rect, std::string_view id, GridState& state, const GridModel& model) {
  ui::IdScope scope(id);
  GridResult result;
  Layout layout;
  layout.row = RowHeight();
  layout.lefts.push_back(0);
  for (int column = 0; column < model.column_count; ++column) {
    layout.lefts.push_back(layout.lefts.back() + Px(model.width_of(column)));
  }
  Rect rest = rect;
  const Rect head = ui::CutTop(rest, Px(model.head_height));
  const Rect numbers = ui::CutLeft(rest, Px(kNumberCss));
  const ui::Id grid = ui::IdOf("grid");
  ui::ItemOptions focusable;
  focusable.can_overlap = true;
  const ui::Description description = {.role = ui::Role::kGrid, .label = model.name,
                                       .row_count = static_cast<int>(model.row_count) + 1,
                                       .column_count = model.column_count + 1};
  const ui::ItemState focus = ui::Item(grid, rest, description, focusable);
  ui::EnterMirror(grid);
  MirrorHeads(head, state.scroll_x, layout, model);
  if (focus.is_focused && model.can_select) {
    HandleKeys(std::max<std::int64_t>(static_cast<std::int64_t>(rest.h / layout.row) - 1, 1), state, model, result);
  }
  state.row = std::min(state.row, model.row_count - 1);
  Rect content;
  ui::BeginScroll("cells", rest, static_cast<float>(model.row_count) * layout.row, content, layout.lefts.back());
  // A float loses whole pixels in the place of a late row: count from the scroll instead.
  const double shift = static_cast<double>(rest.y) - static_cast<double>(content.y);
  layout.first = std::max<std::int64_t>(static_cast<std::int64_t>(shift / layout.row), 0);
  layout.last = std::min(static_cast<std::int64_t>((shift + rest.h) / layout.row), model.row_count - 1);
  layout.top = static_cast<double>(rest.y) - shift;
  if (state.is_wanted && state.row >= 0) {
    const auto top = static_cast<float>(layout.top + static_cast<double>(state.row) * layout.row);
    const auto column = static_cast<std::size_t>(std::clamp(state.column, 0, std::max(model.column_count - 1, 0)));
    const float left = layout.lefts[column];
    const float width = column + 1 < layout.lefts.size() ? layout.lefts[column + 1] - left : 0;
    ui::ScrollIntoView({content.x + left, top, width, layout.row}, 0);
  }
  const float scroll_x = state.scroll_x = rest.x - content.x;
  for (std::int64_t row = layout.first; row <= layout.last; ++row) {
    ui::IdScope row_scope(static_cast<std::uint64_t>(row));
    const auto top = static_cast<float>(std::round(layout.top + static_cast<double>(row) * layout.row));
    layout.rows.push_back(ui::IdOf("row"));
    ui::BeginMirror(layout.rows.back(), {rest.x, top, rest.w, layout.row}, {.role = ui::Role::kRow, .row = static_cast<int>(row) + 1});
    for (int column = 0; column < model.column_count; ++column) {
      const auto index = static_cast<std::size_t>(column);
      const Rect place = {std::round(content.x + layout.lefts[index]), top, layout.lefts[index + 1] - layout.lefts[index], layout.row};
      if (place.Right() > rest.x && place.x < rest.Right()) CellItem(place, row, column, state, model, result);
    }
    ui::EndMirror();
  }
  state.is_wanted = false;
  ui::EndScroll();
  DrawNumbers(numbers, layout, state, model, result);
  DrawHeads(head, scroll_x, layout, model);
  ui::EndMirror();
  if (result.was_moved && !focus.is_focused) ui::FocusItem(grid);
  return result;
}

}  // namespace kedang
