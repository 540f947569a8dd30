#include "wasm/views/sync_view.h"

#include <algorithm>

#include "wasm/app/time_text.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
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

constexpr float kFactCss = 66;
constexpr float kPhoneFactCss = 60;

std::string Count(std::uint64_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

// 3 小时 12 分.
std::string Duration(TimeMs length_ms) {
  const TimeMs minutes = std::max<TimeMs>(length_ms / 60'000, 1);
  if (minutes < 60) return ui::TF("time.minutes", {{"count", std::to_string(minutes)}});
  if (minutes < 24 * 60) {
    return ui::TF("time.hours_minutes", {{"hours", std::to_string(minutes / 60)}, {"minutes", std::to_string(minutes % 60)}});
  }
  return ui::TF("time.days", {{"count", std::to_string(minutes / (24 * 60))}});
}

bool IsBusy(const SyncStatus& status) {
  return status.connection == ConnectionState::kOnline && (status.pending > 0 || status.is_loading);
}

}  // namespace

void SyncView::Draw(Rect page) {
  ui::IdScope scope("sync");
  storage_.Refresh();
  const SyncStatus status = app_.workspace().client().status();
  if (ui::IsPhone()) {
    DrawPhone(page, status);
  } else {
    DrawDesk(page, status);
  }
}

// ---- facts ------------------------------------------------------------------------------------------------------------

std::vector<SyncView::Fact> SyncView::Facts(const SyncStatus& status, std::size_t conflicts) {
  return {UploadFact(status), DownloadFact(status), StorageFact(), ConflictFact(conflicts)};
}

SyncView::Fact SyncView::UploadFact(const SyncStatus& status) {
  upload_total_ = status.pending == 0 ? 0 : std::max(upload_total_, status.pending);
  const TimeMs now = app_.workspace().clock().NowMs();
  Fact fact;
  const std::size_t files = app_.files().size();
  if (status.pending == 0 && files > 0) {
    fact = {ui::Icon::kPaperclip, ui::Meaning::kInfo, ui::TF("sync.files", {{"count", Count(files)}}),
            std::string(T("sync.files_text")), {}, -1};
  } else if (status.pending == 0) {
    fact = {ui::Icon::kCircleCheck, ui::Meaning::kGood, std::string(T("sync.all_up")), std::string(T("sync.all_up_text")), {}, -1};
  } else if (status.connection == ConnectionState::kOnline) {
    const std::size_t sent = upload_total_ - status.pending;
    fact = {ui::Icon::kRefreshCw, ui::Meaning::kInfo,
            ui::TF("sync.uploading", {{"sent", Count(sent)}, {"total", Count(upload_total_)}}),
            std::string(T("sync.uploading_text")), {}, static_cast<float>(sent) / static_cast<float>(upload_total_)};
  } else {
    const std::string since = RelativeTime(status.oldest_pending_ms, now, app_.workspace().zone_minutes());
    fact = {ui::Icon::kCloudUpload, ui::Meaning::kInfo, ui::TF("sync.waiting", {{"count", Count(status.pending)}}),
            status.oldest_pending_ms == 0 ? std::string(T("sync.waiting_text"))
                                          : ui::TF("sync.waiting_since", {{"time", since}}), {}, -1};
    if (status.connection == ConnectionState::kSignedOut) fact.action = T("session.sign_in");
  }
  return fact;
}

SyncView::Fact SyncView::DownloadFact(const SyncStatus& status) const {
  const Workspace& workspace = app_.workspace();
  if (status.is_loading) {
    const float share = status.to_load == 0 ? 0 : static_cast<float>(status.loaded) / static_cast<float>(status.to_load);
    return {ui::Icon::kDownload, ui::Meaning::kInfo, std::string(T("sync.downloading")),
            ui::TF("start.loaded", {{"loaded", Count(status.loaded)}, {"total", Count(status.to_load)}}), {}, share};
  }
  const std::string version = ui::GroupedNumber(static_cast<std::int64_t>(workspace.client().state().cookie.sequence));
  const TimeMs now = app_.workspace().clock().NowMs();
  Fact fact;
  fact.title = ui::TF("sync.version", {{"version", version}});
  fact.text = status.last_sync_ms == 0
                  ? std::string(T("sync.never"))
                  : ui::TF("sync.last", {{"time", RelativeTime(status.last_sync_ms, now, workspace.zone_minutes())}});
  const bool is_online = status.connection == ConnectionState::kOnline;
  fact.icon = is_online ? ui::Icon::kCircleCheck : ui::Icon::kCloudOff;
  fact.meaning = is_online ? ui::Meaning::kGood : ui::Meaning::kNeutral;
  return fact;
}

SyncView::Fact SyncView::StorageFact() const {
  const std::string count = Count(app_.workspace().records().size());
  const bool is_kept = app_.is_storage_open() && app_.workspace().client().status().is_kept_offline;
  if (!is_kept) {
    return {ui::Icon::kHardDrive, ui::Meaning::kWarn, ui::TF("sync.records_in_memory", {{"count", count}}),
            std::string(T("banner.not_kept_text")), {}, -1};
  }
  const bool is_promised = storage_.facts().is_persisted;
  Fact fact{ui::Icon::kHardDrive, is_promised || !storage_.is_known() ? ui::Meaning::kGood : ui::Meaning::kWarn,
            ui::TF("sync.records_here", {{"count", count}}), storage_.Words(), {}, -1};
  if (storage_.is_known() && !is_promised) fact.action = T("storage.ask");
  return fact;
}

SyncView::Fact SyncView::ConflictFact(std::size_t conflicts) const {
  if (conflicts == 0) {
    return {ui::Icon::kMerge, ui::Meaning::kGood, std::string(T("sync.no_conflicts")), std::string(T("sync.no_conflicts_text")), {}, -1};
  }
  return {ui::Icon::kMerge, ui::Meaning::kBad, ui::TF("sync.conflicts", {{"count", Count(conflicts)}}),
          std::string(T("sync.conflicts_text")), std::string(T("sync.settle")), -1};
}

void SyncView::OnFact(std::size_t index) {
  if (index == 0) app_.Go({{"signin"}});
  if (index == 2) storage_.AskToKeep(app_);
  if (index == 3) app_.Go({{"conflicts"}});
}

bool SyncView::has_return_banner() const {
  return app_.network_watch().has_returned(app_.workspace().clock().NowMs());
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

void SyncView::DrawReturn(Rect rect) {
  NetworkWatch& watch = app_.network_watch();
  const std::string words = ui::TF(watch.waiting() > 0 ? "sync.returned_text" : "sync.returned_idle",
                                   {{"time", Duration(watch.away_ms())}, {"count", Count(watch.waiting())}});
  if (ui::Banner(rect, {ui::Meaning::kInfo, ui::Icon::kCloud, T("sync.returned"), words, T("common.close")})) watch.Forget();
}

void SyncView::DrawHead(Rect rect, const SyncStatus& status) {
  Rect bar = ui::Inset(rect, Px(16), 0);
  ui::ButtonOptions sync;
  const bool is_busy = IsBusy(status);
  sync.label = T(is_busy ? "sync.running" : "sync.now");
  sync.id = "now";
  sync.kind = ui::ButtonKind::kPrimary;
  sync.icon = ui::Icon::kRefreshCw;
  sync.is_running = is_busy;
  sync.is_enabled = status.connection != ConnectionState::kUpgrade;
  sync.reason = T("start.upgrade_text");
  if (ui::ButtonAtRight(bar, sync)) {
    if (status.connection == ConnectionState::kSignedOut) {
      app_.Go({{"signin"}});
    } else {
      app_.connection().SyncNow();
    }
  }
  ui::Mirror(ui::IdOf("title"), bar, {.role = ui::Role::kHeading, .label = T("nav.sync"), .level = 1});
  ui::Text(bar, T("nav.sync"), ui::kPageTitle, ui::CurrentTheme().text);
}

void SyncView::DrawDesk(Rect page, const SyncStatus& status) {
  if (has_return_banner()) DrawReturn(ui::CutTop(page, Px(40)));
  DrawHead(ui::CutTop(page, Px(56)), status);
  Rect rest = ui::Inset(page, Px(16), 0);
  ui::CutBottom(rest, Px(16));
  const auto conflicts = UndecidedConflicts(app_);
  const std::vector<Fact> facts = Facts(status, conflicts.size());
  const int columns = rest.w >= Px(4 * 230 + 3 * 12) ? 4 : 2;
  for (int row = 0; row < 4 / columns; ++row) {
    const auto places = ui::Columns(ui::CutTop(rest, Px(kFactCss), Px(12)), columns, Px(12));
    for (int column = 0; column < columns; ++column) {
      const auto index = static_cast<std::size_t>(row * columns + column);
      DrawFact(places[static_cast<std::size_t>(column)], facts[index], index, true);
    }
  }
  // Beside each other where both have room, else the conflicts have their own page.
  if (rest.w >= Px(940)) {
    const float width = std::min(Px(660), rest.w * 0.5f);
    DrawConflicts(ui::CutRight(rest, width, Px(12)));
  }
  ui::CardBox(rest);
  lists_.Draw(ui::Inset(rest, ui::Line()), 0, {});
}

void SyncView::DrawConflicts(Rect rect) {
  const auto conflicts = UndecidedConflicts(app_);
  if (!conflicts.empty()) {
    panel_.Draw(rect, conflicts);
    return;
  }
  ui::CardBox(rect);
  ui::EmptyState(rect, {.icon = ui::Icon::kMerge, .title = T("sync.no_conflicts"), .text = T("sync.no_conflicts_text")});
}

void SyncView::DrawPhone(Rect page, const SyncStatus& status) {
  const Rect bar = ui::CutTop(page, Px(56));
  ui::LineAtBottom(bar, ui::CurrentTheme().border);
  ui::PhoneBar head;
  head.title = T("nav.sync");
  head.has_back = false;
  head.action_icon = ui::Icon::kRefreshCw;
  head.action_name = T("sync.now");
  if (ui::PhoneTopBar(bar, head) == 1) {
    if (status.connection == ConnectionState::kSignedOut) {
      app_.Go({{"signin"}});
    } else {
      app_.connection().SyncNow();
    }
  }
  if (has_return_banner()) DrawReturn(ui::CutTop(page, Px(44)));
  const std::vector<Fact> facts = Facts(status, UndecidedConflicts(app_).size());
  const float top = Px(kPhoneFactCss) * 4;
  lists_.Draw(page, top, [&](Rect place) {
    for (std::size_t i = 0; i < facts.size(); ++i) DrawFact(ui::CutTop(place, Px(kPhoneFactCss)), facts[i], i, false);
  });
}

void SyncView::DrawFact(Rect rect, const Fact& fact, std::size_t index, bool is_card) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(index);
  if (is_card) {
    ui::CardBox(rect);
  } else {
    ui::LineAtBottom(rect, theme.divider);
  }
  ui::Mirror(ui::IdOf("fact"), rect, {.role = ui::Role::kStatus, .label = fact.title, .value = fact.text, .progress = fact.share});
  Rect rest = ui::Inset(rect, Px(16), 0);
  const ui::Color color = fact.meaning == ui::Meaning::kNeutral ? theme.secondary : ui::MeaningColor(fact.meaning).text;
  ui::DrawIcon(ui::CutLeft(rest, Px(20), Px(8)), fact.icon, 20, color);
  Rect words = ui::CenterIn(rest, rest.w, Px(22 + 18));
  if (!fact.action.empty()) {
    const ui::ButtonOptions options{.label = fact.action, .is_small = true, .is_running = index == 2 && storage_.is_asking()};
    Rect beside = rest;
    const float width = rest.w - ui::ButtonWidth(options) - Px(8);
    // Words that do not fit beside the button go below it: the verdict stands at their end.
    const bool is_below = ui::TextWidth(fact.text, ui::kSmall) > width;
    if (is_below) {
      const float height = ui::ButtonHeight(options);
      words = ui::CenterIn(rest, rest.w, height + Px(18));
      beside = ui::CutTop(words, height);
      if (ui::ButtonAtRight(beside, options)) OnFact(index);
      ui::Text(beside, fact.title, ui::kBodyBold, theme.text);
      ui::Text(words, fact.text, ui::kSmall, theme.secondary);
      return;
    }
    if (ui::ButtonAtRight(beside, options)) OnFact(index);
    words.w = beside.w;
  }
  ui::Text(ui::CutTop(words, Px(22)), fact.title, ui::kBodyBold, theme.text);
  if (fact.share >= 0) {
    Rect line = ui::CutTop(words, Px(18));
    ui::ProgressBar(ui::CenterIn(line, line.w, Px(6)), fact.share, ui::Meaning::kInfo, fact.title);
    return;
  }
  ui::Text(words, fact.text, ui::kSmall, theme.secondary);
}

}  // namespace kedang
