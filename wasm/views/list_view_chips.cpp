// ListView's chips: what is chosen, then the first values of the facets that part the rows found most. The others are in the
// panel behind 更多; on phones the line scrolls sideways.
#include <algorithm>

#include "wasm/ui/chip.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/views/list_view.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kColumnNeedsCss = 820;  // beside the table

// What the chips of a line look like and where the next begins.
ui::ChipOptions OptionsOf(std::string_view label, std::string_view count, std::string_view id, bool is_chosen) {
  return {.label = label, .count = count, .id = id, .is_chosen = is_chosen, .has_cross = true};
}

float DividerWidth() { return ui::Line() + Px(8); }

}  // namespace

void ListView::AddChips(const FacetList& list, const std::vector<FacetChoice>& choices, std::size_t most, std::vector<FilterChip>& chips) const {
  std::vector<const FacetChoice*> offered;
  for (const FacetChoice& choice : choices) {
    if (!choice.is_chosen && choice.rows > 0 && !choice.key.empty()) offered.push_back(&choice);
  }
  // Steps and levels in their order, everything else by how many there are.
  const bool is_ordered = list.field->id == schema_->level;
  if (!is_ordered) std::stable_sort(offered.begin(), offered.end(), [](const FacetChoice* a, const FacetChoice* b) { return a->rows > b->rows; });
  if (offered.size() > most) offered.resize(most);
  bool starts_group = !chips.empty();
  for (const FacetChoice* choice : offered) {
    FilterChip chip;
    chip.field = list.field;
    chip.key = choice->key;
    chip.label = choice->label;
    chip.count = ui::GroupedNumber(choice->rows);
    chip.starts_group = std::exchange(starts_group, false);
    chips.push_back(std::move(chip));
  }
}

std::vector<FilterChip> ListView::FilterChips() const {
  std::vector<FilterChip> chips;
  for (const auto& [field, choice] : facets_.chosen()) {
    FilterChip chip;
    chip.field = field;
    chip.key = choice.key;
    chip.label = choice.key.empty() ? field->label.In(app_.is_english()) + " " + choice.label : choice.label;
    chip.count = ui::GroupedNumber(choice.rows);
    chip.is_chosen = true;
    chips.push_back(std::move(chip));
  }
  // Where first, then how dear and how far.
  for (const FacetList& list : facets_.lists()) {
    if (!list.near.empty()) AddChips(list, list.near, 2, chips);
  }
  for (const FacetList& list : facets_.lists()) {
    const bool is_shown = list.field->id == schema_->level || list.field->id == schema_->stage || list.field->type == FieldType::kSmartTags;
    if (is_shown) AddChips(list, list.choices, list.field->id == schema_->stage ? 4 : 3, chips);
  }
  for (FilterChip& chip : chips) {
    chip.width = ui::ChipWidth(OptionsOf(chip.label, chip.count, chip.key, chip.is_chosen)) + (chip.starts_group ? DividerWidth() : 0);
  }
  return chips;
}

// Whether there is a line of chips: one that searching alone has emptied stays, so that the rows do not jump.
bool ListView::HasChips(const std::vector<FilterChip>& chips) {
  const bool is_counted = facets_.has_counts();
  has_chips_ = !chips.empty() || (list_.is_narrowed() && has_chips_) || (!is_counted && schema_->stage != 0);
  return has_chips_ && list_.total() > 0;
}

void ListView::DrawChip(Rect& line, const FilterChip& chip) {
  ui::IdScope scope(static_cast<std::uint64_t>(chip.field->id));
  if (chip.starts_group) ui::ChipDivider(line);
  const ui::ChipResult result = ui::ChipAtLeft(line, OptionsOf(chip.label, chip.count, chip.key, chip.is_chosen));
  if (!result.was_pressed && !result.cross_pressed) return;
  facets_.Toggle(*chip.field, chip.key);
  selected_.clear();
}

void ListView::ToggleFacets() {
  if (is_panel_beside_) panel_.SetOpen(!panel_.is_open());
  else panel_.OpenSheet();
}

void ListView::DrawChips(Rect line, const std::vector<FilterChip>& chips) {
  const float gap = Px(8);
  ui::ChipOptions more = {.label = T("list.more_filters"), .id = "more", .has_chevron = true};
  more.is_chosen = is_panel_beside_ && panel_.is_open();
  const Rect anchor = {line.x, line.y, Px(320), line.h};
  bool was_pressed = false;
  if (ui::IsPhone()) {
    Rect content;
    const float side = Px(16);
    more.label = T("facet.title");
    more.icon = ui::Icon::kListFilter;
    more.has_chevron = false;
    const std::size_t conditions = FilterBuilder::CountOf(list_.tree());
    const ui::ChipOptions rows = {.label = T("query.conditions"), .id = "conditions", .icon = ui::Icon::kSlidersHorizontal, .is_chosen = conditions > 0};
    float total = ui::ChipWidth(more) + gap + ui::ChipWidth(rows);
    for (const FilterChip& chip : chips) total += chip.width + gap;
    ui::BeginScroll("chips", line, line.h, content, total + 2 * side);
    ui::CutLeft(content, side);
    was_pressed = ui::ChipAtLeft(content, more).was_pressed;
    const bool wants_rows = ui::ChipAtLeft(content, rows).was_pressed;
    for (const FilterChip& chip : chips) DrawChip(content, chip);
    ui::EndScroll();
    if (wants_rows) FilterBuilder::Open();
  } else {
    const float room = line.w - ui::ChipWidth(more) - gap;
    float used = 0;
    for (const FilterChip& chip : chips) {
      if (used + chip.width > room) break;
      used += chip.width + gap;
      DrawChip(line, chip);
    }
    was_pressed = ui::ChipAtLeft(line, more).was_pressed;
  }
  if (was_pressed) ToggleFacets();
  if (panel_.DrawSheet(anchor, ui::GroupedNumber(static_cast<std::int64_t>(RowCount())))) selected_.clear();
}

void ListView::SelectAll() {
  selected_.reserve(RowCount());
  list_.found().ForEach([this](Row row) { selected_.insert(row); });
}

// The column beside the table, where it is open and there is room.
void ListView::DrawFacets(Rect& rect) {
  is_panel_beside_ = rect.w >= Px(kColumnNeedsCss);
  if (!is_panel_beside_ || !panel_.is_open()) return;
  if (panel_.DrawColumn(ui::CutLeft(rect, FacetPanel::Width()))) selected_.clear();
}

}  // namespace kedang
