#include "wasm/views/view_picker.h"

#include <algorithm>

#include "shared/text/fold.h"
#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kSheet = "views", kMenu = "view menu";
constexpr std::size_t kSearchedFrom = 6;  // views; fewer are seen at a glance
constexpr float kHeadCss = 28;
constexpr float kMostListCss = 420;
constexpr float kDotCss = 6;

}  // namespace

ui::Icon ViewPicker::IconOf(ViewLayout layout) {
  switch (layout) {
    case ViewLayout::kTable: return ui::Icon::kTable;
    case ViewLayout::kKanban: return ui::Icon::kSquareKanban;
    case ViewLayout::kCalendar: return ui::Icon::kCalendar;
  }
  return ui::Icon::kTable;
}

std::string ViewPicker::EverythingOf(const Schema& schema) const {
  return ui::TF("view.everything", {{"schema", schema.label.In(app_.is_english())}});
}

bool ViewPicker::MayChange(const SavedView& view) const { return view.owner == app_.user().id || app_.user().is_administrator; }

std::optional<Id> ViewPicker::Draw(Rect& bar, float most, const Facts& facts) {
  if (!book_.is_available()) return std::nullopt;
  sheet_ = ui::IdOf(kSheet);
  menu_ = ui::IdOf(kMenu);
  const SavedView* current = facts.view.is_nil() ? nullptr : book_.Find(facts.view);
  DrawButton(bar, most, facts, current);
  std::optional<Id> chosen = DrawList(facts, current);
  DrawMenu(facts);
  if (const auto made = dialog_.Draw()) chosen = made;
  return chosen;
}

// The name with a chevron, and a dot when what one sees is not what was saved.
void ViewPicker::DrawButton(Rect& bar, float most, const Facts& facts, const SavedView* current) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string name = current != nullptr ? current->NameIn(app_.is_english()) : EverythingOf(*facts.schema);
  const ui::TextStyle style = ui::kBody;
  const float dot = facts.is_changed ? Px(kDotCss + 6) : 0;
  const float width = std::min(Px(10 + 6 + 16 + 10) + ui::TextWidth(name, style) + dot, most);
  const Rect place = ui::TakeLeft(bar, width, Px(ui::Metrics().control), Px(8));
  anchor_ = place;
  ui::Description description;
  description.label = T("view.picker");
  description.value = name;
  description.hint = facts.is_changed ? T("view.changed") : std::string_view();
  description.can_expand = true;
  description.is_expanded = ui::IsLayerOpen(sheet_);
  const ui::ItemState item = ui::Item(ui::IdOf("view picker"), place, description);
  if (item.is_held || description.is_expanded) ui::FillRect(place, theme.pressed_fill, Px(6));
  else if (item.is_hovered) ui::FillRect(place, theme.hover_fill, Px(6));
  Rect inner = ui::Inset(place, Px(10), 0);
  ui::DrawIcon(ui::CutRight(inner, Px(16), Px(6)), ui::Icon::kChevronDown, 16, theme.secondary);
  if (facts.is_changed) {
    const Rect mark = ui::CutRight(inner, Px(kDotCss), Px(6));
    ui::FillCircle({mark.MidX(), mark.MidY()}, Px(kDotCss) / 2, theme.warn.text);
  }
  ui::Text(inner, name, style, theme.text);
  if (item.has_ring) ui::FocusRing(place, Px(6));
  if (item.was_pressed) {
    filter_.clear();
    ui::OpenLayer(sheet_);
  }
}

std::optional<Id> ViewPicker::DrawList(const Facts& facts, const SavedView* current) {
  const std::vector<SavedView>& views = book_.For(facts.schema->key);
  const bool is_searched = views.size() > kSearchedFrom;
  const std::string folded = Fold(filter_);
  const auto fits = [&](const SavedView& view) {
    return folded.empty() || Fold(view.name).find(folded) != std::string::npos || Fold(view.english_name).find(folded) != std::string::npos;
  };
  struct Part {
    ViewShare share;
    std::string_view title;
  };
  const Part parts[] = {{ViewShare::kPrivate, T("view.mine")}, {ViewShare::kTeam, T("view.of_team")}, {ViewShare::kEveryone, T("view.everyone")}};
  const float row = Px(ui::Metrics().menu_item);
  float list = row;
  for (const Part& part : parts) {
    const auto count = std::count_if(views.begin(), views.end(), [&](const SavedView& view) { return view.share == part.share && fits(view); });
    if (count > 0) list += Px(kHeadCss) + row * static_cast<float>(count);
  }
  const bool may_keep = facts.is_changed && current != nullptr && MayChange(*current);
  const float foot = row * (may_keep ? 2.0f : 1.0f) + (facts.is_changed && current != nullptr ? row : 0) + Px(9);
  const float head = is_searched ? Px(ui::IsPhone() ? 52.0f : 40.0f) : 0;
  ui::LayerOptions options;
  options.anchor = anchor_;
  options.width = Px(300);
  options.height = std::min(list, Px(kMostListCss)) + foot + head + Px(8);
  options.takes_focus = !is_searched;
  options.description = {.role = ui::Role::kDialog, .label = T("view.picker")};
  Rect content;
  if (!ui::BeginSheet(sheet_, options, content)) return std::nullopt;
  std::optional<Id> chosen;
  Rect rest = ui::Inset(content, Px(4));
  if (is_searched) {
    ui::SearchBoxOptions search;
    search.name = search.placeholder = T("view.search");
    search.id = "view search";
    Rect box = ui::CutTop(rest, head);
    ui::SearchBox({box.x + Px(4), box.y + Px(2), box.w - Px(8), box.h - Px(8)}, filter_, search);
  }
  Rect below = ui::CutBottom(rest, foot);
  Rect area;
  ui::BeginScroll("view list", rest, list, area);
  if (DrawRow(ui::CutTop(area, row), "everything", EverythingOf(*facts.schema), ui::Icon::kLayers, current == nullptr, nullptr)) chosen = Id();
  for (const Part& part : parts) {
    bool has_head = false;
    for (const SavedView& view : views) {
      if (view.share != part.share || !fits(view)) continue;
      if (!std::exchange(has_head, true)) {
        const Rect title = ui::Inset(ui::CutTop(area, Px(kHeadCss)), Px(8), 0);
        ui::Text(title, part.title, ui::kSmall, ui::CurrentTheme().secondary);
      }
      const bool is_chosen = current != nullptr && current->id == view.id;
      const std::string id = FormatId(view.id);
      if (DrawRow(ui::CutTop(area, row), id, view.NameIn(app_.is_english()), IconOf(view.state.layout), is_chosen, &view)) chosen = view.id;
    }
  }
  ui::EndScroll();
  DrawFoot(below, facts, current);
  if (chosen) ui::CloseLayer(sheet_);
  ui::EndLayer();
  return chosen;
}

// Keeping what was changed, going back to what was saved, a new view.
void ViewPicker::DrawFoot(Rect& rest, const Facts& facts, const SavedView* current) {
  const float row = Px(ui::Metrics().menu_item);
  ui::FillRect({rest.x, rest.y + Px(4), rest.w, ui::Line()}, ui::CurrentTheme().divider);
  ui::CutTop(rest, Px(9));
  ui::IdScope scope("foot");
  if (facts.is_changed && current != nullptr) {
    if (MayChange(*current) && ui::MenuRow(ui::CutTop(rest, row), {.label = T("view.keep"), .icon = ui::Icon::kSave}, false)) {
      SavedView view = *current;
      view.state = facts.now;
      Keep(book_.Change(view), ui::TF("view.saved", {{"name", view.NameIn(app_.is_english())}}));
      ui::CloseLayer(sheet_);
    }
    if (ui::MenuRow(ui::CutTop(rest, row), {.label = T("view.revert"), .icon = ui::Icon::kRotateCcw}, false)) {
      app_.Go({{facts.schema->key}, {{"view", FormatId(current->id)}}});
      ui::CloseLayer(sheet_);
    }
  }
  if (ui::MenuRow(ui::CutTop(rest, row), {.label = T("view.save_as"), .icon = ui::Icon::kPlus}, false)) {
    SavedView view;
    view.schema = facts.schema->key;
    view.state = facts.now;
    ui::CloseLayer(sheet_);
    dialog_.Open(std::move(view));
  }
}

bool ViewPicker::DrawRow(Rect row, std::string_view id, std::string_view name, ui::Icon icon, bool is_chosen, const SavedView* view) {
  ui::IdScope scope(id);
  if (view != nullptr) {
    const Rect more = ui::TakeRight(row, Px(ui::Metrics().touch), std::min(Px(ui::Metrics().touch), row.h));
    const std::string label = ui::TF("view.more_of", {{"name", name}});
    if (ui::IconButton(more, ui::Icon::kEllipsis, label)) {
      menu_view_ = view->id;
      menu_anchor_ = more;
      ui::CloseLayer(sheet_);
    }
  }
  return ui::MenuRow(row, {.label = name, .icon = icon, .is_chosen = is_chosen}, false);
}

void ViewPicker::DrawMenu(const Facts& facts) {
  if (!menu_anchor_.IsEmpty() && !ui::IsLayerOpen(sheet_)) {
    ui::OpenLayer(menu_);
    menu_anchor_ = {};
  }
  if (menu_view_.is_nil()) return;
  const SavedView* view = book_.Find(menu_view_);
  if (view == nullptr) return;
  const bool may_change = MayChange(*view);
  const std::string_view reason = may_change ? std::string_view() : T("view.not_yours");
  const ui::MenuItem items[] = {
      {.label = T("view.properties_menu"), .icon = ui::Icon::kPencil, .reason = reason, .is_enabled = may_change},
      {.label = T("view.up"), .icon = ui::Icon::kArrowUp, .is_enabled = may_change},
      {.label = T("view.down"), .icon = ui::Icon::kArrowDown, .is_enabled = may_change},
      {.label = T("view.copy_link"), .icon = ui::Icon::kLink, .starts_group = true},
      {.label = T("view.delete"), .icon = ui::Icon::kTrash2, .is_enabled = may_change, .is_danger = true, .starts_group = true},
  };
  const int pressed = ui::Menu(menu_, anchor_, items);
  if (pressed == 0) dialog_.Open(*view);
  if (pressed == 1 || pressed == 2) {
    // Among those it is listed with.
    std::vector<SavedView> others = book_.For(view->schema);
    const auto place = std::find_if(others.begin(), others.end(), [&](const SavedView& other) { return other.id == view->id; });
    const int by = pressed == 1 ? -1 : 1;
    std::ptrdiff_t to = place - others.begin() + by;
    while (to >= 0 && to < static_cast<std::ptrdiff_t>(others.size()) && others[static_cast<std::size_t>(to)].share != view->share) to += by;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(others.size())) Keep(book_.Move(*view, static_cast<std::size_t>(to)), "");
  }
  if (pressed == 3) {
    ui::CopyText(UrlOrigin() + "/#" + FormatRoute({{facts.schema->key}, {{"view", FormatId(view->id)}}}));
    app_.Say(std::string(T("view.link_copied")));
  }
  if (pressed == 4) Delete(*view);
}

void ViewPicker::Delete(const SavedView& view) {
  Keep(book_.Delete(view.id), ui::TF("view.deleted", {{"name", view.NameIn(app_.is_english())}}));
}

void ViewPicker::Keep(Group group, std::string said) {
  if (group.mutations.empty()) return;
  app_.Save(std::move(group), std::move(said), [this](const Status& status) {
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
  });
}

}  // namespace kedang
