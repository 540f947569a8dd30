#include "wasm/views/board_card.h"

#include <algorithm>

#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {

using ui::Px;
using ui::Rect;

namespace {

constexpr std::size_t kMostFacts = 3, kMostCards = 600;

}  // namespace

void CardTexts::Forget(std::uint64_t revision) {
  if (revision == revision_ && is_english_ == app_.is_english() && cards_.size() < kMostCards) return;
  revision_ = revision;
  is_english_ = app_.is_english();
  cards_.clear();
}

const CardTexts::Card* CardTexts::Of(const Schema& schema, const std::vector<const Field*>& shown, Row row) {
  const auto found = cards_.find(row);
  if (found != cards_.end()) return &found->second;
  const auto record = app_.workspace().records().RecordAt(row);
  if (!record || record->is_deleted || record->schema != schema.id) return nullptr;
  Card card;
  card.record = record->id;
  card.title = app_.workspace().TitleOf(*record);
  std::size_t facts = 0;
  for (const Field* field : shown) {
    const std::string text = CellText(app_, *record, *field);
    if (text.empty()) continue;
    card.facts += (card.facts.empty() ? "" : " · ") + text;
    if (++facts == kMostFacts) break;
  }
  if (const Field* owner = schema.Find(schema.owner)) card.owner = CellText(app_, *record, *owner);
  card.when = RelativeToNow(app_, record->changed_ms);
  card.is_pending = app_.workspace().client().IsPending(record->id);
  return &cards_.emplace(row, std::move(card)).first->second;
}

std::vector<const Field*> CardFields(const Schema& schema, std::string_view columns, FieldId but) {
  std::vector<const Field*> fields;
  while (!columns.empty()) {
    const std::size_t end = std::min(columns.find(','), columns.size());
    const std::string_view column = columns.substr(0, end);
    const Field* field = schema.Find(column.substr(0, column.rfind(':')));
    const bool is_elsewhere = field != nullptr && (field->id == schema.title || field->id == schema.owner || field->id == but);
    if (field != nullptr && !is_elsewhere) fields.push_back(field);
    columns.remove_prefix(std::min(end + 1, columns.size()));
  }
  return fields;
}

void DrawBoardCard(Rect rect, const CardTexts::Card& card, bool is_chosen, bool is_hovered) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ui::Color fill = is_chosen ? theme.selected_fill : is_hovered ? theme.hover_fill : theme.surface;
  ui::FillBox(rect, fill, is_chosen ? theme.accent : theme.border, Px(6), ui::Line());
  Rect rest = ui::Inset(rect, Px(12), Px(10));
  Rect first = ui::CutTop(rest, Px(22), Px(4));
  if (card.is_pending) ui::StatusDot(ui::CutRight(first, Px(8), Px(6)), ui::Meaning::kInfo);
  ui::Text(first, card.title, ui::kBodyBold, theme.text);
  ui::Text(ui::CutTop(rest, Px(18), Px(6)), card.facts, ui::kSmall, theme.secondary);
  Rect last = ui::CutTop(rest, Px(20));
  ui::Text(ui::CutRight(last, ui::TextWidth(card.when, ui::kSmall), Px(8)), card.when, ui::kSmall, theme.secondary);
  ui::TextOptions person;
  person.style = ui::kSmall;
  person.color = theme.secondary;
  if (card.owner.empty()) ui::Text(last, ui::T("list.nobody"), ui::kSmall, theme.secondary);
  else ui::Person(last, card.owner, person);
}

}  // namespace kedang
