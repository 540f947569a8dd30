// ListView on phones: its own top bar, chips, cards with swipe actions; a record is a page of its own.
#include <algorithm>

#include "shared/field/field_types.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/list_view.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/sync_words.h"
#include "wasm/views/value_text.h"
#include "wasm/views/query_words.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kCardCss = 72;
constexpr float kCardWithHitCss = 92;

}  // namespace

void ListView::DrawPhone(Rect page) {
  if (IsPaneOpen()) {
    if (record_view_.DrawPage(page) == RecordAction::kClose) Close();
    return;
  }
  ui::FillRect(page, ui::CurrentTheme().surface);
  Rect rest = page;
  DrawPhoneHead(ui::CutTop(rest, Px(56)));
  if (HasTyped() && selected_.empty()) {
    Rect line = ui::Inset(ui::CutTop(rest, Px(44), Px(4)), Px(8), 0);
    DrawLayoutMenu(line);
    DrawPicker(line, line.w);
  }
  const std::vector<FilterChip> chips = FilterChips();
  if (HasChips(chips)) DrawChips(ui::CutTop(rest, Px(36), Px(12)), chips);
  DrawBuilder(page);
  DrawQueryProblem(rest, app_, list_.problems());
  ui::FillRect(ui::CutTop(rest, ui::Line()), ui::CurrentTheme().divider);
  DrawApproximate(rest);
  DrawServerNote(rest);
  if (HasBoard()) return DrawBoard(rest);
  if (!DrawNothing(rest)) DrawCards(rest);
}

void ListView::DrawPhoneHead(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::Inset(bar, Px(16), 0);
  if (!selected_.empty()) return DrawSelectionBar(line);
  const float size = Px(44);
  if (HasTyped()) {
    const Rect cancel = ui::CutRight(line, ui::LinkWidth(T("common.cancel"), 16) + Px(8), Px(8));
    ui::SearchBoxOptions options;
    options.name = T("search.name");
    options.placeholder = T("search.placeholder");
    options.id = "search";
    options.takes_focus = app_.search().TakeFocus();
    query_box_.Draw(ui::CenterIn(line, line.w, size), app_.search().text, schema_, options);
    if (ui::Link(cancel, T("common.cancel"), 16)) app_.search().text = look_.base_query();
    return;
  }
  if (ui::IconButton(ui::TakeRight(line, size, size), ui::Icon::kSearch, T("search.name"))) app_.Go({{"search"}});
  std::string kept;
  float width = 0;
  ui::SyncWord word = SyncWordOf(app_, kept);
  const std::string& title = schema_->label.In(app_.is_english());
  // Long names leave no room for words that say that all is well.
  const float others = ui::TextWidth(title, ui::kPageTitle) + ui::TextWidth(word.text, ui::kBody) + Px(44 + 40 + 130);
  word.is_short = word.meaning == ui::Meaning::kGood && others > line.w;
  if (ui::SyncStatus(line, T("sync.status"), word, width)) app_.Go({{"sync"}});
  line.w -= width + Px(8);
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::CutLeft(line, ui::Text(line, title, ui::kPageTitle, theme.text), Px(8));
  DrawLayoutMenu(line);
  DrawPicker(line, line.w);
}

void ListView::DrawCards(Rect rect) {
  ui::CardListModel model;
  model.count = LineCount();
  model.name = schema_->label.In(app_.is_english());
  model.card_height = list_.has_query() ? kCardWithHitCss : kCardCss;
  model.draw = [this](std::int64_t line, Rect card) { DrawCard(line, card); };
  model.label = [this](std::int64_t line) {
    const Shown* shown = At(line);
    return shown != nullptr ? app_.workspace().TitleOf(shown->record) : std::string();
  };
  const std::vector<std::int64_t> heads = GroupLines();
  model.heads = heads;
  model.head = [this](std::int64_t line) {
    ui::CardHead head = {.title = GroupAt(line), .count = GroupWordsAt(line)};
    if (const RowGroup* group = IsGrouped() ? grouped_.HeadAt(line) : nullptr) {
      head.can_fold = true;
      head.is_open = grouped_.IsOpen(*group);
    }
    return head;
  };
  // What can be done depends on the card that is swiped: a call only where there is a number.
  const Shown* swiped = cards_.swiped >= 0 ? At(cards_.swiped) : nullptr;
  const std::string phone = swiped != nullptr ? PhoneOf(*schema_, swiped->record) : std::string();
  const ui::CardAction call = {T("record.call"), ui::Icon::kPhone, -1};
  const ui::CardAction copy = {T("record.copy"), ui::Icon::kCopy, 0};
  const ui::CardAction open = {T("list.key_open"), ui::Icon::kExternalLink, 3};
  const ui::CardAction all[] = {call, copy, open};
  const bool has_call = swiped == nullptr || !phone.empty();
  model.actions = has_call ? std::span<const ui::CardAction>(all) : std::span<const ui::CardAction>(all).subspan(1);
  model.can_pull = true;
  const ui::CardListResult result = ui::CardList(rect, "cards", cards_, model);
  if (result.was_pulled) app_.connection().SyncNow();
  if (const RowGroup* group = result.folded >= 0 && IsGrouped() ? grouped_.HeadAt(result.folded) : nullptr) {
    grouped_.Toggle(group->key);
    RequestFrame();
  }
  if (result.long_pressed >= 0) {
    const Row row = RowAt(result.long_pressed);
    if (row != kNoRow && !selected_.insert(row).second) selected_.erase(row);
  }
  if (result.opened >= 0) {
    const Row row = RowAt(result.opened);
    if (selected_.empty()) {
      Open(result.opened);
    } else if (row != kNoRow && !selected_.insert(row).second) {
      selected_.erase(row);
    }
  }
  const Shown* acted = result.action >= 0 ? At(result.action_card) : nullptr;
  if (acted == nullptr) return;
  const int action = result.action + (has_call ? 0 : 1);
  if (action == 0) {
    OpenExternal("tel:" + PhoneOf(*schema_, acted->record));
  } else if (action == 1) {
    const std::string title = app_.workspace().TitleOf(acted->record);
    ui::CopyText(title);
    app_.Say(ui::TF("record.copied", {{"text", title}}));
  } else {
    Open(result.action_card);
  }
}

void ListView::DrawCard(std::int64_t line, Rect rect) {
  Shown* shown = At(line);
  if (shown == nullptr) return;
  const ui::Theme& theme = ui::CurrentTheme();
  const Record& record = shown->record;
  Rect rest = rect;
  Rect first = ui::CutTop(rest, Px(24), Px(2));
  Rect second = ui::CutTop(rest, Px(22), Px(2));
  const Field* level = schema_->Find(schema_->level);
  if (!selected_.empty()) {
    const bool is_selected = selected_.count(RowAt(line)) != 0;
    ui::DrawIcon(ui::CutRight(first, Px(22), Px(8)), is_selected ? ui::Icon::kSquareCheck : ui::Icon::kSquare, 20, is_selected ? theme.accent : theme.secondary);
  }
  if (level != nullptr && !record.Get(level->id).is_null()) {
    DrawCell(app_, *schema_, *level, record.Get(level->id), TextOf(*shown, *level), ui::CutRight(first, Px(22), Px(8)), {});
  }
  DrawMarksOf(record, first);
  const std::string title = app_.workspace().TitleOf(record);
  const std::vector<ui::Mark> marks = MarksOf(app_, list_.query(), title);
  ui::TextOptions options;
  options.style = ui::kLargeBold;
  options.marks = marks;
  ui::Text(first, title, options);
  const std::string when = RelativeToNow(app_, record.changed_ms);
  ui::Text(ui::CutRight(second, ui::TextWidth(when, ui::kBody), Px(8)), when, ui::kBody, theme.secondary);
  const Field* stage = schema_->Find(schema_->stage);
  const bool has_stage = stage != nullptr && !record.Get(stage->id).is_null();
  if (has_stage) {
    ui::CutLeft(second, ui::StageLabel(second, StageShapeOf(*stage, record.Get(stage->id).text()), TextOf(*shown, *stage)), Px(12));
  }
  const Field* owner = schema_->Find(schema_->owner);
  if (owner != nullptr && !record.Get(owner->id).is_null()) {
    ui::TextOptions person;
    person.color = theme.secondary;
    ui::CutLeft(second, ui::Person(second, TextOf(*shown, *owner), person), Px(12));
  }
  // What has no stage shows the next of its columns: an instalment is told from others by its contract.
  for (const Field& field : schema_->fields) {
    const bool is_shown = field.id == schema_->title || field.id == schema_->level || field.id == schema_->owner;
    if (has_stage || is_shown || field.column_width <= 0 || TextOf(*shown, field).empty()) continue;
    ui::Text(second, TextOf(*shown, field), ui::kBody, theme.secondary);
    break;
  }
  if (!list_.has_query() || RowAt(line) == kNoRow) return;
  const FieldId where = app_.workspace().index().WhereHit(list_.query(), RowAt(line));
  const Field* field = schema_->Find(where);
  if (field == nullptr) return;
  const std::string text = field->label.In(app_.is_english()) + " " + TextOf(*shown, *field);
  const std::vector<ui::Mark> hit_marks = MarksOf(app_, list_.query(), text);
  ui::TextOptions hit;
  hit.style = ui::kSmall;
  hit.marks = hit_marks;
  ui::Text(rest, text, hit);
}

}  // namespace kedang
