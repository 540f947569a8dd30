#include "wasm/views/layout_menu.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"
#include "wasm/app/row_groups.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kHeadCss = 28;
constexpr float kMostCss = 480;

struct LayoutWords {
  ViewLayout layout;
  std::string_view key;
  ui::Icon icon;
};
constexpr LayoutWords kLayouts[] = {{ViewLayout::kTable, "view.table", ui::Icon::kTable},
                                    {ViewLayout::kKanban, "view.kanban", ui::Icon::kSquareKanban},
                                    {ViewLayout::kCalendar, "view.calendar", ui::Icon::kCalendar}};

template <typename Fits>
std::vector<const Field*> FieldsThat(const Workspace& workspace, const Schema& schema, Fits fits) {
  std::vector<const Field*> fields;
  for (const Field& field : schema.fields) {
    if (!field.is_retired && !field.is_sensitive && fits(workspace.ShownField(schema.id, field))) fields.push_back(&field);
  }
  return fields;
}

}  // namespace

std::vector<const Field*> BoardFields(const Workspace& workspace, const Schema& schema) {
  return FieldsThat(workspace, schema, [](const Field& field) { return TraitsOf(field.type).editor == EditorKind::kChoice && !field.choices.empty(); });
}

std::vector<const Field*> DayFields(const Workspace& workspace, const Schema& schema) {
  return FieldsThat(workspace, schema, [](const Field& field) { return TraitsOf(field.type).editor == EditorKind::kDate; });
}

std::vector<const Field*> GroupFields(const Workspace& workspace, const Schema& schema) {
  return FieldsThat(workspace, schema, [](const Field& field) { return RowGroups::CanGroup(field); });
}

const Field* LayoutFieldOf(const Workspace& workspace, const Schema& schema, ViewLayout layout, std::string_view key) {
  if (layout == ViewLayout::kTable) return nullptr;
  const std::vector<const Field*> fields = layout == ViewLayout::kKanban ? BoardFields(workspace, schema) : DayFields(workspace, schema);
  for (const Field* field : fields) {
    if (field->key == key) return field;
  }
  for (const Field* field : fields) {
    if (field->id == schema.stage || (layout == ViewLayout::kCalendar && !IsComputed(field->type))) return field;
  }
  return fields.empty() ? nullptr : fields.front();
}

bool LayoutMenu::Draw(Rect& bar, const Schema& schema, ViewState& state) {
  sheet_ = ui::IdOf("layouts");
  const LayoutWords& words = kLayouts[static_cast<std::size_t>(state.layout)];
  const bool is_phone = ui::IsPhone();
  Rect anchor;
  bool was_pressed = false;
  if (is_phone) {
    anchor = ui::TakeRight(bar, Px(44), Px(44));
    was_pressed = ui::IconButton(anchor, words.icon, T("view.layout"));
  } else {
    const ui::ButtonOptions button = {.label = T(words.key), .icon = words.icon, .id = "layout", .tooltip = T("view.layout"), .can_expand = true};
    const float width = ui::ButtonWidth(button);
    was_pressed = ui::ButtonAtRight(bar, button);
    anchor = {bar.Right() + Px(8), bar.MidY() - Px(16), width, Px(32)};
  }
  if (was_pressed) ui::OpenLayer(sheet_);
  return DrawSheet(anchor, schema, state);
}

bool LayoutMenu::DrawSheet(Rect anchor, const Schema& schema, ViewState& state) {
  if (!ui::IsLayerOpen(sheet_)) return false;
  const Workspace& workspace = app_.workspace();
  const bool is_table = state.layout == ViewLayout::kTable;
  const Field* chosen = LayoutFieldOf(workspace, schema, state.layout, state.layout_field);
  const std::vector<const Field*> fields = is_table                              ? GroupFields(workspace, schema)
                                           : state.layout == ViewLayout::kKanban ? BoardFields(workspace, schema)
                                                                                 : DayFields(workspace, schema);
  const float row = Px(ui::Metrics().menu_item);
  const float height = row * static_cast<float>(3 + fields.size() + (is_table ? 1 : 0)) + Px(kHeadCss) + Px(9);
  ui::LayerOptions options;
  options.anchor = anchor;
  options.width = Px(240);
  options.height = std::min(height, Px(kMostCss)) + Px(8);
  options.is_aligned_right = true;
  options.takes_focus = true;
  options.description = {.role = ui::Role::kDialog, .label = T("view.layout")};
  Rect content;
  if (!ui::BeginSheet(sheet_, options, content)) return false;
  bool was_changed = false;
  Rect area;
  ui::BeginScroll("layout list", ui::Inset(content, Px(4)), height, area);
  for (const LayoutWords& one : kLayouts) {
    const bool can = one.layout == ViewLayout::kTable || LayoutFieldOf(workspace, schema, one.layout, {}) != nullptr;
    const ui::MenuItem item = {.label = T(one.key), .icon = one.icon, .reason = can ? std::string_view() : T("view.no_field"), .is_enabled = can,
                               .is_chosen = state.layout == one.layout};
    if (!ui::MenuRow(ui::CutTop(area, row), item, false) || state.layout == one.layout) continue;
    state.layout = one.layout;
    const Field* field = LayoutFieldOf(workspace, schema, one.layout, {});
    state.layout_field = field != nullptr ? field->key : std::string();
    if (one.layout != ViewLayout::kTable) state.group.clear();
    was_changed = true;
  }
  ui::FillRect({area.x, area.y + Px(4), area.w, ui::Line()}, ui::CurrentTheme().divider);
  ui::CutTop(area, Px(9));
  const std::string_view title = T(is_table ? "view.group_by" : state.layout == ViewLayout::kKanban ? "view.columns_by" : "view.days_by");
  ui::Text(ui::Inset(ui::CutTop(area, Px(kHeadCss)), Px(8), 0), title, ui::kSmall, ui::CurrentTheme().secondary);
  ui::IdScope scope("fields");
  if (is_table && ui::MenuRow(ui::CutTop(area, row), {.label = T("view.no_group"), .is_chosen = state.group.empty()}, false)) {
    state.group.clear();
    was_changed = true;
  }
  for (const Field* field : fields) {
    ui::IdScope one(field->key);
    const bool is_chosen = is_table ? state.group == field->key : field == chosen;
    if (!ui::MenuRow(ui::CutTop(area, row), {.label = field->label.In(app_.is_english()), .is_chosen = is_chosen}, false)) continue;
    (is_table ? state.group : state.layout_field) = field->key;
    was_changed = true;
  }
  ui::EndScroll();
  if (was_changed) ui::CloseLayer(sheet_);
  ui::EndLayer();
  return was_changed;
}

}  // namespace kedang
