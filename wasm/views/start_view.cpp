#include "wasm/views/start_view.h"

#include <algorithm>
#include <array>
#include <string>

#include "wasm/platform/url.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

void Bar(Rect rect, float width_css) {
  ui::FillRect(ui::Snap(ui::CenterIn({rect.x, rect.y, Px(width_css), rect.h}, Px(width_css), Px(12))),
               ui::CurrentTheme().divider, Px(4));
}

struct CardWords {
  ui::Icon icon = ui::Icon::kNone;
  ui::Meaning meaning = ui::Meaning::kNeutral;
  std::string_view title;
  std::string_view text;
  std::string_view button;
  ui::Icon button_icon = ui::Icon::kNone;
};

// A card in the middle of the page: icon, title, words, one button. Returns whether the button was pressed.
bool Card(Rect page, const CardWords& words) {
  const ui::Theme& theme = ui::CurrentTheme();
  const float width = std::min(Px(440), page.w - Px(32));
  const float inner_width = width - Px(48);
  const float text_height = ui::WrappedHeight(inner_width, words.text, ui::kBody);
  ui::ButtonOptions button;
  button.label = words.button;
  button.icon = words.button_icon;
  button.kind = ui::ButtonKind::kPrimary;
  const bool has_button = !words.button.empty();
  const float button_height = has_button ? Px(24) + ui::ButtonHeight(button) : 0;
  const float height = Px(24 + 24 + 12 + 24 + 4) + text_height + button_height + Px(24);
  const Rect card = ui::Snap({page.MidX() - width / 2, page.y + std::max((page.h - height) * 0.38f, 0.0f), width, height});
  ui::CardBox(card);
  Rect rest = ui::Inset(card, Px(24));
  ui::DrawIcon(ui::CenterIn(ui::CutTop(rest, Px(24), Px(12)), Px(24), Px(24)), words.icon, 24,
               words.meaning == ui::Meaning::kNeutral ? theme.secondary : ui::MeaningColor(words.meaning).text);
  const Rect title = ui::CutTop(rest, Px(24), Px(4));
  ui::Text(title, words.title, ui::kTitle, theme.text, ui::Align::kCenter);
  ui::Mirror(ui::IdOf("words"), card, {.role = words.meaning == ui::Meaning::kBad ? ui::Role::kAlert : ui::Role::kStatus,
                                       .label = words.title, .value = words.text});
  const Rect text = ui::CutTop(rest, text_height, Px(24));
  // One line stands centred under the title; a paragraph reads better from the left.
  if (ui::TextWidth(words.text, ui::kBody) <= text.w) {
    ui::Text(text, words.text, ui::kBody, theme.secondary, ui::Align::kCenter);
  } else {
    ui::WrappedText(text, words.text, ui::kBody, theme.secondary);
  }
  if (!has_button) return false;
  const float button_width = ui::IsPhone() ? rest.w : ui::ButtonWidth(button);
  return ui::Button(ui::CenterIn(ui::CutTop(rest, ui::ButtonHeight(button)), button_width, ui::ButtonHeight(button)), button);
}

}  // namespace

void StartView::Draw(Rect page) {
  ui::IdScope scope("start");
  switch (app_.phase()) {
    case AppPhase::kFailed: DrawFailed(page); return;
    case AppPhase::kOtherTab: DrawOtherTab(page); return;
    case AppPhase::kStarting:
    case AppPhase::kSignIn:
    case AppPhase::kLocked:
    case AppPhase::kReady: break;
  }
  DrawSkeleton(page);
  DrawProgress(page);
}

// The frame as it will be, in grey: nothing jumps when the real one comes.
void StartView::DrawSkeleton(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (!ui::IsPhone()) {
    Rect rail = ui::CutLeft(page, Px(ui::kRailWidthCss));
    ui::LineAtRight(rail, theme.border);
    const Rect mark = ui::CenterIn(ui::CutTop(rail, Px(ui::kTopBarHeightCss)), Px(36), Px(36));
    ui::FillRect(mark, theme.accent, Px(10));
    ui::Text(mark, T("app.mark"), ui::kRecordTitle, theme.on_accent, ui::Align::kCenter);
    for (int i = 0; i < 5; ++i) {
      const Rect item = ui::CutTop(rail, Px(52), Px(4));
      ui::FillRect(ui::CenterIn(item, Px(28), Px(28)), theme.divider, Px(6));
    }
    const Rect bar = ui::CutTop(page, Px(ui::kTopBarHeightCss));
    ui::LineAtBottom(bar, theme.border);
    const Rect box = ui::CenterIn(ui::Inset(bar, Px(16), 0), std::min(Px(520), bar.w - Px(32)), Px(36));
    ui::StrokeRect({bar.x + Px(16), box.y, box.w, box.h}, theme.divider, Px(6), ui::Line());
    Bar({bar.x + Px(28), box.y, box.w, box.h}, 120);
  }
  const Rect head = ui::CutTop(page, Px(56));
  Bar({head.x + Px(16), head.y, head.w, head.h}, 96);
  ui::SkeletonRows(page, Px(ui::Metrics().table_row));
}

void StartView::DrawProgress(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (app_.phase() != AppPhase::kReady) {
    return;  // reading the local replica takes a moment only
  }
  const SyncStatus status = app_.workspace().client().status();
  if (status.connection == ConnectionState::kSignedOut) {
    if (Card(page, {ui::Icon::kLogIn, ui::Meaning::kInfo, T("start.signed_out_title"), T("start.signed_out_text"),
                    T("session.sign_in")})) {
      app_.Go({{"signin"}});
    }
    return;
  }
  if (status.connection == ConnectionState::kUpgrade) {
    if (Card(page, {ui::Icon::kRefreshCw, ui::Meaning::kWarn, T("start.upgrade"), T("start.upgrade_text"),
                    T("start.reload")})) {
      ReloadPage();
    }
    return;
  }
  if (status.connection == ConnectionState::kOffline) {
    if (Card(page, {ui::Icon::kWifiOff, ui::Meaning::kNeutral, T("start.offline_title"), T("start.offline_text"),
                    T("common.retry"), ui::Icon::kRefreshCw})) {
      app_.connection().SyncNow();
    }
    return;
  }
  if (!status.is_loading && app_.workspace().client().has_base() && app_.workspace().schemas().schemas.empty()) {
    if (Card(page, {ui::Icon::kInbox, ui::Meaning::kNeutral, T("start.empty_title"), T("start.empty_text"),
                    T("common.retry"), ui::Icon::kRefreshCw})) {
      app_.connection().SyncNow();
    }
    return;
  }
  const float width = std::min(Px(360), page.w - Px(32));
  const float height = Px(24 + 24 + 12 + 6 + 8 + 18 + 24);
  const Rect card = ui::Snap({page.MidX() - width / 2, page.y + (page.h - height) * 0.42f, width, height});
  ui::CardBox(card);
  Rect rest = ui::Inset(card, Px(24));
  const std::string_view title = T(status.is_loading ? "start.loading" : "start.connecting");
  ui::Text(ui::CutTop(rest, Px(24), Px(12)), title, {.style = ui::kTitle, .is_mirrored = true});
  const float share = status.to_load == 0 ? 0.0f : static_cast<float>(status.loaded) / static_cast<float>(status.to_load);
  ui::ProgressBar(ui::CutTop(rest, Px(6), Px(8)), share, ui::Meaning::kInfo, title);
  if (status.to_load == 0) return;
  const std::string counted = ui::TF("start.loaded", {{"loaded", ui::GroupedNumber(static_cast<std::int64_t>(status.loaded))},
                                                      {"total", ui::GroupedNumber(static_cast<std::int64_t>(status.to_load))}});
  ui::Text(ui::CutTop(rest, Px(18)), counted, ui::kSmall, theme.secondary);
}

void StartView::DrawFailed(Rect page) {
  ui::FillRect(page, ui::CurrentTheme().background);
  const std::string text = ui::TF("start.failed_text", {{"what", app_.failure()}});
  if (Card(page, {ui::Icon::kTriangleAlert, ui::Meaning::kBad, T("start.failed_title"), text, T("common.retry"),
                  ui::Icon::kRotateCcw})) {
    ReloadPage();
  }
}

void StartView::DrawOtherTab(Rect page) {
  ui::FillRect(page, ui::CurrentTheme().background);
  if (Card(page, {ui::Icon::kCopy, ui::Meaning::kInfo, T("start.other_title"), T("start.other_text"), T("start.use_here")})) {
    app_.TakeOver();
  }
}

}  // namespace kedang
