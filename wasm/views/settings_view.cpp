#include "wasm/views/settings_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/url.h"
#include "wasm/platform/window.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kColumnCss = 720;
constexpr float kKeyRowCss = 36;

struct KeyLine {
  std::string_view keys;  // separated by a blank
  std::string_view text_key;
};
constexpr std::array kKeyLines = std::to_array<KeyLine>({
    {"Ctrl K", "keys.box"},
    {"/", "keys.search_slash"},
    {"↑ ↓", "keys.move"},
    {"Enter", "keys.open"},
    {"Space", "keys.select"},
    {"Shift ↑ ↓", "keys.range"},
    {"Ctrl A", "keys.select_all"},
    {"Ctrl C", "keys.copy"},
    {"Tab", "keys.next_field"},
    {"Ctrl Enter", "keys.save"},
    {"Esc", "keys.close"},
    {"?", "keys.show"},
});

std::string_view KeyName(std::string_view key) { return key == "Ctrl" && Preferences().is_mac ? "⌘" : key; }

}  // namespace

void SettingsView::Draw(Rect page) {
  ui::IdScope scope("settings");
  storage_.Refresh();
  const bool is_phone = ui::IsPhone();
  const Rect head = ui::CutTop(page, Px(56));
  if (is_phone) {
    ui::LineAtBottom(head, ui::CurrentTheme().border);
    ui::PhoneBar bar;
    bar.title = T("nav.settings");
    bar.has_back = false;
    ui::PhoneTopBar(head, bar);
  } else {
    ui::Mirror(ui::IdOf("title"), head, {.role = ui::Role::kHeading, .label = T("nav.settings"), .level = 1});
    ui::Text(ui::Inset(head, Px(16), 0), T("nav.settings"), ui::kPageTitle, ui::CurrentTheme().text);
  }
  const bool is_at_keys = app_.route().detail() == "keys";
  if (is_at_keys && !was_at_keys_ && keys_y_ > 0) {
    ui::ScrollTo("page", keys_y_);
    was_at_keys_ = true;
  }
  if (!is_at_keys) was_at_keys_ = false;
  const Rect content = scroll_.Begin("page", page);
  rest_ = ui::Inset(content, Px(is_phone ? 0 : 16), 0);
  rest_.w = std::min(rest_.w, Px(kColumnCss));
  card_index_ = 0;
  DrawDisplay();
  DrawStorage();
  DrawOffline();
  DrawDevice();
  DrawDevices();
  DrawAccount();
  const float before_keys = rest_.y - content.y;
  if (std::abs(before_keys - keys_y_) > 0.5f) RequestFrame();
  keys_y_ = before_keys;
  DrawKeys();
  DrawAbout();
  scroll_.End(rest_.y + Px(16));
  password_.Draw();
  pin_.Draw();
  AskToWipe();
}

void SettingsView::BeginCard(std::string_view title) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect head = ui::CutTop(rest_, Px(18), Px(8));
  ui::Mirror(ui::IdOf(title), head, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(ui::Inset(head, Px(ui::IsPhone() ? 16 : 0), 0), title, ui::kSmallBold, theme.secondary);
  // The box is drawn before its rows are known: its height is that of the last frame.
  card_ = {rest_.x, rest_.y, rest_.w, card_height_[card_index_]};
  if (ui::IsPhone()) {
    ui::LineAtTop(card_, theme.border);
    ui::LineAtBottom(card_, theme.border);
  } else {
    ui::CardBox(card_);
  }
  is_first_row_ = true;
}

void SettingsView::EndCard() {
  const float height = rest_.y - card_.y;
  if (std::abs(height - card_height_[card_index_]) > 0.5f) RequestFrame();
  card_height_[card_index_++] = height;
  ui::CutTop(rest_, Px(24));
}

Rect SettingsView::Row(std::string_view label, std::string_view text, float control_width) {
  const ui::Theme& theme = ui::CurrentTheme();
  const float side = Px(16);
  const float gap = control_width > 0 ? Px(16) : 0;
  const float width = rest_.w - 2 * side - control_width - gap;
  const float text_height = text.empty() ? 0 : ui::WrappedHeight(width, text, ui::kSmall);
  const ui::TextStyle style = ui::FieldText();
  const float words_height = ui::LineHeight(style) + text_height;
  const float least = Px(ui::IsPhone() ? 56 : 48);
  const float height = std::max(std::max(words_height, control_width > 0 ? ui::ButtonHeight({}) : 0) + Px(20), least);
  Rect row = ui::CutTop(rest_, std::ceil(height));
  if (!is_first_row_) ui::LineAtTop({row.x + side, row.y, row.w - side, row.h}, theme.divider);
  is_first_row_ = false;
  row = ui::Inset(row, side, 0);
  const Rect control = control_width > 0 ? ui::CutRight(row, control_width, gap) : Rect{};
  Rect words = ui::CenterIn(row, row.w, words_height);
  ui::Mirror(ui::IdOf(label), words, {.role = ui::Role::kText, .label = label, .value = text});
  ui::Text(ui::CutTop(words, ui::LineHeight(style)), label, style, theme.text);
  if (!text.empty()) ui::WrappedText(words, text, ui::kSmall, theme.secondary);
  return control;
}

void SettingsView::DrawDisplay() {
  if (ui::IsPhone()) ui::CutTop(rest_, Px(16));
  BeginCard(T("settings.display"));
  const float height = ui::Metrics().control;
  const std::array<ui::Segment, 2> languages = {ui::Segment{.label = "中文"}, ui::Segment{.label = "English"}};
  const ui::SegmentedOptions language_options{.name = T("auth.language")};
  const float language_width = ui::SegmentedWidth(languages, language_options);
  Rect place = Row(T("auth.language"), {}, language_width);
  int language = app_.is_english() ? 1 : 0;
  if (ui::Segmented(ui::CenterIn(place, language_width, Px(height)), languages, language, language_options)) {
    app_.SetLanguage(language == 1);
  }
  const std::array<ui::Segment, 3> themes = {ui::Segment{.label = T("theme.system")}, ui::Segment{.label = T("theme.light")},
                                             ui::Segment{.label = T("theme.dark")}};
  const ui::SegmentedOptions theme_options{.name = T("settings.theme")};
  const float theme_width = ui::SegmentedWidth(themes, theme_options);
  place = Row(T("settings.theme"), {}, theme_width);
  int theme = static_cast<int>(app_.theme());
  if (ui::Segmented(ui::CenterIn(place, theme_width, Px(height)), themes, theme, theme_options)) {
    app_.SetTheme(static_cast<ui::ThemeChoice>(theme));
  }
  EndCard();
}

void SettingsView::DrawStorage() {
  BeginCard(T("settings.storage"));
  const SyncStatus status = app_.workspace().client().status();
  const bool is_kept = app_.is_storage_open() && status.is_kept_offline;
  const std::string count = ui::GroupedNumber(static_cast<std::int64_t>(app_.workspace().records().size()));
  Row(ui::TF(is_kept ? "sync.records_here" : "sync.records_in_memory", {{"count", count}}),
      is_kept ? T("settings.records_text") : T("banner.not_kept_text"), 0);
  const StorageFacts& facts = storage_.facts();
  const bool can_ask = is_kept && storage_.is_known() && !facts.is_persisted;
  const ui::ButtonOptions ask{.label = T("storage.ask"), .is_running = storage_.is_asking()};
  const Rect place = Row(T(!storage_.is_known() ? "storage.unknown" : facts.is_persisted ? "storage.is_kept" : "storage.is_not_kept"),
                         T(facts.is_persisted ? "storage.is_kept_text" : "storage.is_not_kept_text"),
                         can_ask ? ui::ButtonWidth(ask) : 0);
  if (can_ask && ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(ask)), ask)) storage_.AskToKeep(app_);
  if (facts.quota_bytes > 0) {
    const std::string used = ui::TF("storage.used", {{"used", SizeWords(facts.used_bytes)}, {"quota", SizeWords(facts.quota_bytes)}});
    const float width = std::min(Px(160), rest_.w * 0.35f);
    const Rect bar = Row(T("storage.room"), used, width);
    const float share = static_cast<float>(facts.used_bytes / facts.quota_bytes);
    ui::ProgressBar(ui::CenterIn(bar, bar.w, Px(6)), share, share > 0.9f ? ui::Meaning::kBad : ui::Meaning::kInfo, T("storage.room"));
  }
  const OfflineVault& vault = app_.vault();
  const bool can_open = vault.device().empty() || vault.is_plain() || vault.has_pin();
  const bool is_offline_possible = Preferences().is_secure && is_kept && can_open;
  Row(T(is_offline_possible ? "settings.offline_yes" : "settings.offline_no"),
      T(!Preferences().is_secure ? "settings.offline_insecure" : is_kept && !can_open ? "settings.offline_closed" : is_kept ? "settings.offline_text" : "settings.offline_private"), 0);
  EndCard();
}

void SettingsView::DrawDevice() {
  BeginCard(T("settings.device"));
  const SyncClient& client = app_.workspace().client();
  const SyncStatus status = client.status();
  const int zone = app_.workspace().zone_minutes();
  const std::string last = status.last_sync_ms == 0
                               ? std::string(T("sync.never"))
                               : RelativeTime(status.last_sync_ms, app_.workspace().clock().NowMs(), zone) + "  " +
                                     ExactTime(status.last_sync_ms, zone);
  const ui::ButtonOptions sync{.label = T("settings.open_sync")};
  const Rect place = Row(T("settings.last_sync"), last, ui::ButtonWidth(sync));
  if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(sync)), sync)) app_.Go({{"sync"}});
  const std::string replica = FormatId(client.state().replica);
  Row(T("settings.replica"), ui::TF("settings.replica_text", {{"id", replica.substr(replica.size() - std::min<std::size_t>(replica.size(), 8))}}), 0);
  Row(T("settings.version"), KEDANG_VERSION, 0);
  EndCard();
}

void SettingsView::DrawAccount() {
  BeginCard(T("settings.account"));
  const SessionUser& user = app_.user();
  Row(user.display.empty() ? user.name : user.display, user.name, 0);
  const ui::ButtonOptions change{.label = T("auth.change")};
  Rect place = Row(T("auth.password"), T("settings.password_text"), ui::ButtonWidth(change));
  if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(change)), change)) password_.Open();
  if (user.is_administrator && ui::IsPhone()) {
    const ui::ButtonOptions templates{.label = T("settings.templates_open"), .id = "templates"};
    place = Row(T("settings.templates"), T("settings.templates_text"), ui::ButtonWidth(templates));
    if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(templates)), templates)) app_.Go({{"admin", "templates"}});
    const ui::ButtonOptions tags{.label = T("settings.templates_open"), .id = "tags"};
    place = Row(T("tags.title"), T("settings.tags_text"), ui::ButtonWidth(tags));
    if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(tags)), tags)) app_.Go({{"admin", "tags"}});
  }
  const SyncStatus status = app_.workspace().client().status();
  const std::size_t waiting = status.pending + status.tray;
  const std::string text = waiting == 0 ? std::string(T("settings.sign_out_text"))
                                        : ui::TF("settings.sign_out_pending", {{"count", std::to_string(waiting)}});
  const ui::ButtonOptions leave{.label = T("session.sign_out"), .icon = ui::Icon::kLogOut};
  place = Row(T("session.sign_out"), text, ui::ButtonWidth(leave));
  if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(leave)), leave)) app_.SignOutHere();
  EndCard();
}

void SettingsView::DrawKeys() {
  if (ui::IsPhone() && app_.route().detail() != "keys") return;
  BeginCard(T("settings.keys"));
  const ui::Theme& theme = ui::CurrentTheme();
  for (const KeyLine& line : kKeyLines) {
    Rect row = ui::CutTop(rest_, Px(kKeyRowCss));
    if (!is_first_row_) ui::LineAtTop({row.x + Px(16), row.y, row.w - Px(16), row.h}, theme.divider);
    is_first_row_ = false;
    row = ui::Inset(row, Px(16), 0);
    Rect caps = ui::CutLeft(row, Px(136), Px(8));
    std::string_view keys = line.keys;
    while (!keys.empty()) {
      const std::size_t blank = keys.find(' ');
      const std::string_view key = KeyName(keys.substr(0, blank));
      ui::CutLeft(caps, ui::KeyCap(caps, key), Px(4));
      keys = blank == std::string_view::npos ? std::string_view() : keys.substr(blank + 1);
    }
    ui::Mirror(ui::IdOf(line.text_key), row, {.role = ui::Role::kText, .label = T(line.text_key), .value = line.keys});
    ui::Text(row, T(line.text_key), ui::kBody, theme.text);
  }
  EndCard();
}

void SettingsView::DrawAbout() {
  BeginCard(T("settings.about"));
  const std::string name = std::string(T("app.name")) + " " + KEDANG_VERSION;
  Row(name, T("settings.licence"), 0);
  const std::string notice = AssetUrl("NOTICE");
  const ui::ButtonOptions open{.label = T("settings.notice_open"), .icon = ui::Icon::kExternalLink};
  const Rect place = Row(T("settings.notice"), T("settings.notice_text"), notice.empty() ? 0 : ui::ButtonWidth(open));
  if (!notice.empty() && ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(open)), open)) {
    OpenExternal(UrlOrigin() + notice);
  }
  EndCard();
}

}  // namespace kedang
