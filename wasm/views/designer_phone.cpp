// The designer on phones: the fields, one field, the types, the preview, each a page of its own.
#include <algorithm>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"
#include "wasm/views/designer_types.h"
#include "wasm/views/designer_view.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kRowCss = 56;

}  // namespace

void DesignerView::GoPhone(std::string_view part) {
  app_.Go({{"admin", "templates", state_.schema().key, std::string(part)}});
}

void DesignerView::DrawPhone(Rect page) {
  const auto& parts = app_.route().parts;
  const std::string_view part = parts.size() > 3 ? std::string_view(parts[3]) : std::string_view();
  const Rect head = ui::CutTop(page, Px(56));
  ui::LineAtBottom(head, ui::CurrentTheme().border);
  ui::PhoneBar bar;
  std::string title = LabelWords(state_.schema().label, app_.is_english());
  if (part == "field") {
    const Field* field = state_.field();
    if (field != nullptr) title = LabelWords(field->label, app_.is_english());
    bar.title = title;
    if (ui::PhoneTopBar(head, bar) < 0) app_.Back();
    inspector_.Draw(page, false);
    return;
  }
  if (part == "add") {
    bar.title = T("designer.types");
    if (ui::PhoneTopBar(head, bar) < 0) app_.Back();
    if (palette_.DrawTypes(ui::Inset(page, Px(16), Px(12)), false)) app_.Replace({{"admin", "templates", state_.schema().key, "field"}});
    return;
  }
  if (part == "preview") {
    title = ui::TF("designer.preview_new", {{"schema", title}});
    bar.title = title;
    if (ui::PhoneTopBar(head, bar) < 0) app_.Back();
    preview_.DrawForm(page);
    return;
  }
  bar.title = title;
  bar.action = T("designer.publish");
  bar.is_action_enabled = state_.has_changes();
  const int pressed = ui::PhoneTopBar(head, bar);
  if (pressed < 0) app_.Go({{"admin", "templates"}});
  if (pressed > 0) publish_.OpenPublish();
  Rect foot = ui::CutBottom(page, Px(64));
  ui::ReserveFoot(foot);
  ui::LineAtTop(foot, ui::CurrentTheme().divider);
  DrawPhoneFields(page);
  foot = ui::Inset(foot, Px(16), 0);
  if (ui::ButtonAtLeft(foot, {.label = T("designer.add_field"), .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kPlus})) GoPhone("add");
  if (ui::ButtonAtLeft(foot, {.label = T("designer.preview"), .icon = ui::Icon::kEye})) GoPhone("preview");
  const float size = Px(44);
  if (ui::IconButton(ui::TakeRight(foot, size, size), ui::Icon::kRedo2, T("designer.redo"), state_.draft.can_redo())) state_.Redo();
  if (ui::IconButton(ui::TakeRight(foot, size, size), ui::Icon::kUndo2, T("common.undo"), state_.draft.can_undo())) state_.Undo();
}

void DesignerView::DrawPhoneFields(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Schema& schema = state_.schema();
  const float row_height = Px(kRowCss), title_height = Px(40);
  const auto shown = static_cast<float>(state_.Shown().size());
  Rect content;
  ui::BeginScroll("fields", page, title_height * static_cast<float>(schema.groups.size() + 1) + row_height * (shown + 1) + Px(16), content);
  Rect rest = content;
  Rect top = ui::Inset(ui::CutTop(rest, title_height), Px(16), 0);
  DrawVersions(top);
  const auto row = [&](Rect place, std::string_view label, std::string_view detail, ui::Icon icon) {
    const ui::ItemState item = ui::Item(ui::IdOf("row"), place, {.role = ui::Role::kListItem, .label = label, .value = detail});
    if (item.is_held) ui::FillRect(place, theme.pressed_fill);
    ui::LineAtBottom(place, theme.divider);
    Rect inner = ui::Inset(place, Px(16), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(20), Px(12)), icon, 20, theme.secondary);
    ui::DrawIcon(ui::CutRight(inner, Px(16), Px(8)), ui::Icon::kChevronRight, 16, theme.secondary);
    Rect words = ui::CenterIn(inner, inner.w, Px(40));
    ui::Text(ui::CutTop(words, Px(22)), label, ui::kLarge, theme.text);
    ui::Text(words, detail, ui::kSmall, theme.secondary);
    return item.was_pressed;
  };
  FieldId opened = 0;
  bool opens_schema = false;
  {
    ui::IdScope scope("schema");
    opens_schema = row(ui::CutTop(rest, row_height), T("designer.schema"), T("designer.schema_hint"), ui::Icon::kSettings);
  }
  for (const FieldGroup& group : schema.groups) {
    const Rect title = ui::Inset(ui::CutTop(rest, title_height), Px(16), 0);
    const std::string words = LabelWords(group.label, app_.is_english());
    ui::Mirror(ui::IdOf(group.key), title, {.role = ui::Role::kHeading, .label = words, .level = 2});
    if (ui::IsVisible(title)) ui::Text(title, words, ui::kSmallBold, theme.secondary);
    for (const Field& field : schema.fields) {
      if (field.group != group.key || field.is_retired) continue;
      const Rect place = ui::CutTop(rest, row_height);
      if (!ui::IsVisible(place)) continue;
      ui::IdScope scope(static_cast<std::uint64_t>(field.id));
      std::string detail(TypeWords(field.type));
      if (field.is_required) detail += " · " + std::string(T("designer.required"));
      if (const Choice* stage = state_.NeededFrom(field.id)) detail += " · " + ui::TF("designer.needed_from", {{"stage", stage->label.In(app_.is_english())}});
      if (row(place, LabelWords(field.label, app_.is_english()), detail, DesignerTypeOf(field.type).icon)) opened = field.id;
    }
  }
  ui::EndScroll();
  if (opened == 0 && !opens_schema) return;
  state_.Select(opened);
  state_.tab = 0;
  GoPhone("field");
}

}  // namespace kedang
