#include "wasm/views/record_related.h"

#include <algorithm>

#include "shared/model/computed_field.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view_cells.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::size_t kFirstFew = 5;
constexpr float kHeadCss = 44;
constexpr float kMoreCss = 32;

float RowHeight() { return Px(ui::IsPhone() ? 64 : 48); }

}  // namespace

void RecordRelated::Show(const Schema& schema, Id record) {
  if (!(record == record_)) opened_.clear();
  record_ = record;
  sections_.clear();
  for (const Schema& other : app_.workspace().schemas().schemas) {
    if (other.is_system) continue;
    for (const Field& field : other.fields) {
      if (field.is_retired || IsComputed(field.type) || field.target != schema.key) continue;
      Section section{other.id, field.id, app_.workspace().ReferencesTo(other, record)};
      // Ids rise with the time they were made.
      std::sort(section.records.begin(), section.records.end(), [](Id a, Id b) { return b < a; });
      sections_.push_back(std::move(section));
      break;
    }
  }
  // What is there first; the empty ones keep their order behind.
  std::stable_partition(sections_.begin(), sections_.end(), [](const Section& section) { return !section.records.empty(); });
}

std::size_t RecordRelated::count() const {
  std::size_t all = 0;
  for (const Section& section : sections_) all += section.records.size();
  return all;
}

std::size_t RecordRelated::ShownOf(const Section& section) const {
  const bool is_open = opened_.count(section.schema) != 0 || section.records.size() <= kFirstFew + 1;
  return is_open ? section.records.size() : kFirstFew;
}

float RecordRelated::Height() const {
  float height = 0;
  for (const Section& section : sections_) {
    height += Px(kHeadCss) + RowHeight() * static_cast<float>(ShownOf(section));
    if (ShownOf(section) < section.records.size()) height += Px(kMoreCss);
  }
  return height;
}

void RecordRelated::Draw(Rect content) {
  Rect rest = content;
  for (const Section& section : sections_) {
    const Schema* schema = app_.workspace().schemas().Find(section.schema);
    if (schema == nullptr) continue;
    ui::IdScope scope(schema->key);
    DrawHead(ui::CutTop(rest, Px(kHeadCss)), section, *schema);
    const std::size_t shown = ShownOf(section);
    for (std::size_t i = 0; i < shown; ++i) {
      const Rect row = ui::CutTop(rest, RowHeight());
      if (ui::IsVisible(row)) DrawRecord(row, section, *schema, section.records[i]);
    }
    if (shown == section.records.size()) continue;
    Rect more = ui::CutTop(rest, Px(kMoreCss));
    const std::string words = ui::TF("record.show_all", {{"count", ui::GroupedNumber(static_cast<std::int64_t>(section.records.size()))}});
    if (ui::Link(ui::CutLeft(more, ui::LinkWidth(words, 12)), words, 12, "all")) opened_.insert(section.schema);
  }
}

void RecordRelated::DrawHead(Rect line, const Section& section, const Schema& schema) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string& label = schema.label.In(app_.is_english());
  ui::CutTop(line, Px(8));
  const Field* link = schema.Find(section.field);
  const std::string name = ui::TF("record.new_title", {{"schema", label}});
  const float size = Px(ui::IsPhone() ? 36 : 28);
  if (ui::IconButton(ui::TakeRight(line, size, size), ui::Icon::kPlus, name) && link != nullptr) {
    app_.Go({{schema.key, "new", link->key, FormatId(record_)}});
  }
  ui::Mirror(ui::IdOf("head"), line, {.role = ui::Role::kHeading, .label = label, .level = 3});
  const ui::Icon icon = ui::IconNamed(schema.icon);
  ui::DrawIcon(ui::CutLeft(line, Px(16), Px(8)), icon == ui::Icon::kNone ? ui::Icon::kFolder : icon, 16, theme.secondary);
  ui::CutLeft(line, ui::Text(line, label, ui::kBodyBold, theme.text), Px(6));
  const std::string count = section.records.empty() ? std::string() : ui::GroupedNumber(static_cast<std::int64_t>(section.records.size()));
  ui::Text(line, count, ui::kSmall, theme.secondary);
}

// Two lines: what it is called and when it changed; then a few of its values.
void RecordRelated::DrawRecord(Rect row, const Section& section, const Schema& schema, Id id) {
  const ui::Theme& theme = ui::CurrentTheme();
  const auto record = app_.workspace().records().FindRecord(id);
  if (!record) return;
  const std::string title = app_.workspace().TitleOf(*record);
  const ui::ItemState state = ui::Item(ui::IdOf(FormatId(id)), row, {.role = ui::Role::kLink, .label = title});
  if (state.is_hovered) ui::FillRect(ui::Inset(row, -Px(8), 0), theme.hover_fill, Px(6));
  if (state.has_ring) ui::FocusRing(row, Px(6));
  ui::LineAtBottom(row, theme.divider);
  Rect inner = ui::Inset(row, 0, Px(3));
  Rect first = ui::CutTop(inner, inner.h / 2);
  const std::string when = RelativeToNow(app_, record->changed_ms);
  ui::Text(ui::CutRight(first, ui::TextWidth(when, ui::kSmall), Px(8)), when, ui::kSmall, theme.secondary);
  ui::Text(first, title, ui::kBody, theme.text);
  std::string details;
  for (const Field& field : schema.fields) {
    if (field.is_retired || field.id == schema.title || field.id == section.field || field.column_width <= 0) continue;
    const std::string text = CellText(app_, *record, field);
    if (!text.empty()) details += (details.empty() ? "" : " · ") + text;
  }
  ui::Text(inner, details, ui::kSmall, theme.secondary);
  if (state.was_pressed) app_.Go({{schema.key, FormatId(id)}});
}

}  // namespace kedang
