#include "wasm/views/shell.h"

#include <algorithm>
#include <memory>

#include "wasm/app/duplicate_work.h"
#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/url.h"
#include "wasm/platform/window.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/search_box.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/box_panel.h"
#include "wasm/views/query_box.h"
#include "wasm/views/sync_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

// What stands around every page once somebody is signed in and the late code is there: it is part of it.
class PageFrame final : public View {
 public:
  explicit PageFrame(App& app) : app_(app) {}

  void Draw(Rect page) override {
    const auto& schemas = app_.workspace().schemas().schemas;
    if (schemas.empty() || !app_.workspace().client().has_base()) {
      DrawBanners(page, app_.workspace().client().status());
      app_.ViewFor("start").Draw(page);  // the very first load: templates and records are on their way
      return;
    }
    if (!IsPage(app_, app_.route().page())) app_.Replace({{schemas.front().key}});
    if (!(app_.route() == noted_)) {
      noted_ = app_.route();
      NoteOpenedPage(app_, noted_);
    }
    Shortcuts();
    if (ui::IsPhone()) {
      DrawPhone(page);
    } else {
      DrawDesk(page);
      if (box_) box_->Draw();
    }
  }

 private:
  struct Place {
    Route route;
    ui::NavItem item;
  };

  // What most people work with stands in the rail, the rest of the templates behind 更多.
  static constexpr std::size_t kInRail = 5, kInBar = 1;

  // Of the templates; the first `direct` in `places` and, if there are more, one that opens the others.
  std::vector<Place> DirectPlaces(std::size_t direct, std::vector<Place>& others) {
    std::vector<Place> places = Places();
    if (places.size() <= direct + 1) return places;
    others.assign(places.begin() + static_cast<std::ptrdiff_t>(direct), places.end());
    places.resize(direct);
    const bool is_inside = std::any_of(others.begin(), others.end(), [](const Place& place) { return place.item.is_active; });
    places.push_back({{}, {"more", T("nav.more"), ui::Icon::kEllipsis, 0, is_inside}});
    return places;
  }

  // The menu of those behind 更多.
  void DrawMore(Rect anchor, const std::vector<Place>& others) {
    std::vector<ui::MenuItem> items;
    for (const Place& place : others) items.push_back({.label = place.item.label, .icon = place.item.icon, .is_chosen = place.item.is_active});
    const int pressed = ui::Menu(ui::IdOf("nav-more"), anchor, items);
    if (pressed >= 0) Open(others[static_cast<std::size_t>(pressed)].route);
  }

  // Templates first, then the pages that are always there.
  std::vector<Place> Places() {
    std::vector<Place> places;
    const bool is_english = app_.is_english();
    for (const Schema& schema : app_.workspace().schemas().schemas) {
      if (schema.is_system) continue;
      const ui::Icon icon = ui::IconNamed(schema.icon);
      places.push_back({{{schema.key}},
                        {schema.key, schema.label.In(is_english), icon == ui::Icon::kNone ? ui::Icon::kFolder : icon, 0,
                         app_.route().page() == schema.key}});
    }
    return places;
  }

  Place PlaceOf(std::string_view page, std::string_view label_key, ui::Icon icon, int badge = 0) {
    return {{{std::string(page)}}, {page, T(label_key), icon, badge, app_.route().page() == page}};
  }

  Place DuplicatesPlace() {
    return PlaceOf("duplicates", "nav.duplicates", ui::Icon::kCopy, DuplicateWork::Of(app_.workspace(), app_.user().id).Waiting());
  }

  Place QualityPlace() { return PlaceOf("quality", "nav.quality", ui::Icon::kChartLine); }

  void Shortcuts() {
    const bool wants_box = ui::IsShortcut("Ctrl+K", true);
    if (wants_box && !ui::IsPhone()) ToggleBox();
    if (ui::IsShortcut("/") || (wants_box && ui::IsPhone())) {
      if (ui::IsPhone()) {
        app_.Go({{"search"}});
      } else {
        app_.search().Focus();
      }
    }
    if (ui::IsShortcut("?")) app_.Go({{"settings", "keys"}});
  }

  void ToggleBox() {
    if (!box_) box_ = std::make_unique<BoxPanel>(app_);
    box_->Toggle();
  }

  // ---- desktop and tablet ---------------------------------------------------------------------------------------------

  void DrawDesk(Rect page) {
    // Below the product's mark; in a low window more of the templates stand behind 更多, so that no place is covered.
    constexpr std::size_t kAlways = 1 + 3 + 3;  // 更多, the pages, the foot
    const auto room = static_cast<std::size_t>(std::max(page.h - Px(ui::kTopBarHeightCss + 8), 0.0f) / Px(ui::kRailStepCss));
    std::vector<Place> others;
    std::vector<Place> places = DirectPlaces(std::clamp<std::size_t>(room > kAlways ? room - kAlways : 0, 1, kInRail), others);
    const std::size_t more = places.size() - 1;
    const SyncStatus status = app_.workspace().client().status();
    places.push_back(PlaceOf("import", "nav.import", ui::Icon::kUpload));
    places.push_back(DuplicatesPlace());
    places.push_back(QualityPlace());
    const int attention = static_cast<int>(status.conflicts + status.tray);
    std::vector<Place> foot = {PlaceOf("sync", "nav.sync", ui::Icon::kRefreshCw, attention)};
    if (app_.user().is_administrator) {
      foot.push_back(PlaceOf("admin", "nav.admin", ui::Icon::kSlidersHorizontal));
      foot.back().route = {{"admin", "templates"}};
    }
    foot.push_back(PlaceOf("settings", "nav.settings", ui::Icon::kSettings));
    std::vector<ui::NavItem> items, foot_items;
    for (const Place& place : places) items.push_back(place.item);
    for (const Place& place : foot) foot_items.push_back(place.item);
    const Rect rail = ui::CutLeft(page, ui::NavRailWidth(items, foot_items));
    const int pressed = ui::NavRail(rail, T("app.mark"), items, foot_items);
    if (pressed == -2) app_.Go(places.front().route);
    if (pressed >= 0) {
      const auto index = static_cast<std::size_t>(pressed);
      if (!others.empty() && index == more) ui::OpenLayer(ui::IdOf("nav-more"));
      else Open(index < places.size() ? places[index].route : foot[index - places.size()].route);
    }
    DrawMore({rail.Right() - Px(4), rail.y + Px(ui::kTopBarHeightCss + 4 + static_cast<float>(more) * ui::kRailStepCss), Px(1), Px(1)}, others);
    Rect bar = ui::CutTop(page, Px(ui::kTopBarHeightCss));
    DrawTopBar(bar);
    DrawBanners(page, status);
    app_.ViewFor(app_.route().page()).Draw(page);
  }

  void DrawTopBar(Rect bar) {
    const ui::Theme& theme = ui::CurrentTheme();
    ui::LineAtBottom(bar, theme.border);
    Rect inner = ui::Inset(bar, Px(16), 0);
    Rect right = inner;
    // From the right: avatar, the state of the sync.
    const Rect avatar = ui::TakeRight(right, Px(32), Px(32), Px(16));
    DrawAvatar(avatar);
    float width = 0;
    if (ui::SyncStatus(right, T("sync.status"), SyncWordOf(app_, word_), width)) app_.Go({{"sync"}});
    right.w -= width + Px(16);
    const float search_width = std::min(Px(520), right.w);
    const Rect box = ui::CenterIn({inner.x, inner.y, search_width, inner.h}, search_width, Px(36));
    DrawSearchBox(box);
    // Everything else is found by the one box: records of all templates, pages, actions.
    const std::string_view keys = Preferences().is_mac ? "⌘ K" : "Ctrl K";
    const float cap = ui::KeyCapWidth(keys);
    const Rect opener = {box.Right() + Px(8), box.y, cap + Px(16), box.h};
    if (opener.Right() > right.Right()) return;
    const ui::ItemState item = ui::Item(ui::IdOf("one-box-opener"), opener, {.label = T("box.name"), .hint = keys});
    if (item.is_hovered || item.is_held) ui::FillRect(opener, theme.hover_fill, Px(6));
    if (item.has_ring) ui::FocusRing(opener, Px(6));
    ui::KeyCap(ui::CenterIn(opener, cap, opener.h), keys);
    if (item.was_pressed) ToggleBox();
  }

  void DrawSearchBox(Rect box) {
    ui::SearchBoxOptions options;
    options.name = T("search.name");
    options.placeholder = T("search.placeholder");
    options.keys = "/";
    options.id = "search";
    options.takes_focus = app_.search().TakeFocus();
    const auto& all = app_.workspace().schemas().schemas;
    const Schema* schema = app_.workspace().schemas().Find(app_.route().page());
    if (schema == nullptr && !all.empty()) schema = &all.front();
    if (query_box_ == nullptr) query_box_ = std::make_unique<QueryBox>(app_);
    // What a list is asked stays with it.
    const bool is_list = app_.workspace().schemas().Find(app_.route().page()) != nullptr;
    if (is_list) elsewhere_.clear();
    const ui::SearchBoxResult result = query_box_->Draw(box, is_list ? app_.search().text : elsewhere_, schema, options);
    app_.search().NoteKeys(result.moved, result.was_submitted);
    // Lists search as one types; from any other page the first list comes forward with the words.
    if (result.was_changed && !is_list) {
      app_.search().text = elsewhere_;
      const auto& schemas = app_.workspace().schemas().schemas;
      if (!schemas.empty()) app_.Go({{schemas.front().key}});
    }
  }

  void DrawAvatar(Rect rect) {
    const std::string& name = app_.user().display.empty() ? app_.user().name : app_.user().display;
    const ui::Id id = ui::IdOf("avatar");
    ui::Description description;
    description.label = T("session.menu");
    description.value = name;
    description.can_expand = true;
    description.is_expanded = ui::IsLayerOpen(id);
    const ui::ItemState item = ui::Item(id, rect, description);
    ui::Initials(rect, ui::InitialsOf(name), ui::ColorOf(name), 32);
    if (item.has_ring) ui::FocusRing(rect, rect.h / 2);
    if (item.was_pressed) ui::OpenLayer(id);
    const ui::MenuItem items[] = {{name, ui::Icon::kUser, {}, {}, false},
                                  {T("nav.settings"), ui::Icon::kSettings, {}, {}, true, false, false, true},
                                  {T("session.sign_out"), ui::Icon::kLogOut}};
    const int pressed = ui::Menu(id, rect, items, true);
    if (pressed == 1) app_.Go({{"settings"}});
    if (pressed == 2) app_.SignOutHere();
  }

  // ---- phone ----------------------------------------------------------------------------------------------------------

  void DrawPhone(Rect page) {
    const SyncStatus status = app_.workspace().client().status();
    View& view = app_.ViewFor(app_.route().page());
    // No bar below forms and pages with a foot of their own, nor between a field and the keyboard.
    const bool is_covered = view.covers_foot();
    const bool has_bar = !is_covered && !(ui::IsEditingText() && ui::Facts().is_touch);
    if (has_bar) {
      Rect bar = ui::CutBottom(page, Px(ui::kBottomBarHeightCss));
      std::vector<Place> others;
      std::vector<Place> places = DirectPlaces(kInBar, others);
      if (others.empty() && places.size() > 2) places.resize(2);
      if (!others.empty()) {
        others.push_back(DuplicatesPlace());
        others.push_back(QualityPlace());
      }
      places.push_back(PlaceOf("sync", "nav.sync", ui::Icon::kRefreshCw, static_cast<int>(status.conflicts + status.tray)));
      places.push_back(PlaceOf("settings", "nav.me", ui::Icon::kUser));
      std::vector<ui::NavItem> items;
      for (const Place& place : places) items.push_back(place.item);
      const int pressed = ui::BottomBar(bar, items, T("common.new"));
      if (pressed == static_cast<int>(kInBar) && !others.empty()) ui::OpenLayer(ui::IdOf("nav-more"));
      else if (pressed >= 0) Open(places[static_cast<std::size_t>(pressed)].route);
      DrawMore(bar, others);
      if (pressed == -2) {
        const Schema* schema = app_.workspace().schemas().Find(app_.route().page());
        app_.Go({{schema != nullptr ? schema->key : places.front().route.parts.front(), "new"}});
      }
    }
    DrawBanners(page, status);
    view.Draw(page);
    if (view.covers_foot() != is_covered) RequestFrame();  // it has become a form, or ceased to be one
  }

  // ---- both -----------------------------------------------------------------------------------------------------------

  // A press on the list one is in already goes back to its top level.
  void Open(const Route& route) {
    if (!(app_.route() == route)) app_.Go(route);
  }

  void DrawBanners(Rect& page, const SyncStatus& status) {
    const auto cut = [&page] { return ui::CutTop(page, Px(ui::IsPhone() ? 44.0f : 40.0f)); };
    if (status.connection == ConnectionState::kUpgrade) {
      if (ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kRefreshCw, T("start.upgrade"), T("start.upgrade_text"),
                             T("start.reload")})) {
        ReloadPage();
      }
    } else if (status.connection == ConnectionState::kSignedOut) {
      if (ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kLogIn, T("banner.signed_out"), T("banner.signed_out_text"),
                             T("session.sign_in")})) {
        app_.Go({{"signin"}});
      }
    } else if (status.connection == ConnectionState::kOffline) {
      ui::Banner(cut(), {ui::Meaning::kNeutral, ui::Icon::kWifiOff, T("banner.offline"), T("banner.offline_text"), {}});
    }
    if (app_.losses().was_repaired) {
      const bool is_here = status.is_current || (app_.workspace().client().has_base() && !status.is_loading);
      const std::string_view text = T(is_here                                              ? "banner.repaired_done"
                                      : status.connection == ConnectionState::kOffline ? "banner.repaired_offline"
                                                                                        : "banner.repaired_loading");
      if (ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kDatabase, T("banner.repaired"), text, T("common.close")})) {
        app_.losses().was_repaired = false;
      }
    }
    if (app_.losses().was_evicted) {
      const ReplicaLosses& losses = app_.losses();
      const std::string text = losses.lost_pending > 0 ? ui::TF("banner.evicted_lost", {{"count", std::to_string(losses.lost_pending)}})
                                                       : std::string(T(losses.has_unsent ? "banner.evicted_kept" : "banner.evicted_none"));
      if (ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kDatabase, T("banner.evicted"), text, T("common.close")})) {
        app_.losses().was_evicted = false;
      }
    }
    const OfflineVault& vault = app_.vault();
    if (!status.is_kept_offline || !app_.is_storage_open()) {
      ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kHardDrive, T("banner.not_kept"), T("banner.not_kept_text"), {}});
    } else if (vault.is_policy_known() && !vault.is_plain() && !vault.can_seal()) {
      ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kHardDrive, T("vault.mode_none"), T("vault.mode_none_text"), {}});
    }
    const TimeMs now = app_.workspace().clock().NowMs();
    if (status.connection != ConnectionState::kOnline && IsOfflineEnding(vault.policy(), vault.until_ms(), now)) {
      const std::string title = ui::TF("vault.ending", {{"time", ExactTime(vault.until_ms(), app_.workspace().zone_minutes())}});
      const std::string text = status.pending == 0 ? std::string(T("vault.ending_text"))
                                                   : ui::TF("vault.ending_pending", {{"count", std::to_string(status.pending)}});
      ui::Banner(cut(), {ui::Meaning::kWarn, ui::Icon::kClock, title, text, {}});
    }
  }

  App& app_;
  std::unique_ptr<QueryBox> query_box_;  // made at its first use
  std::string elsewhere_;                // typed on a page that is no list
  std::string word_;
  Route noted_;
  std::unique_ptr<BoxPanel> box_;  // made at its first use
};

class Shell final : public View {
 public:
  explicit Shell(App& app) : app_(app), frame_(std::make_unique<PageFrame>(app)) {}

  void Draw(Rect page) override {
    ui::FillRect(page, ui::CurrentTheme().surface);
    if (app_.phase() != AppPhase::kReady) {
      app_.ViewFor(app_.phase() == AppPhase::kSignIn   ? "signin"
                   : app_.phase() == AppPhase::kLocked ? "unlock"
                                                       : "start")
          .Draw(page);
    } else if (app_.route().page() == "signin") {
      app_.ViewFor("signin").Draw(page);
    } else {
      frame_->Draw(page);
    }
  }

 private:
  App& app_;
  std::unique_ptr<View> frame_;
};

}  // namespace

std::unique_ptr<View> MakeShell(App& app) { return std::make_unique<Shell>(app); }

}  // namespace kedang
