#include "wasm/views/kanban_board.h"

#include <algorithm>
#include <cmath>

#include "shared/base/decimal_math.h"
#include "shared/field/field_types.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kColumnCss = 272, kPhoneColumnCss = 300;
constexpr float kGapCss = 12;
constexpr float kCardGapCss = 8;
constexpr float kHeadCss = 44;
constexpr float kEdgeCss = 48;  // carrying this near to an edge scrolls

}  // namespace

std::optional<Id> KanbanBoard::Draw(Rect rect, const Facts& facts) {
  ui::IdScope scope("board");
  opened_.reset();
  texts_.Forget(app_.workspace().revision());
  menu_ = ui::IdOf("move");
  ui::FillRect(rect, ui::CurrentTheme().background);
  columns_.clear();
  const float width = Px(ui::IsPhone() ? kPhoneColumnCss : kColumnCss);
  std::vector<const RowGroup*> shown;
  for (const RowGroup& group : *facts.groups) {
    // A column for what has no value only while there is something in it.
    if (!group.key.empty() || !group.rows.empty()) shown.push_back(&group);
  }
  const float total = Px(16) * 2 - Px(kGapCss) + (width + Px(kGapCss)) * static_cast<float>(shown.size());
  ui::BeginMirror(ui::IdOf("columns"), rect, {.role = ui::Role::kList, .label = T("view.kanban")});
  Rect content;
  ui::BeginScroll("across", rect, rect.h, content, total);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const float x = content.x + Px(16) + (width + Px(kGapCss)) * static_cast<float>(i);
    columns_.push_back({shown[i], {std::round(x), rect.y + Px(12), width, rect.h - Px(24)}});
  }
  for (const Column& column : columns_) DrawColumn(column, facts);
  const ui::ScrollState scrolled = ui::EndScroll();
  scroll_x_ = scrolled.x;
  most_x_ = scrolled.max_x;
  ui::EndMirror();
  ScrollUnderDrag(rect);
  const Id carried = drag_.record();
  if (drag_.Step()) {
    const Column* target = ColumnAt(drag_.at());
    if (drag_.was_moved() && target != nullptr) {
      Move(carried, *target->group, facts);
    } else if (!drag_.was_moved()) {
      // Held where it is: the fingers' way to the menu.
      menu_record_ = carried;
      menu_anchor_ = {drag_.at().x, drag_.at().y, 1, 1};
      ui::OpenLayer(menu_);
    }
  }
  drag_.DrawGhost(held_title_);
  DrawMenu(facts);
  move_.Draw();
  return opened_;
}

void KanbanBoard::DrawColumn(const Column& column, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  const RowGroup& group = *column.group;
  const bool holds_carried = drag_.is_on();
  ui::IdScope scope("column " + group.key);
  if (!ui::IsVisible(column.rect) && !holds_carried) {
    // Out of sight it is still told how much there is in it.
    const std::string told = group.key.empty() ? std::string(T("view.no_value")) : group.label;
    const std::string rows = ui::GroupedNumber(static_cast<std::int64_t>(group.rows.size()));
    ui::Mirror(ui::IdOf("column"), column.rect, {.role = ui::Role::kGroup, .label = told, .value = rows});
    return;
  }
  const bool is_target = drag_.is_on() && drag_.was_moved() && column.rect.Has(drag_.at());
  ui::FillRect(column.rect, is_target ? theme.selected_fill : theme.hover_fill, Px(10));
  if (is_target) ui::StrokeRect(column.rect, theme.accent, Px(10), ui::Line());
  const std::string name = group.key.empty() ? std::string(T("view.no_value")) : group.label;
  const std::string count = ui::GroupedNumber(static_cast<std::int64_t>(group.rows.size()));
  ui::BeginMirror(ui::IdOf("column"), column.rect, {.role = ui::Role::kGroup, .label = name, .value = count});
  Rect rest = column.rect;
  DrawHead(ui::CutTop(rest, Px(kHeadCss)), group, facts);
  rest = ui::Inset(rest, Px(8), 0);
  ui::CutBottom(rest, Px(8));
  const float step = Px(kBoardCardCss) + Px(kCardGapCss);
  const auto rows = static_cast<float>(group.rows.size());
  Rect content;
  ui::BeginScroll("cards", rest, std::max(rows * step - Px(kCardGapCss), 0.0f), content);
  const auto first = static_cast<std::size_t>(std::max(0.0f, std::floor((rest.y - content.y) / step)));
  const Row carried = drag_.is_on() ? app_.workspace().records().RowOf(drag_.record()) : kNoRow;
  bool was_drawn = false;
  for (std::size_t i = first; i < group.rows.size(); ++i) {
    const Rect card = {content.x, std::round(content.y + step * static_cast<float>(i)), content.w, Px(kBoardCardCss)};
    if (card.y >= rest.Bottom()) break;
    was_drawn = was_drawn || group.rows[i] == carried;
    DrawCard(card, group.rows[i], group, facts);
  }
  // Out of sight it still holds the pointer.
  if (carried != kNoRow && !was_drawn && std::find(group.rows.begin(), group.rows.end(), carried) != group.rows.end()) {
    DrawCard({content.x, rest.Bottom() + Px(4), content.w, Px(kBoardCardCss)}, carried, group, facts);
  }
  ui::EndScroll();
  if (group.rows.empty()) {
    const Rect empty = ui::CutTop(rest, Px(64));
    ui::DashedRect(empty, theme.border, Px(6), ui::Line());
    ui::Text(empty, T(is_target ? "board.drop_here" : "board.empty_column"), ui::kSmall, theme.secondary, ui::Align::kCenter);
  }
  ui::EndMirror();
}

std::string KanbanBoard::SumText(const RowGroup& group, const Facts& facts) const {
  const Workspace& workspace = app_.workspace();
  for (std::size_t i = 0; i < facts.sum_fields.size() && i < group.sums.size(); ++i) {
    const Field& shown = workspace.ShownField(facts.schema->id, *facts.sum_fields[i]);
    if (group.sums[i].units == 0) continue;
    const bool is_whole = KindOf(shown.type) == Value::Kind::kInteger;
    const Value sum = is_whole ? Value::Integer(ToInteger(group.sums[i]).value_or(0)) : Value::Of(group.sums[i]);
    return FormatField(shown, sum, workspace.Format(app_.is_english()));
  }
  return "";
}

void KanbanBoard::DrawHead(Rect rect, const RowGroup& group, const Facts& facts) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(rect, Px(12), 0);
  const std::string sum = SumText(group, facts);
  const std::string count = ui::GroupedNumber(static_cast<std::int64_t>(group.rows.size()));
  const float sum_width = ui::TextWidth(sum, ui::kSmall);
  if (sum_width > 0 && sum_width < line.w - Px(96)) {
    ui::Text(ui::CutRight(line, sum_width, Px(8)), sum, ui::kSmall, theme.secondary);
  }
  const Field& shown = app_.workspace().ShownField(facts.schema->id, *facts.field);
  if (facts.field->id == facts.schema->stage && !group.key.empty()) {
    ui::StageRing(ui::CutLeft(line, Px(14), Px(6)), StageShapeOf(shown, group.key));
  }
  const std::string name = group.key.empty() ? std::string(T("view.no_value")) : group.label;
  const float room = line.w - ui::TextWidth(count, ui::kSmall) - Px(8);
  const float used = std::min(ui::TextWidth(name, ui::kBodyBold), room);
  ui::Text(ui::CutLeft(line, used, Px(8)), name, ui::kBodyBold, theme.text);
  ui::Text(line, count, ui::kSmall, theme.secondary);
}

void KanbanBoard::DrawCard(Rect rect, Row row, const RowGroup& group, const Facts& facts) {
  const CardTexts::Card* card = texts_.Of(*facts.schema, facts.card_fields, row);
  if (card == nullptr) return;
  ui::IdScope scope(static_cast<std::uint64_t>(row));
  const ui::Id id = ui::IdOf("card");
  const std::string value = card->facts + (card->owner.empty() ? "" : " " + card->owner);
  const bool is_open = card->record == facts.open;
  const ui::ItemState item = ui::Item(id, rect, {.role = ui::Role::kListItem, .label = card->title, .value = value, .hint = T("board.card_hint"), .is_chosen = is_open},
                                      {.can_overlap = true});
  drag_.Note(item, card->record);
  const bool is_carried = drag_.is_on() && drag_.was_moved() && drag_.record() == card->record;
  if (drag_.is_on() && drag_.record() == card->record) held_title_ = card->title;
  if (is_carried) {
    ui::DashedRect(rect, ui::CurrentTheme().border, Px(6), ui::Line());
    return;
  }
  DrawBoardCard(rect, *card, is_open, item.is_hovered && !drag_.is_on());
  if (item.has_ring) ui::FocusRing(ui::Inset(rect, Px(4)), Px(4));
  if (wants_focus_ == card->record) {
    wants_focus_ = Id();
    ui::FocusItem(id);
  }
  if ((item.is_hovered || item.has_ring) && !ui::Facts().is_touch && !drag_.is_on()) {
    const Rect more = {rect.Right() - Px(34), rect.y + Px(6), Px(28), Px(28)};
    ui::FillRect(more, ui::CurrentTheme().surface, Px(6));
    if (ui::IconButton(more, ui::Icon::kEllipsis, T("board.move_to"))) {
      menu_record_ = card->record;
      menu_from_ = group.key;
      menu_anchor_ = more;
      ui::OpenLayer(menu_);
    }
  }
  if (item.is_focused && !ui::IsEditingText() && !ui::IsAnyLayerOpen() && !ui::IsAnyDialogOpen()) HandleKeys(*card, group, facts);
  if (item.was_right_clicked) {
    menu_record_ = card->record;
    menu_from_ = group.key;
    menu_anchor_ = {ui::Pointer().x, ui::Pointer().y, 1, 1};
    ui::OpenLayer(menu_);
  }
  if (item.was_pressed && !drag_.is_on()) opened_ = card->record;
}

void KanbanBoard::HandleKeys(const CardTexts::Card& card, const RowGroup& group, const Facts& facts) {
  const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) { return column.group == &group; });
  const std::ptrdiff_t place = at - columns_.begin();
  const auto move = [&](std::ptrdiff_t by) {
    const std::ptrdiff_t to = place + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(columns_.size())) return;
    wants_focus_ = card.record;
    Move(card.record, *columns_[static_cast<std::size_t>(to)].group, facts);
  };
  if (ui::IsShortcut("Alt+ArrowRight")) move(1);
  if (ui::IsShortcut("Alt+ArrowLeft")) move(-1);
}

void KanbanBoard::DrawMenu(const Facts& facts) {
  std::vector<ui::MenuItem> items;
  std::vector<const RowGroup*> targets;
  items.push_back({.label = T("board.open"), .icon = ui::Icon::kExternalLink});
  const auto record = app_.workspace().records().FindRecord(menu_record_);
  const std::string from = record ? record->Get(facts.field->id).text() : std::string();
  for (const Column& column : columns_) {
    if (column.group->key.empty()) continue;
    ui::MenuItem item = {.label = column.group->label, .icon = ui::Icon::kArrowRight, .is_chosen = column.group->key == from};
    item.starts_group = targets.empty();
    items.push_back(item);
    targets.push_back(column.group);
  }
  const int pressed = ui::Menu(menu_, menu_anchor_, items);
  if (pressed == 0) opened_ = menu_record_;
  if (pressed > 0) Move(menu_record_, *targets[static_cast<std::size_t>(pressed - 1)], facts);
}

void KanbanBoard::Move(Id record, const RowGroup& to, const Facts& facts) {
  const std::string where = to.key.empty() ? std::string(T("view.no_value")) : to.label;
  MoveTo(record, facts, to.key.empty() ? Value() : Value::Text(to.key), where);
}

const KanbanBoard::Column* KanbanBoard::ColumnAt(ui::Vec2 point) const {
  for (const Column& column : columns_) {
    if (column.rect.Has(point)) return &column;
  }
  return nullptr;
}

void KanbanBoard::ScrollUnderDrag(Rect rect) {
  if (!drag_.is_on() || !drag_.was_moved() || !rect.Has(drag_.at())) return;
  const float left = drag_.at().x - rect.x, right = rect.Right() - drag_.at().x;
  const float by = left < Px(kEdgeCss) ? -Px(10) : right < Px(kEdgeCss) ? Px(10) : 0;
  if (by == 0) return;
  ui::ScrollSideways("across", std::clamp(scroll_x_ + by, 0.0f, most_x_));
  RequestFrame();
}

}  // namespace kedang
