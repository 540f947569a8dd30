// ListView's table: its columns, cells, keys and the line below it.
#include <algorithm>
#include <cstdio>

#include "shared/field/field_types.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/toast.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/list_view.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

// The part of a long text around its first mark, so that the hit is seen.
std::string AroundFirstMark(App& app, const SearchWords& query, std::string text) {
  constexpr std::size_t kBefore = 12;
  const std::vector<ui::Mark> marks = MarksOf(app, query, text);
  if (marks.empty() || marks.front().begin <= 2 * kBefore) return text;
  std::size_t from = marks.front().begin - kBefore;
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  return "…" + text.substr(from);
}

}  // namespace

void ListView::DrawTable(Rect rect) {
  const bool has_hit = list_.has_query();
  const std::string shape = std::to_string(static_cast<int>(ui::Css(rect.w))) + (has_hit ? "h" : "-") +
                            (app_.is_english() ? "en" : "zh") + std::to_string(columns_.revision());
  if (shape != table_shape_) {
    table_shape_ = shape;
    table_.columns = columns_.For(app_.workspace().schemas(), *schema_, ui::Css(rect.w), has_hit, app_.is_english());
    table_.sort_column = columns_.sort_column;
    table_.sort_order = columns_.sort_column.empty() ? ui::SortOrder::kNone : columns_.is_descending ? ui::SortOrder::kDown : ui::SortOrder::kUp;
  }
  ui::TableModel model;
  model.row_count = LineCount();
  model.name = schema_->label.In(app_.is_english());
  model.is_selected = [this](std::int64_t line) {
    const Row row = RowAt(line);
    return row != kNoRow && selected_.count(row) != 0;
  };
  model.selected_count = static_cast<std::int64_t>(selected_.size());
  model.selectable_count = static_cast<std::int64_t>(RowCount());
  if (HasGroups() || HasServerLines()) {
    model.group_rows = GroupLines();
    model.group_of = [this](std::int64_t line) { return GroupAt(line); };
    model.group_count = [this](std::int64_t line) { return GroupWordsAt(line); };
    if (IsGrouped()) {
      model.is_group_open = [this](std::int64_t line) {
        const RowGroup* group = grouped_.HeadAt(line);
        return group == nullptr || grouped_.IsOpen(*group);
      };
    }
  }
  model.draw_cell = [this](const ui::TableRow& row, int column, Rect cell) { DrawTableCell(row, column, cell); };
  model.cell_text = [this](std::int64_t line, int column) { return CellTextAt(line, column); };
  HandleTable(ui::Table(rect, "table", table_, model));
}

// Good until it is asked of another head of that kind.
std::string_view ListView::GroupWordsAt(std::int64_t line) {
  if (HasServerLines() && line == OwnLineCount()) return {};
  const RowGroup* group = IsGrouped() ? grouped_.HeadAt(line) : nullptr;
  if (group != nullptr) {
    const auto [words, is_new] = group_words_.try_emplace(group->key);
    if (is_new) words->second = GroupCount(*group);
    return words->second;
  }
  const bool is_of_names = line == 0 && NameCount() > 0;
  std::string& count = group_counts_[is_of_names ? 0 : 1];
  count = ui::GroupedNumber(static_cast<std::int64_t>(is_of_names ? NameCount() : RowCount() - std::min(NameCount(), RowCount())));
  return count;
}

std::string ListView::CellTextAt(std::int64_t line, int column) {
  Shown* shown = At(line);
  if (shown == nullptr) return "";
  const std::string& id = table_.columns[static_cast<std::size_t>(column)].id;
  if (id == kChangedColumn) return RelativeToNow(app_, shown->record.changed_ms);
  if (id == kHitColumn) {
    if (!shown->hit.empty()) return shown->hit;
    const Row row = RowAt(line);
    if (row == kNoRow) return "";
    const FieldId where = app_.workspace().index().WhereHit(list_.query(), row);
    const Field* field = schema_->Find(where);
    if (field == nullptr) return "";
    std::string text = ShownText(app_, app_.workspace().ShownField(schema_->id, *field), app_.workspace().ValueOf(shown->record, where));
    std::replace(text.begin(), text.end(), '\n', ' ');
    const std::string& label = field->label.In(app_.is_english());
    const bool needs_label = field->type != FieldType::kRegion;
    return (needs_label ? label + " " : std::string()) + AroundFirstMark(app_, list_.query(), std::move(text));
  }
  const Field* field = schema_->Find(std::string_view(id));
  return field != nullptr ? TextOf(*shown, *field) : std::string();
}

// Badges behind a name: a conflict to be decided, edits on their way.
void ListView::DrawMarksOf(const Record& record, Rect& cell) {
  const SyncClient& client = app_.workspace().client();
  const ui::Theme& theme = ui::CurrentTheme();
  for (const auto& [id, conflict] : client.conflicts()) {
    if (conflict.record != record.id || !conflict.is_open) continue;
    const Rect place = ui::CutRight(cell, Px(16), Px(6));
    ui::DrawIcon(place, ui::Icon::kMerge, 14, theme.bad.text);
    ui::TooltipOnHover(place, T("record.conflict"));
    break;
  }
  if (!client.IsPending(record.id)) return;
  const Rect place = ui::CutRight(cell, Px(8), Px(6));
  ui::StatusDot(place, ui::Meaning::kInfo);
  ui::TooltipOnHover(place, T("list.pending"));
}

void ListView::DrawTableCell(const ui::TableRow& row, int column, Rect cell) {
  Shown* shown = At(row.index);
  if (shown == nullptr) return;
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string& id = table_.columns[static_cast<std::size_t>(column)].id;
  if (id == kChangedColumn) {
    ui::TextOptions options;
    options.color = theme.secondary;
    options.align = ui::Align::kRight;
    ui::Text(cell, RelativeToNow(app_, shown->record.changed_ms), options);
    ui::TooltipOnHover(cell, ExactHere(app_, shown->record.changed_ms));
    return;
  }
  if (id == kHitColumn) {
    const std::string text = CellTextAt(row.index, column);
    const std::vector<ui::Mark> marks = MarksOf(app_, list_.query(), text);
    ui::TextOptions options;
    options.style = ui::kSmall;
    options.color = theme.text;
    options.marks = marks;
    ui::Text(cell, text, options);
    return;
  }
  const Field* field = schema_->Find(std::string_view(id));
  if (field == nullptr) return;
  const bool is_title = field->id == schema_->title;
  if (is_title) DrawMarksOf(shown->record, cell);
  CellLook look;
  if (is_title || field->search_weight >= 3) look.query = &list_.query();
  look.is_bold = is_title && row.is_cursor;
  const Workspace& workspace = app_.workspace();
  DrawCell(app_, *schema_, workspace.ShownField(schema_->id, *field), workspace.ValueOf(shown->record, field->id), TextOf(*shown, *field), cell,
           look);
}

void ListView::HandleTable(const ui::TableResult& result) {
  const auto toggle = [this](std::int64_t line, bool is_on) {
    const Row row = RowAt(line);
    // What only the server has is fetched first: then it can be chosen like the others.
    if (const Shown* shown = row == kNoRow ? ServerLineAt(line) : nullptr) FetchMissing(shown->record.id);
    if (row == kNoRow) return;
    is_on ? void(selected_.insert(row)) : void(selected_.erase(row));
  };
  if (result.was_sorted) {
    columns_.sort_column = table_.sort_order == ui::SortOrder::kNone ? std::string() : table_.sort_column;
    columns_.is_descending = table_.sort_order == ui::SortOrder::kDown;
    columns_.Keep(*schema_);
  }
  if (result.group_pressed >= 0) {
    if (const RowGroup* group = grouped_.HeadAt(result.group_pressed)) grouped_.Toggle(std::string(group->key));
  }
  if (result.was_arranged) columns_.TakeOver(*schema_, table_.columns);
  if (result.toggled >= 0) {
    const Row row = RowAt(result.toggled);
    toggle(result.toggled, row != kNoRow && selected_.count(row) == 0);
  }
  if (result.range_begin >= 0) {
    for (std::int64_t line = result.range_begin; line <= result.range_end; ++line) toggle(line, true);
  }
  if (result.select_all) {
    selected_.clear();
    if (result.select_value) SelectAll();
  }
  if (result.was_copied && table_.cursor >= 0) {
    std::string line;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) line += (i == 0 ? "" : "\t") + CellTextAt(table_.cursor, static_cast<int>(i));
    ui::CopyText(line);
    app_.Say(std::string(T("list.copied")));
  }
  WalkFromSearch();
  if (result.opened >= 0) {
    Open(result.opened);
  } else if (result.pressed >= 0 && result.toggled < 0) {
    // A click opens the record; keys only do while the pane is open.
    bool was_key = false;
    for (const std::string_view key : {"ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"}) was_key = was_key || ui::IsShortcut(key);
    if (!was_key || IsPaneOpen()) Open(result.pressed);
  }
}

// The search box has the keyboard, the list the answer: arrows walk it, Enter opens the row or the first hit.
void ListView::WalkFromSearch() {
  const int moved = app_.search().TakeMoved();
  const bool was_submitted = app_.search().TakeSubmitted();
  if (moved == 0 && !was_submitted) return;
  std::int64_t line = table_.cursor;
  const bool has_place = line >= 0 && line < LineCount() && GroupAt(line).empty();
  if (moved != 0 || !has_place) {
    const int step = moved < 0 ? -1 : 1;
    line = has_place ? line + step : 0;
    while (line >= 0 && line < LineCount() && !GroupAt(line).empty()) line += step;
  }
  if (line < 0 || line >= LineCount()) return;
  table_.cursor = line;
  table_.keeps_cursor_visible = true;
  if (was_submitted) Open(line);
}

void ListView::DrawCount(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::ReserveFoot(rect);
  ui::LineAtTop(rect, theme.divider);
  Rect line = ui::Inset(rect, Px(16), 0);
  struct Key {
    std::string_view keys[2];
    std::string_view what;
  };
  const Key keys[] = {{{"Esc", ""}, T("list.key_close")}, {{"Enter", ""}, T("list.key_open")},
                      {{T("list.key_space_name"), ""}, T("list.key_select")}, {{"↓", "↑"}, T("list.key_move")}};
  if (rect.w > Px(640)) {
    for (const Key& key : keys) {
      ui::Text(ui::CutRight(line, ui::TextWidth(key.what, ui::kSmall), Px(8)), key.what, ui::kSmall, theme.secondary);
      for (const std::string_view cap : key.keys) {
        if (!cap.empty()) ui::KeyCap(ui::CutRight(line, ui::KeyCapWidth(cap), Px(6)), cap);
      }
      ui::CutRight(line, Px(10));
    }
  }
  const std::string found = FoundCount();
  char number[32];
  std::snprintf(number, sizeof number, search_ms_ < 10 ? "%.1f" : "%.0f", search_ms_);
  const std::string time = list_.is_settled() ? ui::TF("list.time", {{"ms", number}}) : std::string(T("list.searching"));
  ui::Mirror(ui::IdOf("count"), line, {.role = ui::Role::kStatus, .label = T("list.found"), .value = found});
  ui::CutLeft(line, ui::Text(line, found, ui::kSmall, theme.secondary), Px(8));
  ui::FillRect({line.x, line.MidY() - Px(6), ui::Line(), Px(12)}, theme.border);
  ui::CutLeft(line, Px(9));
  ui::CutLeft(line, ui::Text(line, time, ui::kSmall, theme.secondary), Px(9));
  if (!app_.workspace().is_searchable()) ui::Text(line, T("list.indexing"), ui::kSmall, theme.secondary);
}

}  // namespace kedang
