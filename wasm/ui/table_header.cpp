#include "wasm/ui/table_header.h"

#include <algorithm>
#include <utility>

#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

void Sort(TableState& state, const TableColumn& column, TableResult& result) {
  const bool is_same = state.sort_column == column.id;
  state.sort_order = !is_same || state.sort_order == SortOrder::kNone ? SortOrder::kUp
                     : state.sort_order == SortOrder::kUp             ? SortOrder::kDown
                                                                      : SortOrder::kNone;
  state.sort_column = state.sort_order == SortOrder::kNone ? std::string() : column.id;
  result.was_sorted = true;
}

void DrawTitle(Rect rect, const TableColumn& column, const TableState& state, bool is_hovered) {
  const Theme& t = CurrentTheme();
  const bool is_sorted = state.sort_column == column.id && state.sort_order != SortOrder::kNone;
  const TextStyle style = is_sorted ? kSmallBold : kSmall;
  const Color color = is_hovered || is_sorted ? t.text : t.secondary;
  const float sign = is_sorted ? Px(12 + 4) : 0;
  const float width = std::min(TextWidth(column.title, style), rect.w - sign);
  Rect rest = column.is_right_aligned ? Rect{rect.Right() - width - sign, rect.y, width + sign, rect.h} : rect;
  Text(CutLeft(rest, width, Px(4)), column.title, style, color);
  if (is_sorted) DrawIcon(CutLeft(rest, Px(12)), state.sort_order == SortOrder::kUp ? Icon::kArrowUp : Icon::kArrowDown, 12, color);
}

// The edge at the right of a head: dragging it changes the width.
void ResizeEdge(Rect rect, TableColumn& column, float shown_width, TableResult& result) {
  const float edge_x = rect.Right() + Px(kTableGapCss) / 2;
  const Rect edge = {edge_x - Px(4), rect.y, Px(8), rect.h};
  const Id id = IdOf("##edge");
  const ItemState state = Item(id, edge, {}, {.can_focus = false, .on_press = true, .is_draggable = true, .is_mirrored = false});
  if (state.is_hovered || state.is_held) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    FillRect({std::round(edge_x), rect.y + Px(6), Line(2), rect.h - Px(12)}, CurrentTheme().accent);
  }
  if (!state.is_held) return;
  const float dragged = ImGui::GetIO().MouseDelta.x;
  if (dragged == 0) return;
  column.width = std::max(Css(shown_width + dragged), column.least_width);
  column.is_flexible = false;
  result.was_arranged = true;
}

// A head dragged past the middle of its neighbour changes places with it.
void Reorder(size_t index, const TableLayout& layout, float left, TableState& state, TableResult& result) {
  const float x = Pointer().x - left;
  const bool goes_left = index > 0 && x < layout.columns[index - 1].MidX() && state.columns[index - 1].can_move;
  const bool goes_right = index + 1 < layout.columns.size() && x > layout.columns[index + 1].MidX() && state.columns[index + 1].can_move;
  if (goes_left) std::swap(state.columns[index], state.columns[index - 1]);
  if (goes_right) std::swap(state.columns[index], state.columns[index + 1]);
  result.was_arranged = result.was_arranged || goes_left || goes_right;
}

}  // namespace

TableLayout LayOutTable(const TableState& state, const TableModel& model, float width) {
  TableLayout layout;
  float x = Px(kTablePaddingCss);
  if (model.has_check_boxes) {
    layout.check_x = x;
    layout.check_w = Px(16);
    x += layout.check_w + Px(kTableGapCss);
  }
  float fixed = x + Px(kTablePaddingCss) - Px(kTableGapCss);
  float flexible = 0;
  for (const TableColumn& column : state.columns) {
    fixed += Px(column.width) + Px(kTableGapCss);
    if (column.is_flexible) flexible += column.width;
  }
  const float spare = std::max(width - fixed, 0.0f);
  for (const TableColumn& column : state.columns) {
    float own = Px(column.width);
    if (column.is_flexible && flexible > 0) own += std::floor(spare * column.width / flexible);
    layout.columns.push_back({x, 0, own, 0});
    x += own + Px(kTableGapCss);
  }
  layout.width = std::max(x - Px(kTableGapCss) + Px(kTablePaddingCss), width);
  return layout;
}

void TableHeader(Rect rect, float scroll_x, const TableLayout& layout, TableState& state, const TableModel& model,
                 TableResult& result) {
  const Theme& t = CurrentTheme();
  FillRect(rect, t.background);
  LineAtBottom(rect, t.divider);
  PushClip(rect);
  const float left = rect.x - scroll_x;
  Ui().mirror_parents.push_back(IdOf("head"));  // the table mirrored the row, first of all
  if (model.has_check_boxes) {
    const int64_t all = model.selectable_count > 0 ? model.selectable_count : model.row_count;
    bool is_on = all > 0 && model.selected_count >= all;
    const bool is_mixed = model.selected_count > 0 && !is_on;
    if (CheckBox({left + layout.check_x, rect.y, layout.check_w, rect.h}, is_on, {.name = T("table.select_all"), .id = "all", .is_mixed = is_mixed})) {
      result.select_all = true;
      result.select_value = is_mixed || is_on;
    }
  }
  for (size_t i = 0; i < state.columns.size() && i < layout.columns.size(); ++i) {
    TableColumn& column = state.columns[i];
    IdScope scope(column.id);
    const Rect cell = {left + layout.columns[i].x, rect.y, layout.columns[i].w, rect.h};
    const Rect target = Inset(cell, -Px(6), 0);
    ResizeEdge(cell, column, cell.w, result);
    const ItemState head = Item(IdOf("head"), target, {.role = Role::kColumnHeader, .label = column.title, .is_chosen = state.sort_column == column.id,
                                                       .column = static_cast<int>(i)},
                                {.is_draggable = column.can_move});
    DrawTitle(cell, column, state, head.is_hovered && column.can_sort);
    if (head.has_ring) FocusRing(Inset(target, Px(4), Px(7)), Px(2));
    const bool was_dragged = ImGui::IsMouseDragPastThreshold(ImGuiMouseButton_Left, Px(6));
    if (head.was_pressed && column.can_sort && !was_dragged) Sort(state, column, result);
    if (head.is_held && was_dragged && column.can_move) {
      Reorder(i, layout, left, state, result);
      if (result.was_arranged) break;
    }
  }
  Ui().mirror_parents.pop_back();
  PopClip();
}

}  // namespace kedang::ui
