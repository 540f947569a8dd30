// The side by side of phones: which record stays, then each field as a card with every record's value below one another.
#include <algorithm>
#include <string>

#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_compare.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kRecordCss = 64, kOptionCss = 44, kTitleCss = 18 + 6;

}  // namespace

float DuplicatesCompare::CardHeight(const MergeDraft& draft) const {
  return Px(12 + kTitleCss + 12) + Px(kOptionCss) * static_cast<float>(draft.records().size());
}

void DuplicatesCompare::DrawCards(Rect rect, MergeDraft& draft, const Schema& schema) {
  DrawPeople(rect, draft, schema);
  ui::CutTop(rect, Px(16));
  for (const GoldenField& golden : draft.golden()) {
    const Field* field = schema.Find(golden.field);
    const Rect card = ui::CutTop(rect, CardHeight(draft), Px(12));
    if (field != nullptr) DrawCard(card, draft, schema, *field, golden);
  }
}

// The records: which one stays.
void DuplicatesCompare::DrawPeople(Rect& rest, MergeDraft& draft, const Schema& schema) {
  const ui::Theme& theme = ui::CurrentTheme();
  for (std::size_t i = 0; i < draft.records().size(); ++i) {
    const Record& record = draft.records()[i];
    const bool is_kept = draft.kept() == i;
    const std::string number = LongNumber(app_, schema, record);
    const std::string facts = TF("duplicate.column_facts", {{"made", RelativeToNow(app_, record.created_ms)}, {"changed", RelativeToNow(app_, record.changed_ms)}});
    ui::IdScope scope(i);
    Rect row = ui::CutTop(rest, Px(kRecordCss));
    ui::LineAtBottom(row, theme.divider);
    if (draft.can_take_out()) {
      const std::string words = TF("duplicate.take_out", {{"title", number}});
      if (ui::IconButton(ui::TakeRight(row, Px(44), Px(44)), ui::Icon::kX, words)) taken_out_ = i;
    }
    const ui::ItemState item = ui::Item(ui::IdOf("kept"), row,
                                        {.role = ui::Role::kRadio, .label = TF("duplicate.keep", {{"title", number}}), .hint = facts,
                                         .checked = is_kept ? ui::Checked::kOn : ui::Checked::kOff});
    if (item.was_pressed) Wish(0, i);
    if (item.has_ring) ui::FocusRing(row, Px(6));
    DrawSign(ui::CutLeft(row, Px(20), Px(12)), 20, is_kept, true, false);
    const std::string place = std::to_string(i + 1);
    ui::Text(ui::CutLeft(row, Px(14), Px(6)), place, ui::kBody, theme.secondary);
    if (is_kept) {
      const std::string_view main = T("duplicate.main_record");
      ui::Text(ui::CutRight(row, ui::TextWidth(main, ui::kSmall), Px(8)), main, ui::kSmall, theme.accent);
    }
    Rect lines = ui::CenterIn(row, row.w, Px(22 + 18));
    ui::Text(ui::CutTop(lines, Px(22)), number, ui::kLargeBold, theme.text);
    ui::Text(lines, facts, ui::kSmall, theme.secondary);
  }
}

void DuplicatesCompare::DrawCard(Rect card, MergeDraft& draft, const Schema& schema, const Field& field, const GoldenField& golden) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(static_cast<std::uint64_t>(field.id));
  const std::string_view label = field.label.In(app_.is_english());
  const std::string why = GoldenWords(draft, golden);
  ui::BeginMirror(ui::IdOf("card"), card, {.role = ui::Role::kGroup, .label = label, .value = ValueText(field, golden.value), .hint = why});
  ui::CardBox(card);
  Rect inner = ui::Inset(card, Px(12), Px(12));
  Rect title = ui::CutTop(inner, Px(18), Px(kTitleCss - 18));
  const bool is_own = golden.rule == SurvivorRule::kByHand;
  ui::Text(ui::CutRight(title, std::min(ui::TextWidth(why, ui::kSmall), title.w / 2), Px(8)), why, ui::kSmall,
           is_own ? theme.accent : theme.secondary, ui::Align::kRight);
  ui::Text(title, label, ui::kSmall, theme.secondary);
  const bool is_joined = draft.IsJoined(field.id);
  for (std::size_t i = 0; i < draft.records().size(); ++i) {
    Rect row = ui::CutTop(inner, Px(kOptionCss));
    const Value& value = draft.records()[i].Get(field.id);
    const bool is_chosen = draft.IsChosen(golden, i), can_choose = draft.CanChoose(field.id, i);
    const std::string text = ValueText(field, value);
    const std::string name = TF("duplicate.value_of", {{"field", label}, {"place", std::to_string(i + 1)}});
    ui::ItemOptions options;
    options.is_enabled = can_choose;
    const ui::ItemState item = ui::Item(ui::IdOf("value" + std::to_string(i)), row,
                                        {.role = is_joined ? ui::Role::kCheckBox : ui::Role::kRadio, .label = name, .value = text,
                                         .checked = is_chosen ? ui::Checked::kOn : ui::Checked::kOff, .is_enabled = can_choose},
                                        options);
    if (item.was_pressed && can_choose) Wish(field.id, i);
    if (is_chosen) ui::FillRect(row, theme.selected_fill, Px(6));
    if (item.has_ring) ui::FocusRing(row, Px(6));
    row = ui::Inset(row, Px(8), 0);
    DrawSign(ui::CutLeft(row, Px(20), Px(10)), 20, is_chosen, can_choose, is_joined);
    ui::Text(ui::CutLeft(row, Px(14), Px(6)), std::to_string(i + 1), ui::kSmall, theme.secondary);
    DrawValue(row, schema, field, value, is_chosen);
  }
  ui::EndMirror();
}

}  // namespace kedang
