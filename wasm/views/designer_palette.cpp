#include "wasm/views/designer_palette.h"

#include <vector>

#include "shared/text/fold.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/designer_types.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kGapCss = 6;
constexpr float kLeastItemCss = 96;

float ItemHeight() { return Px(ui::IsPhone() ? 48 : 36); }

}  // namespace

void DesignerPalette::Draw(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtRight(rect, theme.border);
  Rect rest = ui::Inset(rect, Px(12), Px(12));
  const Rect foot = ui::CutBottom(rest, Px(18), Px(8));
  ui::Text(foot, T("designer.palette_hint"), ui::kSmall, theme.secondary);
  DrawTypes(rest, true);
}

bool DesignerPalette::DrawTypes(Rect rect, bool can_drag) {
  ui::IdScope scope("palette");
  const ui::Theme& theme = ui::CurrentTheme();
  Rect rest = rect;
  const Rect box = ui::CutTop(rest, Px(ui::Metrics().control), Px(12));
  ui::SearchBox(box, words_, {.name = T("designer.find_type"), .placeholder = T("designer.find_type"), .id = "find"});
  const std::string folded = Fold(words_);
  const PinyinTable& pinyin = state_.app.workspace().lexicon().pinyin();
  const auto matches = [&](const DesignerType& one) {
    if (folded.empty()) return true;
    const std::string_view words = TypeWords(one.type);
    return Fold(words).find(folded) != std::string::npos || FieldTypeName(one.type).find(folded) != std::string_view::npos ||
           pinyin.Initials(words).find(folded) == 0;
  };
  std::vector<const DesignerType*> shown;
  for (const DesignerType& one : DesignerTypes()) {
    if (matches(one)) shown.push_back(&one);
  }
  const int columns = ui::ColumnsThatFit(rest.w, Px(kLeastItemCss), Px(kGapCss));
  const float item = ItemHeight() + Px(kGapCss);
  // The height is known before anything is drawn: a title per area, rows of items below it.
  float height = 0;
  for (std::size_t i = 0, count = 0; i < shown.size(); ++i) {
    const bool is_first = i == 0 || shown[i]->area != shown[i - 1]->area;
    if (is_first) {
      height += Px(22 + 4) + (i == 0 ? 0 : Px(8));
      count = 0;
    }
    if (count++ % static_cast<std::size_t>(columns) == 0) height += item;
  }
  bool was_added = false;
  Rect content;
  // The bar stands in the padding, beside the items.
  const float width = rest.w;
  if (!ui::IsPhone()) rest.w += Px(10);
  ui::BeginScroll("types", rest, height + Px(8), content);
  content.w = width;
  ui::BeginMirror(ui::IdOf("list"), content, {.role = ui::Role::kList, .label = T("designer.types")});
  Rect area = content;
  std::vector<Rect> row;
  std::size_t count = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const DesignerType& one = *shown[i];
    if (i == 0 || one.area != shown[i - 1]->area) {
      if (i > 0) ui::CutTop(area, Px(8));
      const Rect title = ui::CutTop(area, Px(22), Px(4));
      ui::Text(title, AreaWords(one.area), ui::kSmallBold, theme.secondary);
      count = 0;
    }
    const auto column = count++ % static_cast<std::size_t>(columns);
    if (column == 0) row = ui::Columns(ui::CutTop(area, ItemHeight(), Px(kGapCss)), columns, Px(kGapCss));
    const Rect place = row[column];
    const std::string_view words = TypeWords(one.type);
    const ui::ItemState state = ui::Item(ui::IdOf(FieldTypeName(one.type)), place, {.role = ui::Role::kButton, .label = words, .hint = T("designer.add_type")},
                                         {.is_draggable = can_drag});
    if (can_drag) {
      DesignerDrag drag;
      drag.kind = DesignerDrag::Kind::kType;
      drag.type = one.type;
      state_.NoteHeld(state, drag);
    }
    if (!ui::IsVisible(place) && !state.is_held) continue;
    ui::FillBox(place, state.is_held ? theme.pressed_fill : state.is_hovered ? theme.hover_fill : theme.surface, theme.border, Px(6), ui::Line());
    if (state.has_ring) ui::FocusRing(place, Px(6));
    Rect inner = ui::Inset(place, Px(8), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(6)), one.icon, 16, theme.secondary);
    ui::Text(inner, ui::IsPhone() ? words : ShortTypeWords(one.type), ui::IsPhone() ? ui::kBody : ui::kGrid, theme.text);
    if (state.was_pressed && !state_.drag.is_on()) {
      state_.Add(one.type);
      was_added = true;
    }
  }
  if (shown.empty()) ui::WrappedText(area, T("designer.no_type"), ui::kSmall, theme.secondary);
  ui::EndMirror();
  ui::EndScroll();
  return was_added;
}

}  // namespace kedang
