#include "wasm/views/box_panel.h"

#include <algorithm>
#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/query_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kWidthCss = 680;
constexpr float kTopCss = 72;
constexpr float kHeadCss = 56;
constexpr float kFootCss = 36;
constexpr float kMostRowsCss = 480;
constexpr float kLeastRowsCss = 96;

ui::Id PanelId() { return ui::IdOf("one-box"); }

}  // namespace

void BoxPanel::Toggle() {
  if (ui::IsLayerOpen(PanelId())) {
    Close();
    return;
  }
  search_.text().clear();
  search_.Begin();
  ui::ScrollTo("hits", 0);
  wants_focus_ = true;
  ui::OpenLayer(PanelId());
  RequestFrame();
}

void BoxPanel::Close() { ui::CloseLayer(PanelId()); }

void BoxPanel::Draw() {
  if (!ui::IsLayerOpen(PanelId())) return;
  search_.Step();
  const float width = std::min(Px(kWidthCss), ui::Facts().width - Px(32));
  const float rows = std::clamp(search_.Height(), Px(kLeastRowsCss), Px(kMostRowsCss));
  ui::LayerOptions options;
  options.anchor = {(ui::Facts().width - width) / 2, Px(kTopCss) - Px(5), width, Px(1)};
  options.height = Px(kHeadCss) + rows + Px(kFootCss);
  options.takes_focus = true;
  options.description = {.role = ui::Role::kDialog, .label = T("box.name")};
  Rect rest;
  if (!ui::BeginLayer(PanelId(), options, rest)) return;
  Rect head = ui::CutTop(rest, Px(kHeadCss));
  ui::LineAtBottom(head, ui::CurrentTheme().divider);
  head = ui::Inset(head, Px(10), Px(10));
  ui::SearchBoxOptions box;
  box.name = T("box.name");
  box.placeholder = T("box.placeholder");
  box.id = "words";
  box.takes_focus = std::exchange(wants_focus_, false);
  box.takes_tab = true;
  const ui::SearchBoxResult typed = ui::SearchBox(head, search_.text(), box);
  if (typed.was_changed) {
    search_.rows().Collapse();
    ui::ScrollTo("hits", 0);
    RequestFrame();
  }
  if (typed.moved != 0) search_.rows().Move(typed.moved);
  if (typed.tabbed != 0) search_.rows().MoveGroup(typed.tabbed);
  const auto nothing = [] {};
  auto outcome = BoxSearch::Outcome::kNone;
  if (typed.was_submitted) {
    wants_focus_ = true;  // Enter ends the editing
    outcome = search_.OpenChosen(nothing);
  }
  DrawFoot(ui::CutBottom(rest, Px(kFootCss)));
  if (DrawTypedProblem(rest, search_.text(), search_.problems(), ui::CurrentLanguage() == ui::Language::kEnglish)) wants_focus_ = true;
  if (search_.has_lines()) {
    const auto pressed = search_.Draw(rest, nothing);
    if (outcome == BoxSearch::Outcome::kNone) outcome = pressed;
  } else if (!search_.is_searching()) {
    const std::string words = ui::TF("search.nothing", {{"words", search_.text()}});
    ui::EmptyState(rest, {.icon = ui::Icon::kSearch, .title = words, .text = T("search.nothing_text")});
  }
  if (outcome == BoxSearch::Outcome::kTyped) wants_focus_ = true;
  if (wants_focus_) RequestFrame();
  ui::EndLayer();
  if (outcome == BoxSearch::Outcome::kLeft) Close();
}

// What the keys do, and how much was found.
void BoxPanel::DrawFoot(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(rect, theme.divider);
  Rect rest = ui::Inset(rect, Px(16), 0);
  for (const auto& [key, words] : {std::pair{"↑ ↓", "box.key_move"}, std::pair{"Tab", "box.key_group"}, std::pair{"Enter", "box.key_open"},
                                   std::pair{"Esc", "box.key_close"}}) {
    const float cap = ui::KeyCap(rest, key);
    ui::CutLeft(rest, cap + Px(6));
    const float width = ui::Text(rest, T(words), ui::kSmall, theme.secondary);
    ui::CutLeft(rest, width + Px(16));
  }
  if (search_.text().empty()) return;
  const std::string found = search_.StatusWords();
  ui::Mirror(ui::IdOf("count"), rest, {.role = ui::Role::kStatus, .label = found});
  ui::Text(rest, found, ui::kSmall, theme.secondary, ui::Align::kRight);
}

}  // namespace kedang
