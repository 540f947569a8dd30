#include "wasm/views/column_menu.h"

#include <algorithm>
#include <cstdlib>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"
#include "wasm/platform/settings.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kTitleWidth = 240;
constexpr float kChangedWidth = 92;
constexpr float kHitWidth = 176;
constexpr float kPadding = 64;  // both sides, the check box and its gap
constexpr float kGap = 16;

std::string SettingOf(const Schema& schema) { return "list." + schema.key; }

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace

float ColumnSet::WidthOf(const Schema& schema, const Field& field) const {
  if (field.id == schema.title) return kTitleWidth;
  if (field.id == schema.level) return 48;
  if (field.id == schema.stage || TraitsOf(field.type).editor == EditorKind::kPerson) return 104;
  return static_cast<float>(field.column_width > 0 ? field.column_width : 140);
}

void ColumnSet::Reset(const Schema& schema) {
  ++revision_;
  columns_.clear();
  sort_column.clear();
  is_descending = false;
  for (const Field& field : schema.fields) {
    if (!field.is_retired && (field.column_width > 0 || field.id == schema.title)) {
      columns_.push_back({field.key, WidthOf(schema, field)});
    }
  }
  columns_.push_back({std::string(kChangedColumn), kChangedWidth});
  // The title first.
  const Field* title = schema.Find(schema.title);
  const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) { return title != nullptr && column.id == title->key; });
  if (found != columns_.end()) std::rotate(columns_.begin(), found, found + 1);
}

// "name:240,level:48|stage:down"
void ColumnSet::Load(const Schema& schema) {
  is_of_view_ = false;
  Reset(schema);
  const auto kept = ReadSetting(SettingOf(schema));
  if (!kept) return;
  const auto halves = Split(*kept, '|');
  ReadColumns(schema, halves[0]);
  if (halves.size() > 1) ReadSort(halves[1]);
}

void ColumnSet::Apply(const Schema& schema, std::string_view columns, std::string_view sort) {
  is_of_view_ = true;
  Reset(schema);
  ReadColumns(schema, columns);
  ReadSort(sort);
}

void ColumnSet::ReadColumns(const Schema& schema, std::string_view text) {
  std::vector<Column> columns;
  for (const std::string_view part : Split(text, ',')) {
    const std::size_t colon = part.rfind(':');
    if (colon == std::string_view::npos) continue;
    const std::string id(part.substr(0, colon));
    const Field* field = schema.Find(std::string_view(id));
    if (id != kChangedColumn && (field == nullptr || field->is_retired)) continue;  // the template has changed
    columns.push_back({id, std::clamp(std::strtof(std::string(part.substr(colon + 1)).c_str(), nullptr), 48.0f, 1200.0f)});
  }
  if (!columns.empty()) columns_ = std::move(columns);
}

void ColumnSet::ReadSort(std::string_view text) {
  const auto sort = Split(text, ':');
  sort_column = std::string(sort[0]);
  is_descending = sort.size() > 1 && sort[1] == "down";
}

std::string ColumnSet::ColumnsText() const {
  std::string text;
  for (const Column& column : columns_) {
    text += (text.empty() ? "" : ",") + column.id + ":" + std::to_string(static_cast<int>(column.width));
  }
  return text;
}

std::string ColumnSet::SortText() const { return sort_column.empty() || !is_descending ? sort_column : sort_column + ":down"; }

void ColumnSet::Keep(const Schema& schema) const {
  if (is_of_view_) return;
  std::string text = ColumnsText();
  if (!sort_column.empty()) text += "|" + sort_column + (is_descending ? ":down" : ":up");
  WriteSetting(SettingOf(schema), text);
}

void ColumnSet::Forget(const Schema& schema) const {
  if (!is_of_view_) RemoveSetting(SettingOf(schema));
}

bool ColumnSet::IsShown(std::string_view id) const {
  return std::any_of(columns_.begin(), columns_.end(), [id](const Column& column) { return column.id == id; });
}

void ColumnSet::Show(std::string_view id, bool is_shown, const Schema& schema) {
  ++revision_;
  if (!is_shown) {
    std::erase_if(columns_, [id](const Column& column) { return column.id == id; });
  } else if (!IsShown(id)) {
    const Field* field = schema.Find(id);
    const Column column = {std::string(id), field != nullptr ? WidthOf(schema, *field) : kChangedWidth};
    // Before the time of change, which stays last unless it was moved.
    const bool has_time_last = !columns_.empty() && columns_.back().id == kChangedColumn;
    columns_.insert(has_time_last ? columns_.end() - 1 : columns_.end(), column);
  }
  Keep(schema);
}

std::vector<ui::TableColumn> ColumnSet::For(const SchemaSet& schemas, const Schema& schema, float width_css, bool has_hit, bool is_english) const {
  std::vector<ui::TableColumn> columns;
  const auto make = [&](std::string id, std::string title, float width) {
    ui::TableColumn column;
    column.id = std::move(id);
    column.title = std::move(title);
    column.width = width;
    columns.push_back(std::move(column));
  };
  const Field* title = schema.Find(schema.title);
  for (const Column& shown : columns_) {
    if (shown.id == kChangedColumn) {
      make(shown.id, std::string(T("list.changed")), shown.width);
      columns.back().is_right_aligned = true;
      columns.back().can_sort = false;
      continue;
    }
    const Field* field = schema.Find(std::string_view(shown.id));
    if (field == nullptr) continue;
    // Short heads: the page says whose level and stage they are.
    const bool is_level = field->id == schema.level, is_stage = field->id == schema.stage;
    make(shown.id, is_level ? std::string(T("list.level")) : is_stage ? std::string(T("list.stage")) : field->label.In(is_english), shown.width);
    columns.back().is_right_aligned = TraitsOf(ShownField(&schemas, schema, *field).type).is_right_aligned;
    if (field == title) {
      columns.back().is_flexible = true;
      columns.back().least_width = 120;
    }
  }
  if (has_hit) {
    make(std::string(kHitColumn), std::string(T("list.hit")), kHitWidth);
    columns.back().can_sort = columns.back().can_move = false;
  }
  const auto total = [&] {
    float sum = kPadding;
    for (const ui::TableColumn& column : columns) sum += column.width + kGap;
    return sum - kGap;
  };
  const auto is_kept = [&](const ui::TableColumn& column) {
    if (column.id == kHitColumn || column.id == kChangedColumn) return true;
    const Field* field = schema.Find(std::string_view(column.id));
    return field != nullptr && (field->id == schema.title || field->id == schema.level || field->id == schema.stage || field->id == schema.owner);
  };
  while (total() > width_css) {
    const auto last = std::find_if(columns.rbegin(), columns.rend(), [&](const ui::TableColumn& column) { return !is_kept(column); });
    if (last == columns.rend()) break;
    columns.erase(std::next(last).base());
  }
  return columns;
}

void ColumnSet::TakeOver(const Schema& schema, const std::vector<ui::TableColumn>& columns) {
  std::vector<Column> taken;
  for (const ui::TableColumn& column : columns) {
    if (column.id != kHitColumn) taken.push_back({column.id, column.width});
  }
  // Columns that had no room keep their places at the end.
  for (const Column& column : columns_) {
    const bool is_taken = std::any_of(taken.begin(), taken.end(), [&](const Column& other) { return other.id == column.id; });
    if (!is_taken) taken.push_back(column);
  }
  columns_ = std::move(taken);
  Keep(schema);
}

void OpenColumnMenu() { ui::OpenLayer(ui::IdOf("columns")); }

bool ColumnMenu(Rect anchor, const Schema& schema, ColumnSet& columns, bool is_english) {
  std::vector<const Field*> fields;
  for (const Field& field : schema.fields) {
    if (!field.is_retired && field.id != schema.title) fields.push_back(&field);
  }
  const float row = Px(ui::Metrics().menu_item);
  const float list = row * static_cast<float>(std::min<std::size_t>(fields.size() + 1, 12));
  ui::LayerOptions options;
  options.anchor = anchor;
  options.width = Px(260);
  options.height = list + row + Px(17);
  options.is_aligned_right = true;
  options.takes_focus = true;
  options.description = {.role = ui::Role::kDialog, .label = T("list.columns")};
  Rect content;
  if (!ui::BeginSheet(ui::IdOf("columns"), options, content)) return false;
  bool has_changed = false;
  Rect rest = ui::Inset(content, Px(4));
  const Rect foot = ui::CutBottom(rest, row, Px(8));
  ui::FillRect({rest.x, foot.y - Px(5), rest.w, ui::Line()}, ui::CurrentTheme().divider);
  if (ui::MenuRow(foot, {.label = T("list.columns_reset"), .icon = ui::Icon::kRotateCcw}, false)) {
    columns.Reset(schema);
    columns.Forget(schema);
    has_changed = true;
  }
  Rect area;
  ui::BeginScroll("fields", rest, row * static_cast<float>(fields.size() + 1), area);
  const auto draw = [&](std::string_view id, std::string_view label) {
    const Rect place = ui::Inset(ui::CutTop(area, row), Px(8), 0);
    bool is_on = columns.IsShown(id);
    if (ui::CheckBox(place, is_on, {.label = label, .id = id})) {
      columns.Show(id, is_on, schema);
      has_changed = true;
    }
  };
  for (const Field* field : fields) draw(field->key, field->label.In(is_english));
  draw(kChangedColumn, T("list.changed"));
  ui::EndScroll();
  ui::EndLayer();
  return has_changed;
}

}  // namespace kedang
