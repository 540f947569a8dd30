// The schemas of the instance.
#include <algorithm>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_view.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kRowCss = 64;
constexpr float kColumnCss = 860;

}  // namespace

void DesignerView::DrawList(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  const Rect head = ui::CutTop(page, Px(56));
  const auto add = [&] {
    const SchemaId id = state_.draft.AddSchema({std::string(T("designer.new_schema_name")), ""});
    const Schema* made = state_.draft.Find(id);
    state_.wants_label = true;
    app_.Go({{"admin", "templates", made->key}});
  };
  if (is_phone) {
    ui::LineAtBottom(head, theme.border);
    ui::PhoneBar bar;
    bar.title = T("designer.title");
    bar.action = T("common.new");
    const int pressed = ui::PhoneTopBar(head, bar);
    if (pressed < 0) app_.Back();
    if (pressed > 0) return add();
  } else {
    Rect line = ui::Inset(head, Px(16), 0);
    if (ui::ButtonAtRight(line, {.label = T("designer.new_schema"), .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kPlus})) return add();
    if (ui::ButtonAtRight(line, {.label = T("tags.title"), .icon = ui::Icon::kTags})) return app_.Go({{"admin", "tags"}});
    if (state_.has_changes()) {
      if (ui::ButtonAtRight(line, {.label = T("designer.publish"), .id = "publish all"})) publish_.OpenPublish();
      if (ui::ButtonAtRight(line, {.label = T("designer.compare")})) publish_.OpenCompare();
    }
    ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = T("designer.title"), .level = 1});
    ui::CutLeft(line, ui::Text(line, T("designer.title"), ui::kPageTitle, theme.text), Px(12));
    DrawVersions(line);
  }
  const auto& schemas = state_.draft.set().schemas;
  Rect content;
  const float note_height = ui::WrappedHeight(std::min(page.w - Px(32), Px(kColumnCss)), T("designer.list_note"), ui::kSmall);
  ui::BeginScroll("schemas", page, Px(kRowCss + 8) * static_cast<float>(schemas.size()) + note_height + Px(30), content);
  Rect rest = ui::Inset(content, Px(16), 0);
  rest.w = std::min(rest.w, Px(kColumnCss));
  ui::WrappedText(ui::CutTop(rest, note_height, Px(12)), T("designer.list_note"), ui::kSmall, theme.secondary);
  ui::BeginMirror(ui::IdOf("list"), rest, {.role = ui::Role::kList, .label = T("designer.title")});
  for (const Schema& schema : schemas) {
    if (!schema.is_system) DrawSchemaRow(ui::CutTop(rest, Px(kRowCss), Px(8)), schema);
  }
  ui::EndMirror();
  ui::EndScroll();
}

void DesignerView::DrawSchemaRow(Rect row, const Schema& schema) {
  ui::IdScope scope(static_cast<std::uint64_t>(schema.id));
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string label = LabelWords(schema.label, app_.is_english());
  const auto fields = std::count_if(schema.fields.begin(), schema.fields.end(), [](const Field& field) { return !field.is_retired; });
  const std::string figures = ui::TF("designer.schema_figures", {{"fields", std::to_string(fields)},
                                                                 {"rules", std::to_string(schema.rules.size())},
                                                                 {"templates", std::to_string(schema.templates.size())},
                                                                 {"records", ui::GroupedNumber(static_cast<std::int64_t>(app_.workspace().records().LiveCount(schema.id)))}});
  const ui::ItemState item = ui::Item(ui::IdOf("schema"), row, {.role = ui::Role::kLink, .label = label, .value = figures});
  ui::FillBox(row, item.is_hovered ? theme.hover_fill : theme.surface, theme.border, Px(10), ui::Line());
  if (item.has_ring) ui::FocusRing(row, Px(10));
  Rect inner = ui::Inset(row, Px(16), 0);
  const ui::Icon icon = ui::IconNamed(schema.icon);
  ui::DrawIcon(ui::CutLeft(inner, Px(20), Px(12)), icon == ui::Icon::kNone ? ui::Icon::kFolder : icon, 20, theme.accent);
  ui::DrawIcon(ui::CutRight(inner, Px(16), Px(8)), ui::Icon::kChevronRight, 16, theme.secondary);
  if (state_.IsChanged(schema.id)) {
    const std::string_view words = T(state_.draft.IsNew(schema.id) ? "designer.is_new" : "designer.is_changed");
    ui::Tag(ui::CutRight(inner, ui::TagWidth(words), Px(8)), words, 1);
  }
  Rect words = ui::CenterIn(inner, inner.w, Px(40));
  Rect line = ui::CutTop(words, Px(22));
  ui::CutLeft(line, ui::Text(line, label, ui::kBodyBold, theme.text), Px(8));
  ui::Text(line, schema.key, ui::kSmall, theme.secondary);
  ui::Text(words, figures, ui::kSmall, theme.secondary);
  if (item.was_pressed) app_.Go({{"admin", "templates", schema.key}});
}

}  // namespace kedang
