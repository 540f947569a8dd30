#include "wasm/views/facet_panel.h"

#include <algorithm>

#include "wasm/platform/settings.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/titled_sheet.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kSetting = "facets";
constexpr float kWidthCss = 232;
constexpr float kIndentCss = 18;

float HeadHeight() { return Px(ui::IsPhone() ? 44 : 32); }
float LineHeight() { return Px(ui::IsPhone() ? 44 : 28); }

}  // namespace

bool FacetPanel::is_open() {
  if (!is_known_) {
    is_known_ = true;
    is_open_ = ReadSetting(kSetting).value_or("") == "open";
  }
  return is_open_;
}

void FacetPanel::SetOpen(bool is_open) {
  is_known_ = true;
  is_open_ = is_open;
  WriteSetting(kSetting, is_open ? "open" : "closed");
}

float FacetPanel::Width() { return Px(kWidthCss); }

ui::Id FacetPanel::SheetId() { return ui::IdOf("facet sheet"); }

float FacetPanel::HeightOf() const {
  float height = Px(8);
  for (const FacetList& list : lists_.lists()) {
    height += HeadHeight();
    if (!list.is_open) continue;
    height += LineHeight() * static_cast<float>(list.choices.size() + (list.is_whole ? 0 : 1)) + Px(8);
  }
  return height;
}

bool FacetPanel::DrawColumn(Rect rect) {
  ui::FillRect(rect, ui::CurrentTheme().surface);
  ui::LineAtRight(rect, ui::CurrentTheme().divider);
  Rect rest = rect;
  rest.w -= ui::Line();
  Rect head = ui::Inset(ui::CutTop(rest, Px(36)), Px(16), 0);
  ui::BeginMirror(ui::IdOf("facets"), rect, {.role = ui::Role::kGroup, .label = T("facet.title"), .is_busy = !lists_.is_current()});
  if (ui::IconButton(ui::TakeRight(head, Px(28), Px(28)), ui::Icon::kX, T("facet.close"))) SetOpen(false);
  bool was_pressed = false;
  if (lists_.is_active()) {
    const std::string_view clear = T("list.clear_filter");
    if (ui::Link(ui::CutRight(head, ui::LinkWidth(clear, 12), Px(8)), clear, 12, "clear all")) {
      lists_.ClearAll();
      was_pressed = true;
    }
  }
  ui::Text(head, T("facet.title"), ui::kBodyBold, ui::CurrentTheme().text);
  was_pressed = DrawLists(rest) || was_pressed;
  ui::EndMirror();
  return was_pressed;
}

bool FacetPanel::DrawSheet(Rect anchor, std::string_view found) {
  Rect rest, beside;
  ui::LayerOptions options;
  options.anchor = anchor;
  options.width = Px(320);
  options.height = HeightOf() + Px(28 + 8 + 24 + 56);
  if (!BeginTitledSheet(SheetId(), T("facet.title"), options, rest, beside)) return false;
  bool was_pressed = false;
  if (lists_.is_active()) {
    const std::string_view clear = T("list.clear_filter");
    if (ui::Link(ui::CutRight(beside, ui::LinkWidth(clear), Px(8)), clear, 14, "clear all")) {
      lists_.ClearAll();
      was_pressed = true;
    }
  }
  const Rect foot = ui::CutBottom(rest, Px(44), Px(8));
  was_pressed = DrawLists({rest.x - Px(16), rest.y, rest.w + Px(32), rest.h}) || was_pressed;
  const std::string show = ui::TF("facet.show", {{"found", found}});
  if (ui::Button(foot, {.label = show, .kind = ui::ButtonKind::kPrimary, .id = "show"})) ui::CloseLayer(SheetId());
  ui::EndLayer();
  return was_pressed;
}

bool FacetPanel::DrawLists(Rect rect) {
  if (lists_.lists().empty() && lists_.has_counts()) {
    const Rect place = ui::Inset(rect, Px(16), Px(8));
    ui::Mirror(ui::IdOf("nothing"), place, {.role = ui::Role::kStatus, .label = T("facet.nothing")});
    ui::WrappedText(place, T("facet.nothing"), ui::kSmall, ui::CurrentTheme().secondary);
    return false;
  }
  Rect content;
  ui::BeginScroll("facet lists", rect, HeightOf(), content);
  Rect rest = ui::Inset(content, Px(16), 0);
  bool was_pressed = false;
  for (const FacetList& list : lists_.lists()) {
    // A press changes the lists at the next step only: they can be gone through to the end.
    ui::IdScope scope(static_cast<std::uint64_t>(list.field->id));
    was_pressed = DrawList(list, rest) || was_pressed;
  }
  ui::EndScroll();
  return was_pressed;
}

bool FacetPanel::DrawList(const FacetList& list, Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect head = ui::CutTop(rest, HeadHeight());
  bool was_pressed = false;
  Rect bar = head;
  if (list.chosen > 0) {
    const std::string_view clear = T("facet.clear");
    if (ui::Link(ui::CutRight(bar, ui::LinkWidth(clear, 12), Px(8)), clear, 12, "clear")) {
      lists_.Clear(*list.field);
      was_pressed = true;
    }
  }
  const ui::ItemState state = ui::Item(ui::IdOf("head"), bar,
                                       {.role = ui::Role::kButton, .label = list.label, .is_expanded = list.is_open, .can_expand = true});
  if (state.was_pressed) lists_.SetOpen(*list.field, !list.is_open);
  if (state.is_hovered) ui::FillRect({bar.x - Px(6), bar.y + Px(2), bar.w + Px(12), bar.h - Px(4)}, theme.hover_fill, Px(6));
  ui::DrawIcon(ui::CutLeft(bar, Px(16), Px(4)), list.is_open ? ui::Icon::kChevronDown : ui::Icon::kChevronRight, 14, theme.secondary);
  ui::Text(bar, list.label, ui::kSmallBold, theme.secondary);
  if (!list.is_open) return was_pressed;
  int place = 0;
  for (const FacetChoice& choice : list.choices) {
    const Rect line = ui::CutTop(rest, LineHeight());
    if (ui::IsVisible(line)) was_pressed = DrawChoice(list, choice, place, line) || was_pressed;
    ++place;
  }
  if (!list.is_whole) {
    const Rect line = ui::CutTop(rest, LineHeight());
    if (ui::Link(ui::CenterIn({line.x + Px(24), line.y, ui::LinkWidth(T("facet.more"), 12), line.h}, ui::LinkWidth(T("facet.more"), 12), Px(22)),
                 T("facet.more"), 12, "more")) {
      lists_.ShowWhole(*list.field);
    }
  }
  ui::CutTop(rest, Px(8));
  return was_pressed;
}

bool FacetPanel::DrawChoice(const FacetList& list, const FacetChoice& choice, int place, Rect line) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(choice.key.empty() ? "none" : choice.key);
  ui::CutLeft(line, Px(kIndentCss) * static_cast<float>(choice.depth));
  const std::string rows = ui::GroupedNumber(choice.rows);
  const ui::Color dimmed = lists_.is_current() ? theme.secondary : ui::Fade(theme.secondary, 0.5f);
  ui::Text(ui::CutRight(line, ui::TextWidth(rows, ui::kSmall), Px(8)), rows, ui::kSmall, dimmed, ui::Align::kRight);
  if (list.is_tree) {
    const Rect fold = ui::TakeRight(line, Px(20), Px(20), Px(4));
    if (choice.has_below && ui::IconButton(fold, choice.is_unfolded ? ui::Icon::kChevronDown : ui::Icon::kChevronRight,
                                           ui::TF(choice.is_unfolded ? "facet.fold" : "facet.unfold", {{"value", choice.label}}))) {
      lists_.Unfold(*list.field, choice.key, !choice.is_unfolded);
    }
  }
  const std::string name = choice.label + " " + rows;
  const ui::ItemState state = ui::Item(ui::IdOf("choice"), line,
                                       {.role = ui::Role::kCheckBox,
                                        .label = name,
                                        .checked = choice.is_chosen ? ui::Checked::kOn : ui::Checked::kOff,
                                        .position = place,
                                        .set_size = static_cast<int>(list.choices.size())});
  if (state.is_hovered) ui::FillRect({line.x - Px(6), line.y, line.w + Px(12), line.h}, theme.hover_fill, Px(6));
  const Rect box = ui::CenterIn(ui::CutLeft(line, Px(16), Px(8)), Px(16), Px(16));
  if (choice.is_chosen) {
    ui::FillRect(box, theme.accent, Px(4));
    ui::DrawIcon(box, ui::Icon::kCheck, 12, theme.on_accent);
  } else {
    ui::StrokeRect(box, theme.control_border, Px(4), ui::Line());
  }
  if (choice.color >= 0) {
    const Rect dot = ui::CutLeft(line, Px(8), Px(6));
    ui::FillCircle({dot.MidX(), dot.MidY()}, Px(4), ui::UserColor(choice.color).text);
  }
  ui::Text(line, choice.label, ui::IsPhone() ? ui::kLarge : ui::kGrid, theme.text);
  if (state.has_ring) ui::FocusRing(line, Px(6));
  if (!state.was_pressed) return false;
  lists_.Toggle(*list.field, choice.key);
  return true;
}

}  // namespace kedang
