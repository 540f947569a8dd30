#include "wasm/ui/table.h"

#include <algorithm>
#include <cmath>

#include "wasm/platform/accessibility.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/table_header.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kGroupCss = 28;

bool IsGroup(const TableModel& model, int64_t row) {
  return std::binary_search(model.group_rows.begin(), model.group_rows.end(), row);
}

void MoveCursor(int64_t to, TableState& state, const TableModel& model, TableResult& result) {
  const int64_t step = to >= state.cursor ? 1 : -1;
  to = std::clamp<int64_t>(to, 0, model.row_count - 1);
  while (to > 0 && to < model.row_count - 1 && IsGroup(model, to)) to += step;
  if (IsGroup(model, to)) to = std::min(to + 1, model.row_count - 1);
  if (ImGui::GetIO().KeyShift) {
    if (state.anchor < 0) state.anchor = std::max<int64_t>(state.cursor, 0);
    result.range_begin = std::min(state.anchor, to);
    result.range_end = std::max(state.anchor, to);
  } else {
    state.anchor = to;
  }
  state.cursor = to;
  state.keeps_cursor_visible = true;
}

void HandleKeys(int64_t page, TableState& state, const TableModel& model, TableResult& result) {
  if (model.row_count == 0) return;
  const ImGuiIO& io = ImGui::GetIO();
  const int64_t before = state.cursor;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) MoveCursor(state.cursor + 1, state, model, result);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) MoveCursor(state.cursor - 1, state, model, result);
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) MoveCursor(state.cursor + page, state, model, result);
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) MoveCursor(state.cursor - page, state, model, result);
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) MoveCursor(0, state, model, result);
  if (ImGui::IsKeyPressed(ImGuiKey_End)) MoveCursor(model.row_count - 1, state, model, result);
  if (state.cursor != before) result.pressed = state.cursor;
  if (state.cursor < 0) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Space, false)) result.toggled = state.cursor;
  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) && !io.KeyCtrl) result.opened = state.cursor;
  if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_A, false)) result.select_all = result.select_value = true;
  if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_C, false)) result.was_copied = true;
}

bool GroupLine(Rect rect, int64_t row, const TableModel& model) {
  const Theme& t = CurrentTheme();
  const std::string_view title = model.group_of ? model.group_of(row) : std::string_view();
  const std::string_view count = model.group_count ? model.group_count(row) : std::string_view();
  Rect rest = Inset(rect, Px(kTablePaddingCss), 0);
  bool was_pressed = false;
  Description description = {.role = Role::kRow, .label = title, .value = count};
  if (model.is_group_open) {
    description.can_expand = true;
    description.is_expanded = model.is_group_open(row);
    const ItemState item = Item(IdOf("group"), rect, description, {.can_overlap = true});
    if (item.is_hovered) FillRect(rect, t.hover_fill);
    if (item.has_ring) FocusRing(Inset(rect, Px(4)), Px(4));
    DrawIcon(CutLeft(rest, Px(16), Px(4)), description.is_expanded ? Icon::kChevronDown : Icon::kChevronRight, 14, t.secondary);
    was_pressed = item.was_pressed;
  } else {
    Mirror(IdOf("group"), rect, description);
  }
  LineAtBottom(rect, t.divider);
  CutLeft(rest, Text(rest, title, kSmallBold, t.text), Px(8));
  Text(rest, count, kSmall, t.secondary);
  return was_pressed;
}

void Press(const ItemState& row_state, int64_t row, TableState& state, TableResult& result) {
  if (row_state.was_right_clicked || row_state.was_long_pressed) {
    state.cursor = result.context = row;
    return;
  }
  if (!row_state.was_pressed) return;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyShift && state.anchor >= 0) {
    result.range_begin = std::min(state.anchor, row);
    result.range_end = std::max(state.anchor, row);
  } else if (io.KeyCtrl) {
    result.toggled = state.anchor = row;
  } else {
    state.anchor = row;
    result.pressed = row;
    if (Facts().is_touch || io.MouseClickedLastCount[0] >= 2) result.opened = row;
  }
  state.cursor = row;
}

void DrawRow(Rect rect, int64_t row, const TableLayout& layout, TableState& state, const TableModel& model, TableResult& result) {
  const Theme& t = CurrentTheme();
  IdScope scope(static_cast<uint64_t>(row));
  TableRow facts = {.index = row, .is_selected = model.is_selected && model.is_selected(row), .is_cursor = row == state.cursor, .rect = rect};
  const Id id = IdOf("row");
  const ItemState item = Item(id, rect, {.role = Role::kRow, .is_chosen = facts.is_selected || facts.is_cursor, .row = static_cast<int>(row) + 1},
                              {.can_focus = false, .can_overlap = true});
  facts.is_hovered = item.is_hovered || (IsPointerOver(rect) && !Facts().is_touch);
  if (facts.is_cursor || facts.is_selected) {
    FillRect(rect, t.selected_fill);
  } else if (facts.is_hovered) {
    FillRect(rect, t.hover_fill);
  }
  LineAtBottom(rect, t.divider);
  if (facts.is_cursor) FillRect({rect.x, rect.y, Px(3), rect.h - Line()}, t.accent);
  Ui().mirror_parents.push_back(id);
  if (model.has_check_boxes) {
    bool is_on = facts.is_selected;
    const CheckOptions options = {.name = T("table.select_row"), .id = "check", .pose = Pose::kLive};
    if (CheckBox({rect.x + layout.check_x, rect.y, layout.check_w, rect.h}, is_on, options)) result.toggled = row;
  }
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    IdScope cell_scope(static_cast<uint64_t>(i));
    const Rect cell = {rect.x + layout.columns[i].x, rect.y, layout.columns[i].w, rect.h - Line()};
    const std::string text = model.cell_text ? model.cell_text(row, column) : std::string();
    BeginMirror(IdOf("cell"), cell, {.role = Role::kCell, .label = text, .row = static_cast<int>(row) + 1, .column = column});
    if (model.draw_cell) model.draw_cell(facts, column, cell);
    EndMirror();
  }
  Ui().mirror_parents.pop_back();
  Press(item, row, state, result);
}

// Tops of rows when some are group lines, which are lower.
struct RowPlaces {
  float row_height = 0;
  std::vector<int64_t> groups;  // rows that are group lines, ascending

  float Top(int64_t row) const {
    const auto before = std::lower_bound(groups.begin(), groups.end(), row) - groups.begin();
    return static_cast<float>(row - before) * row_height + static_cast<float>(before) * Px(kGroupCss);
  }
  bool IsGroup(int64_t row) const { return std::binary_search(groups.begin(), groups.end(), row); }
  float Height(int64_t row) const { return IsGroup(row) ? Px(kGroupCss) : row_height; }
  int64_t RowAt(float y, int64_t count) const {
    int64_t low = 0;
    int64_t high = count;
    while (low < high) {
      const int64_t middle = (low + high) / 2;
      Top(middle + 1) <= y ? low = middle + 1 : high = middle;
    }
    return low;
  }
};

RowPlaces PlaceRows(const TableModel& model) {
  RowPlaces places;
  places.row_height = model.row_height > 0 ? Px(model.row_height) : Px(Metrics().table_row);
  places.groups = model.group_rows;
  return places;
}

}  // namespace

TableResult Table(Rect rect, std::string_view id, TableState& state, const TableModel& model) {
  IdScope scope(id);
  TableResult result;
  const TableLayout layout = LayOutTable(state, model, rect.w);
  const RowPlaces places = PlaceRows(model);
  const Id grid = IdOf("grid");
  // The grid itself has the focus; its keys move a cursor over the rows.
  const ItemState focus = Item(grid, rect, {.role = Role::kGrid, .label = model.name, .row_count = static_cast<int>(model.row_count) + 1,
                                            .column_count = static_cast<int>(state.columns.size())},
                               {.can_overlap = true});
  Ui().mirror_parents.push_back(grid);
  if (state.cursor >= model.row_count) state.cursor = model.row_count - 1;
  Rect rest = rect;
  const Rect head = model.is_header_shown ? CutTop(rest, Px(kTableHeadCss)) : Rect{};
  // Drawn last, when it is known how far the rows are scrolled, but the first row of the mirror.
  if (model.is_header_shown) Mirror(IdOf("head"), head, {.role = Role::kRow, .row = 0});
  if (focus.is_focused && !Ui().is_text_active && !IsAnyLayerOpen()) {
    HandleKeys(std::max<int64_t>(static_cast<int64_t>(rest.h / places.row_height) - 1, 1), state, model, result);
  }
  Rect content;
  BeginScroll("rows", rest, places.Top(model.row_count), content, layout.width);
  if (state.keeps_cursor_visible && state.cursor >= 0) {
    ScrollIntoView({content.x, content.y + places.Top(state.cursor), content.w, places.Height(state.cursor)}, 0);
    state.keeps_cursor_visible = false;
  }
  const float shift = rest.y - content.y;
  result.first_visible = places.RowAt(shift, model.row_count);
  result.last_visible = result.first_visible - 1;
  for (int64_t row = result.first_visible; row < model.row_count; ++row) {
    const Rect place = {content.x, std::round(content.y + places.Top(row)), content.w, places.Height(row)};
    if (place.y >= rest.Bottom()) break;
    result.last_visible = row;
    if (places.IsGroup(row)) {
      IdScope group(static_cast<uint64_t>(row));
      if (GroupLine(place, row, model)) result.group_pressed = row;
    } else {
      DrawRow(place, row, layout, state, model, result);
    }
  }
  const ScrollState scrolled = EndScroll();
  state.scroll_y = scrolled.y;
  if (model.is_header_shown) TableHeader(head, scrolled.x, layout, state, model, result);
  if (focus.has_ring) FocusRing(Inset(rect, Px(4)), 0);
  Ui().mirror_parents.pop_back();
  // A click on a row gives the grid the keys, without a ring.
  if (ImGui::IsMouseReleased(ImGuiMouseButton_Left) && (result.pressed >= 0 || result.toggled >= 0)) {
    ImGui::SetFocusID(grid, ImGui::GetCurrentWindow());
    ImGui::SetNavCursorVisible(false);
  }
  return result;
}

}  // namespace kedang::ui
