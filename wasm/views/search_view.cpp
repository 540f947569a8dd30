#include "wasm/views/search_view.h"

#include <algorithm>
#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/item.h"
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

}  // namespace

SearchView::SearchView(App& app) : app_(app), search_(app), query_box_(app, QueryBox::Place::kStrip) {}

void SearchView::TakeRoute() {
  const std::string words(app_.route().detail());
  const bool is_new = FrameCount() - last_frame_ > 1;
  last_frame_ = FrameCount();
  if (is_new) search_.Begin();
  if (is_new || words != route_text_) {
    search_.text() = words;
    route_text_ = words;
    if (is_new) wants_focus_ = words.empty();
  }
}

void SearchView::Draw(Rect page) {
  const auto& schemas = app_.workspace().schemas().schemas;
  if (!ui::IsPhone()) {
    if (schemas.empty()) return;
    app_.search().text = std::string(app_.route().detail());
    app_.Replace({{schemas.front().key}});
    app_.search().Focus();
    return;
  }
  // Back leads nowhere when this was the first page: then to the first list.
  if (left_at_ms_ > 0 && NowMs() - left_at_ms_ > 250) {
    left_at_ms_ = 0;
    app_.Replace(Route());
    return;
  }
  ui::IdScope scope("search-page");
  TakeRoute();
  DrawBox(ui::CutTop(page, Px(8 + 44 + 8)));
  if (query_box_.has_strip() && query_box_.DrawStrip(ui::CutTop(page, Px(44)), search_.text())) NoteTyped();
  if (DrawTypedProblem(page, search_.text(), search_.problems(), app_.is_english())) NoteTyped();
  search_.Step();
  if (!search_.text().empty()) DrawCount(ui::CutTop(page, Px(30)));
  DrawHits(page);
}

void SearchView::Leave() {
  left_at_ms_ = NowMs();
  app_.Back();
  RequestFrameAt(300);
}

// Back from the record leads to these hits.
void SearchView::KeepHits() {
  route_text_ = search_.text();
  app_.Replace({{"search", search_.text()}});
}

void SearchView::DrawBox(Rect rect) {
  Rect bar = ui::Inset(rect, Px(16), Px(8));
  const std::string_view cancel = T("common.cancel");
  if (ui::Link(ui::CutRight(bar, ui::LinkWidth(cancel, 16), Px(12)), cancel, 16)) Leave();
  ui::SearchBoxOptions options;
  options.name = T("search.name");
  options.placeholder = T("box.placeholder");
  options.id = "words";
  options.takes_focus = std::exchange(wants_focus_, false);
  // Names and values of the first template are offered: what most people look for.
  const auto& schemas = app_.workspace().schemas().schemas;
  const auto first = std::find_if(schemas.begin(), schemas.end(), [](const Schema& schema) { return !schema.is_system; });
  const ui::SearchBoxResult result = query_box_.Draw(bar, search_.text(), first != schemas.end() ? &*first : nullptr, options);
  if (result.was_changed) NoteTyped();
  if (result.was_submitted) search_.RememberSearch();
}

void SearchView::NoteTyped() {
  search_.rows().Collapse();
  ui::ScrollTo("hits", 0);
  RequestFrame();
}

void SearchView::DrawCount(Rect rect) {
  const Rect line = ui::Inset(rect, Px(16), 0);
  const std::string words = search_.StatusWords();
  ui::Mirror(ui::IdOf("count"), line, {.role = ui::Role::kStatus, .label = words});
  ui::Text(line, words, {.style = ui::kSmall, .color = ui::CurrentTheme().secondary});
}

void SearchView::DrawHits(Rect rect) {
  if (!search_.has_lines()) {
    if (search_.is_searching()) {
      ui::SkeletonRows(rect, Px(64));
      return;
    }
    const std::string title = ui::TF("search.nothing", {{"words", search_.text()}});
    ui::EmptyState(rect, {.icon = ui::Icon::kSearch, .title = title, .text = T("search.nothing_text")});
    return;
  }
  search_.Draw(rect, [this] { KeepHits(); });
}

}  // namespace kedang
