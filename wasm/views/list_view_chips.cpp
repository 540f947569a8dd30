// ListView's chips: one for each choice of the level and the stage that occurs among the rows found. On desktops those
// that do not fit are in a menu behind 更多; on phones the line scrolls sideways.
#include <algorithm>

#include "wasm/ui/chip.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/views/list_view.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

// What the chips of a line look like and where the next begins.
ui::ChipOptions OptionsOf(std::string_view label, std::string_view count, std::string_view id, bool is_chosen) {
  return {.label = label, .count = count, .id = id, .is_chosen = is_chosen, .has_cross = true};
}

float DividerWidth() { return ui::Line() + Px(8); }

}  // namespace

std::vector<ListView::FilterChip> ListView::FilterChips() const {
  std::vector<FilterChip> chips;
  for (const FieldId id : {schema_->level, schema_->stage}) {
    const Field* field = schema_->Find(id);
    if (field == nullptr) continue;
    bool starts_group = !chips.empty();
    for (const Choice& choice : field->choices) {
      const bool is_chosen = filter_.IsChosen(id, choice.key);
      const std::size_t count = filter_.CountOf(id, choice.key);
      if (count == 0 && !is_chosen) continue;
      FilterChip chip;
      chip.field = id;
      chip.key = choice.key;
      chip.label = choice.label.In(app_.is_english());
      chip.count = ui::GroupedNumber(static_cast<std::int64_t>(count));
      chip.is_chosen = is_chosen;
      chip.starts_group = std::exchange(starts_group, false);
      chip.width = ui::ChipWidth(OptionsOf(chip.label, chip.count, chip.key, is_chosen)) + (chip.starts_group ? DividerWidth() : 0);
      chips.push_back(std::move(chip));
    }
  }
  return chips;
}

// Whether there is a line of chips: one that searching alone has emptied stays, so that the rows do not jump.
bool ListView::HasChips(const std::vector<FilterChip>& chips) {
  const bool is_counted = filter_.revision() > 0;
  has_chips_ = !chips.empty() || (list_.has_query() && has_chips_) || (!is_counted && schema_->stage != 0);
  return has_chips_ && list_.total() > 0;
}

void ListView::DrawChip(Rect& line, const FilterChip& chip) {
  ui::IdScope scope(static_cast<std::uint64_t>(chip.field));
  if (chip.starts_group) ui::ChipDivider(line);
  const ui::ChipResult result = ui::ChipAtLeft(line, OptionsOf(chip.label, chip.count, chip.key, chip.is_chosen));
  if (result.was_pressed || result.cross_pressed) ToggleChip(chip);
}

void ListView::ToggleChip(const FilterChip& chip) {
  filter_.Toggle(chip.field, chip.key);
  selected_.clear();
}

void ListView::DrawChips(Rect line, const std::vector<FilterChip>& chips) {
  const float gap = Px(8);
  float total = -gap;
  for (const FilterChip& chip : chips) total += chip.width + gap;
  if (ui::IsPhone()) {
    Rect content;
    const float side = Px(16);
    ui::BeginScroll("chips", line, line.h, content, total + 2 * side);
    ui::CutLeft(content, side);
    for (const FilterChip& chip : chips) DrawChip(content, chip);
    ui::EndScroll();
    return;
  }
  const ui::ChipOptions more = {.label = T("list.more_filters"), .id = "more", .has_chevron = true};
  const float room = total <= line.w ? line.w : line.w - ui::ChipWidth(more) - gap;
  std::size_t shown = 0;
  for (float used = 0; shown < chips.size() && used + chips[shown].width <= room; ++shown) used += chips[shown].width + gap;
  for (std::size_t i = 0; i < shown; ++i) DrawChip(line, chips[i]);
  if (shown == chips.size()) return;
  const std::vector<FilterChip> hidden(chips.begin() + static_cast<std::ptrdiff_t>(shown), chips.end());
  const bool has_chosen = std::any_of(hidden.begin(), hidden.end(), [](const FilterChip& chip) { return chip.is_chosen; });
  ui::ChipOptions chip = more;
  chip.is_chosen = has_chosen;
  const ui::Id menu = ui::IdOf("more chips");
  const Rect anchor = {line.x, line.y, ui::ChipWidth(chip), ui::ChipHeight()};
  if (ui::ChipAtLeft(line, chip).was_pressed) ui::OpenLayer(menu);
  std::vector<ui::MenuItem> items;
  for (const FilterChip& one : hidden) {
    items.push_back({.label = one.label, .shortcut = one.count, .is_chosen = one.is_chosen, .starts_group = one.starts_group});
  }
  const int pressed = ui::Menu(menu, anchor, items);
  if (pressed >= 0) ToggleChip(hidden[static_cast<std::size_t>(pressed)]);
}

}  // namespace kedang
