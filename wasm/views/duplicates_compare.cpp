#include "wasm/views/duplicates_compare.h"

#include <algorithm>
#include <utility>

#include "shared/field/field_traits.h"
#include "shared/model/withheld.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kHeadCss = 64, kRowCss = 36;
constexpr float kLabelCss = 92, kEnglishLabelCss = 124, kResultCss = 288, kLeastColumnCss = 184;
constexpr std::size_t kResetAll = static_cast<std::size_t>(-1);

bool IsNothing(const Value& value) { return value.is_null() || (value.kind() == Value::Kind::kList && value.list().empty()); }

}  // namespace

// What is chosen looks so even where nothing else can be.
void DuplicatesCompare::DrawSign(Rect rect, float size_css, bool is_on, bool is_enabled, bool is_box) {
  const Rect box = ui::Snap(ui::CenterIn(rect, Px(size_css), Px(size_css)));
  const ui::SignState state{.is_on = is_on, .is_enabled = is_enabled || is_on};
  is_box ? ui::CheckSign(box, state) : ui::RadioSign(box, state);
}

// ---- the table --------------------------------------------------------------------------------------------------------

float DuplicatesCompare::Height(const MergeDraft& draft) const {
  const auto fields = static_cast<float>(draft.golden().size());
  if (!ui::IsPhone()) return Px(kHeadCss) + Px(kRowCss) * fields;
  return Px(64) * static_cast<float>(draft.records().size()) + Px(16) + (CardHeight(draft) + Px(12)) * fields;
}

void DuplicatesCompare::Draw(Rect rect, MergeDraft& draft, const Schema& schema) {
  ui::IdScope scope("compare");
  if (ui::IsPhone()) {
    DrawCards(rect, draft, schema);
  } else {
    ui::BeginMirror(ui::IdOf("table"), rect, {.role = ui::Role::kGroup, .label = T("duplicate.side_by_side")});
    DrawHead(ui::CutTop(rect, Px(kHeadCss)), draft, schema);
    for (const GoldenField& golden : draft.golden()) {
      const Field* field = schema.Find(golden.field);
      const Rect row = ui::CutTop(rect, Px(kRowCss));
      if (field != nullptr) DrawRow(row, draft, schema, *field, golden);
    }
    ui::EndMirror();
  }
  if (const auto wish = std::exchange(wish_, std::nullopt)) {
    if (wish->second == kResetAll) draft.Reset();
    else if (wish->first == 0) draft.Keep(wish->second);
    else draft.Choose(wish->first, wish->second);
  }
  if (const auto record = std::exchange(taken_out_, std::nullopt)) draft.TakeOut(*record);
}

DuplicatesCompare::Places DuplicatesCompare::PlacesOf(Rect row, std::size_t count) {
  Places places;
  places.label = ui::CutLeft(row, Px(app_.is_english() ? kEnglishLabelCss : kLabelCss));
  places.result = ui::CutRight(row, std::min(Px(kResultCss), row.w * 0.34f));
  const auto fitting = static_cast<std::size_t>(std::max(2, ui::ColumnsThatFit(row.w, Px(kLeastColumnCss), 0)));
  const std::size_t shown = std::min(count, fitting);
  first_ = std::min(first_, count - shown);
  places.records = ui::Columns(row, static_cast<int>(shown), 0);
  return places;
}

void DuplicatesCompare::DrawHead(Rect rect, MergeDraft& draft, const Schema& schema) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.background);
  ui::LineAtBottom(rect, theme.divider);
  const std::size_t count = draft.records().size();
  const Places places = PlacesOf(rect, count);
  const std::size_t shown = places.records.size();
  for (std::size_t i = 0; i < shown; ++i) DrawColumnHead(places.records[i], draft, schema, first_ + i);
  DrawResultHead(places.result, draft);
  if (shown == count) return;
  Rect pair = ui::CenterIn(places.label, 2 * Px(28) + Px(4), Px(28));
  if (ui::IconButton(ui::CutLeft(pair, Px(28), Px(4)), ui::Icon::kChevronLeft, T("duplicate.columns_before"), first_ > 0)) --first_;
  if (ui::IconButton(pair, ui::Icon::kChevronRight, T("duplicate.columns_after"), first_ + shown < count)) ++first_;
}

void DuplicatesCompare::DrawColumnHead(Rect rect, MergeDraft& draft, const Schema& schema, std::size_t record) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Record& own = draft.records()[record];
  const bool is_kept = draft.kept() == record;
  const std::string number = LongNumber(app_, schema, own);
  const std::string facts = TF("duplicate.column_facts", {{"made", RelativeToNow(app_, own.created_ms)}, {"changed", RelativeToNow(app_, own.changed_ms)}});
  ui::IdScope scope(record);
  ui::LineAtLeft(rect, theme.divider);
  Rect inner = ui::Inset(rect, Px(12), 0);
  if (draft.can_take_out()) {
    if (ui::IconButton(ui::TakeRight(inner, Px(24), Px(24)), ui::Icon::kX, TF("duplicate.take_out", {{"title", number}}))) taken_out_ = record;
  }
  const Rect target = {rect.x, rect.y, inner.Right() - rect.x, rect.h};
  const ui::ItemState item = ui::Item(ui::IdOf("kept"), target,
                                      {.role = ui::Role::kRadio, .label = TF("duplicate.keep", {{"title", number}}), .hint = facts,
                                       .checked = is_kept ? ui::Checked::kOn : ui::Checked::kOff});
  if (item.was_pressed) Wish(0, record);
  if (item.is_hovered && !is_kept) ui::FillRect(target, theme.hover_fill);
  if (item.has_ring) ui::FocusRing(ui::Inset(target, Px(3)), Px(6));
  Rect lines = ui::CenterIn(inner, inner.w, Px(22 + 18));
  Rect first = ui::CutTop(lines, Px(22));
  DrawSign(ui::CutLeft(first, Px(16), Px(8)), 16, is_kept, true, false);
  const std::string_view main = T("duplicate.main_record");
  const float room = is_kept ? ui::TextWidth(main, ui::kSmall) + Px(8) : 0;
  const float width = std::min(ui::TextWidth(number, ui::kBodyBold), first.w - room);
  ui::Text(ui::CutLeft(first, width, Px(8)), number, ui::kBodyBold, theme.text);
  if (is_kept) ui::Text(first, main, ui::kSmall, theme.accent);
  ui::Text(lines, facts, ui::kSmall, theme.secondary);
}

void DuplicatesCompare::DrawResultHead(Rect rect, const MergeDraft& draft) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect({rect.x, rect.y, Px(2), rect.h}, theme.accent);
  const auto differing = static_cast<std::size_t>(std::count_if(draft.golden().begin(), draft.golden().end(), [&](const GoldenField& one) {
    return one.differs && one.rule != SurvivorRule::kByHand && one.rule != SurvivorRule::kAll;
  }));
  const std::string facts = differing == 0 ? TF("duplicate.settled", {{"count", CountText(draft.golden().size())}})
                                           : TF("duplicate.settled_some", {{"count", CountText(draft.golden().size() - differing)},
                                                                           {"open", CountText(differing)}});
  ui::Mirror(ui::IdOf("result"), rect, {.role = ui::Role::kHeading, .label = T("duplicate.result"), .value = facts, .level = 3});
  Rect inner = ui::Inset(rect, Px(14), 0);
  if (draft.has_choices()) {
    const std::string_view words = T("duplicate.reset");
    if (ui::Link(ui::CutRight(inner, ui::LinkWidth(words, 12), Px(8)), words, 12)) Wish(0, kResetAll);
  }
  Rect lines = ui::CenterIn(inner, inner.w, Px(22 + 18));
  Rect first = ui::CutTop(lines, Px(22));
  ui::DrawIcon(ui::CutLeft(first, Px(16), Px(6)), ui::Icon::kStar, 16, theme.accent);
  ui::Text(first, T("duplicate.result"), ui::kBodyBold, theme.text);
  ui::Text(lines, facts, ui::kSmall, theme.secondary);
}

void DuplicatesCompare::DrawRow(Rect rect, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(static_cast<std::uint64_t>(field.id));
  const Places places = PlacesOf(rect, draft.records().size());
  const std::string_view label = field.label.In(app_.is_english());
  const bool is_at = field_ == field.id;
  ui::BeginMirror(ui::IdOf("row"), rect, {.role = ui::Role::kGroup, .label = label});
  if (is_at) ui::FillRect({rect.x, rect.y, Px(3), rect.h}, theme.accent);
  Rect name = places.label;
  ui::CutLeft(name, Px(16));
  ui::Text(name, label, is_at ? ui::kSmallBold : ui::kSmall, is_at ? theme.accent : theme.secondary);
  for (std::size_t i = 0; i < places.records.size(); ++i) DrawChoice(places.records[i], draft, schema, field, golden, first_ + i);
  DrawResult(places.result, draft, schema, field, golden);
  ui::LineAtBottom(rect, theme.divider);
  ui::EndMirror();
}

std::string DuplicatesCompare::ValueText(const Field& field, const Value& value) const {
  if (IsWithheld(value)) return std::string(T("duplicate.not_here"));
  return IsNothing(value) ? std::string(T("duplicate.unfilled")) : CellText(app_, field, value);
}

// Values that have a form of their own are drawn in it.
void DuplicatesCompare::DrawValue(Rect rect, const Schema& schema, const Field& field, const Value& value, bool is_chosen) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string text = ValueText(field, value);
  const EditorKind editor = TraitsOf(field.type).editor;
  const bool has_form = editor == EditorKind::kPerson || editor == EditorKind::kRating || editor == EditorKind::kChoice ||
                        editor == EditorKind::kTags || editor == EditorKind::kChoices;
  if (IsNothing(value) || IsWithheld(value)) {
    ui::Text(rect, text, ui::kBody, theme.secondary);
  } else if (has_form && !field.is_sensitive) {
    DrawCell(app_, schema, field, value, text, rect, {});
  } else {
    ui::Text(rect, text, ui::kBody, is_chosen ? theme.text : theme.secondary);
  }
}

void DuplicatesCompare::DrawChoice(Rect rect, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden,
                                   std::size_t record) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Value& value = draft.records()[record].Get(field.id);
  const bool is_joined = draft.IsJoined(field.id);
  const bool is_chosen = draft.IsChosen(golden, record);
  const bool can_choose = draft.CanChoose(field.id, record);
  const std::string text = ValueText(field, value);
  const std::string label = TF("duplicate.value_of", {{"field", field.label.In(app_.is_english())}, {"place", std::to_string(record + 1)}});
  ui::ItemOptions options;
  options.is_enabled = can_choose;
  const ui::ItemState item = ui::Item(ui::IdOf("value" + std::to_string(record)), rect,
                                      {.role = is_joined ? ui::Role::kCheckBox : ui::Role::kRadio, .label = label, .value = text,
                                       .checked = is_chosen ? ui::Checked::kOn : ui::Checked::kOff, .is_enabled = can_choose},
                                      options);
  if (is_chosen) ui::FillRect(rect, theme.selected_fill);
  else if (item.is_hovered && can_choose) ui::FillRect(rect, theme.hover_fill);
  ui::LineAtLeft(rect, theme.divider);
  if (item.has_ring) ui::FocusRing(ui::Inset(rect, Px(3)), Px(6));
  if (item.was_pressed && can_choose) Wish(field.id, record);
  Rect inner = ui::Inset(rect, Px(12), 0);
  const Rect mark = ui::CutLeft(inner, Px(16), Px(8));
  DrawSign(mark, 16, is_chosen, can_choose, is_joined);
  DrawValue(inner, schema, field, value, is_chosen);
}

void DuplicatesCompare::DrawResult(Rect rect, const MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string why = GoldenWords(draft, golden);
  ui::FillRect({rect.x, rect.y, Px(2), rect.h}, theme.accent);
  ui::Mirror(ui::IdOf("result"), rect, {.role = ui::Role::kText, .label = T("duplicate.result"), .value = ValueText(field, golden.value), .hint = why});
  Rect inner = ui::Inset(rect, Px(14), 0);
  const float width = std::min(ui::TextWidth(why, ui::kSmall), inner.w * 0.4f);
  const bool is_own = golden.rule == SurvivorRule::kByHand;
  ui::Text(ui::CutRight(inner, width, Px(8)), why, ui::kSmall, is_own ? theme.accent : theme.secondary, ui::Align::kRight);
  DrawValue(inner, schema, field, golden.value, true);
}

// ---- keys -------------------------------------------------------------------------------------------------------------

bool DuplicatesCompare::TakeKeys(MergeDraft& draft) {
  const std::vector<GoldenField>& golden = draft.golden();
  const auto at = std::find_if(golden.begin(), golden.end(), [this](const GoldenField& one) { return one.field == field_; });
  if (at == golden.end()) field_ = 0;
  if (ui::IsShortcut("ArrowDown") && !golden.empty()) {
    field_ = field_ == 0 ? golden.front().field : at + 1 != golden.end() ? (at + 1)->field : field_;
    return true;
  }
  if (ui::IsShortcut("ArrowUp") && field_ != 0) {
    field_ = at == golden.begin() ? 0 : (at - 1)->field;
    return true;
  }
  for (std::size_t record = 0; record < std::min<std::size_t>(draft.records().size(), 9); ++record) {
    if (!ui::IsShortcut(std::to_string(record + 1))) continue;
    if (field_ == 0) draft.Keep(record);
    else draft.Choose(field_, record);
    first_ = std::min(first_, record);
    return true;
  }
  return false;
}

}  // namespace kedang
