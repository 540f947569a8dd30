#include "wasm/views/conflicts_view.h"

#include <algorithm>
#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/list_row.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kListCss = 320;
constexpr float kRowCss = 57;

}  // namespace

void ConflictsView::Draw(Rect page) {
  ui::IdScope scope("conflicts");
  const auto conflicts = UndecidedConflicts(app_);
  DrawHead(page, conflicts.size());
  if (conflicts.empty()) {
    ui::EmptyState(page, {.icon = ui::Icon::kMerge, .meaning = ui::Meaning::kGood, .title = T("sync.no_conflicts"),
                          .text = T("sync.no_conflicts_text")});
    return;
  }
  if (ui::IsPhone()) {
    panel_.Draw(page, conflicts);
    return;
  }
  Rect rest = ui::Inset(page, Px(16), 0);
  ui::CutBottom(rest, Px(16));
  if (rest.w >= Px(kListCss + 12 + 480)) {
    DrawList(ui::CutLeft(rest, Px(kListCss), Px(12)), conflicts);
    rest.w = std::min(rest.w, Px(820));
  }
  panel_.Draw(rest, conflicts);
}

void ConflictsView::DrawHead(Rect& page, std::size_t count) {
  const Rect head = ui::CutTop(page, Px(56));
  if (ui::IsPhone()) {
    ui::LineAtBottom(head, ui::CurrentTheme().border);
    ui::PhoneBar bar;
    bar.title = T("conflict.page");
    if (ui::PhoneTopBar(head, bar) == -1) app_.Go({{"sync"}});
    return;
  }
  Rect bar = ui::Inset(head, Px(16), 0);
  const std::string_view title = T("conflict.page");
  ui::Mirror(ui::IdOf("title"), bar, {.role = ui::Role::kHeading, .label = title, .level = 1});
  const float width = ui::Text(bar, title, ui::kPageTitle, ui::CurrentTheme().text);
  if (count == 0) return;
  const std::string number = ui::GroupedNumber(static_cast<std::int64_t>(count));
  ui::CutLeft(bar, width + Px(12));
  ui::Text(bar, number, ui::kBody, ui::CurrentTheme().secondary);
}

void ConflictsView::DrawList(Rect rect, const std::vector<const Conflict*>& conflicts) {
  ui::CardBox(rect);
  const Rect inner = ui::Inset(rect, ui::Line());
  const float height = Px(kRowCss);
  Rect content;
  ui::BeginScroll("list", inner, height * static_cast<float>(conflicts.size()), content);
  for (std::size_t i = 0; i < conflicts.size(); ++i) {
    const Rect row = {content.x, content.y + height * static_cast<float>(i), content.w, height};
    if (ui::IsVisible(row)) DrawRow(row, *conflicts[i], i, conflicts.size());
  }
  ui::EndScroll();
}

void ConflictsView::DrawRow(Rect rect, const Conflict& conflict, std::size_t position, std::size_t count) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string title = RecordWords(app_, conflict.record);
  const std::string field = conflict.field == 0 ? std::string(T("conflict.deletion")) : FieldWords(app_, conflict.schema, conflict.field);
  const std::string people = ui::TF("conflict.people", {{"earlier", PersonWords(app_, conflict.earlier_author)},
                                                        {"later", PersonWords(app_, conflict.later_author)}});
  ui::IdScope scope(position);
  const ui::ItemState item = ui::ListRow(rect, {title, field, people, panel_.shown() == conflict.id, position, count});
  if (item.was_pressed) panel_.Show(conflict.id);
  Rect lines = ui::ListRowLines(rect);
  ui::Text(ui::CutTop(lines, Px(22)), title, ui::kBodyBold, theme.text);
  ui::Text(lines, field + "  " + people, ui::kSmall, theme.secondary);
}

}  // namespace kedang
