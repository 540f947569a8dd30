#include "wasm/views/sync_words.h"

#include "wasm/ui/strings.h"

namespace kedang {

using ui::T;

namespace {

constexpr TimeMs kDayMs = 24LL * 3600 * 1000;

}  // namespace

UnsentAge AgeOfEdit(TimeMs client_ms, TimeMs now) {
  if (client_ms == 0 || now - client_ms < kDayMs) return UnsentAge::kFresh;
  return now - client_ms < 3 * kDayMs ? UnsentAge::kDay : UnsentAge::kDays;
}

UnsentAge UnsentAgeOf(const SyncStatus& status, TimeMs now) {
  return status.pending == 0 ? UnsentAge::kFresh : AgeOfEdit(status.oldest_pending_ms, now);
}

ui::SyncWord SyncWordOf(App& app, std::string& kept) {
  const SyncClient& client = app.workspace().client();
  const SyncStatus status = client.status();
  const auto counted = [&kept](std::string_view key, std::size_t count) {
    kept = ui::TF(key, {{"count", std::to_string(count)}});
    return std::string_view(kept);
  };
  if (status.conflicts > 0) return {counted("sync.word_conflicts", status.conflicts), ui::Meaning::kBad, ui::Icon::kMerge};
  const UnsentAge age = UnsentAgeOf(status, app.workspace().clock().NowMs());
  if (age != UnsentAge::kFresh) {
    const bool is_long = age == UnsentAge::kDays;
    return {counted(is_long ? "unsent.word_days" : "unsent.word_day", status.pending), is_long ? ui::Meaning::kBad : ui::Meaning::kWarn,
            ui::Icon::kTriangleAlert};
  }
  if (status.connection == ConnectionState::kSignedOut) {
    return {T("sync.word_signed_out"), ui::Meaning::kWarn, ui::Icon::kLogIn};
  }
  if (status.connection == ConnectionState::kOffline) {
    return {status.pending > 0 ? counted("sync.word_offline_pending", status.pending) : T("sync.word_offline"),
            ui::Meaning::kNeutral, ui::Icon::kWifiOff};
  }
  if (status.pending > 0) return {counted("sync.word_pending", status.pending), ui::Meaning::kInfo, ui::Icon::kRefreshCw};
  if (status.is_loading || status.connection == ConnectionState::kConnecting || !client.has_base()) {
    return {T("sync.word_loading"), ui::Meaning::kInfo, ui::Icon::kRefreshCw};
  }
  return {T("sync.word_synced"), ui::Meaning::kGood, ui::Icon::kNone};
}

}  // namespace kedang
