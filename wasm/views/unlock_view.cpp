#include "wasm/views/unlock_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kCardWidthCss = 400;
constexpr float kPaddingCss = 32;

ui::TextFieldOptions PinOptions(const ui::FieldIssue& issue) {
  ui::TextFieldOptions options;
  options.field.label = T("vault.pin");
  options.id = "pin";
  options.kind = ui::InputKind::kPassword;
  if (!issue.text.empty()) options.field.issues = {&issue, 1};
  return options;
}

ui::ButtonOptions OpenButton(bool is_running) {
  ui::ButtonOptions button;
  button.label = T(is_running ? "vault.opening" : "vault.open");
  button.id = "open";
  button.kind = ui::ButtonKind::kPrimary;
  button.is_running = is_running;
  return button;
}

}  // namespace

std::string UnlockView::Title() const {
  const OfflineVault& vault = app_.vault();
  if (vault.step() == VaultStep::kWiped) return std::string(T("vault.wiped_title"));
  if (vault.step() == VaultStep::kPin) return std::string(T("vault.pin_title"));
  return std::string(T(vault.lost().empty() ? "vault.closed_title" : "vault.lost_title"));
}

std::string UnlockView::Text() const {
  const OfflineVault& vault = app_.vault();
  const std::string& name = app_.user().display.empty() ? app_.user().name : app_.user().display;
  if (vault.step() == VaultStep::kWiped) return ui::TF("vault.wiped_text", {{"name", name}});
  if (vault.step() == VaultStep::kPin) return ui::TF("vault.pin_text", {{"name", name}});
  if (vault.lost() == "pins") return std::string(T("vault.lost_pins"));
  if (vault.lost() == "expired") return std::string(T("vault.lost_expired"));
  return std::string(T(vault.is_policy_known() ? "vault.closed_text" : "vault.new_text"));
}

std::string UnlockView::Waiting() const {
  const OfflineVault& vault = app_.vault();
  if (vault.waiting() == 0) return "";
  return ui::TF(vault.step() == VaultStep::kPin ? "vault.waiting_pin" : "vault.waiting", {{"count", std::to_string(vault.waiting())}});
}

std::string UnlockView::Issue() const {
  if (is_missing_) return std::string(T("vault.pin_missing"));
  if (!app_.vault().was_pin_wrong()) return "";
  return ui::TF("vault.pin_wrong", {{"left", std::to_string(app_.vault().tries_left())}});
}

void UnlockView::Draw(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  ui::FillRect(page, is_phone ? theme.surface : theme.background);
  ui::IdScope scope("unlock");
  const float padding = Px(is_phone ? 24 : kPaddingCss);
  const float width = is_phone ? page.w : std::min(Px(kCardWidthCss), page.w - Px(32));
  const float inner = width - 2 * padding;
  const bool has_pin = app_.vault().step() == VaultStep::kPin;
  const std::string issue_words = Issue(), waiting = Waiting();
  const ui::FieldIssue issue{ui::IssueLevel::kBlock, issue_words, {}};
  float height = Px(48 + 16 + 28 + 8) + ui::WrappedHeight(inner, Text(), ui::kBody) + Px(16);
  if (!waiting.empty()) height += ui::WrappedHeight(inner - Px(44), waiting, ui::kBody) + Px(24 + 16);
  if (has_pin) height += ui::TextFieldHeight(PinOptions(issue), inner) + Px(24) + ui::ButtonHeight({}) + Px(8);
  const bool may_retry = !has_pin && app_.vault().step() != VaultStep::kWiped;  // what is deleted does not come by asking again
  height += ui::ButtonHeight({}) + (may_retry ? ui::ButtonHeight({}) + Px(8) : 0) + 2 * padding;
  if (has_pin) height += Px(16) + ui::WrappedHeight(inner, T("vault.pin_forgotten"), ui::kSmall);
  const float room = page.h - Px(72);
  const float top = is_phone ? Px(16) : std::max(Px(24), (room - height) * 0.42f);
  Rect content;
  ui::BeginScroll("page", page, top + height + Px(72), content);
  const Rect card = ui::Snap({content.MidX() - width / 2, content.y + top, width, height});
  if (!is_phone) ui::CardBox(card);
  Rect rest = ui::Inset(card, padding);
  DrawHead(rest);
  if (has_pin) DrawPin(rest);
  DrawButtons(rest);
  DrawLanguage({content.x, card.Bottom() + Px(16), content.w, Px(40)});
  ui::EndScroll();
}

void UnlockView::DrawHead(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect mark = ui::CenterIn(ui::CutTop(rest, Px(48), Px(16)), Px(48), Px(48));
  ui::FillRect(mark, theme.accent, Px(10));
  ui::Text(mark, T("app.mark"), {24, 32, ui::Weight::kBold}, theme.on_accent, ui::Align::kCenter);
  const std::string title_words = Title(), text = Text(), waiting = Waiting();
  const Rect title = ui::CutTop(rest, Px(28), Px(8));
  ui::Mirror(ui::IdOf("title"), title, {.role = ui::Role::kHeading, .label = title_words, .level = 1});
  ui::Text(title, title_words, ui::kPageTitle, theme.text, ui::Align::kCenter);
  const Rect words = ui::CutTop(rest, ui::WrappedHeight(rest.w, text, ui::kBody), Px(16));
  ui::WrappedText(words, text, ui::kBody, theme.secondary);
  ui::Mirror(ui::IdOf("text"), words, {.role = ui::Role::kStatus, .label = text});
  if (waiting.empty()) return;
  const float height = ui::WrappedHeight(rest.w - Px(44), waiting, ui::kBody);
  const Rect box = ui::CutTop(rest, height + Px(24), Px(16));
  const ui::ColorPair color = ui::MeaningColor(ui::Meaning::kWarn);
  ui::FillRect(box, color.tint, Px(6));
  ui::Mirror(ui::IdOf("waiting"), box, {.role = ui::Role::kText, .label = waiting});
  Rect line = ui::Inset(box, Px(12));
  const Rect icon = ui::CutLeft(line, Px(16), Px(8));
  ui::DrawIcon({icon.x, icon.y, icon.w, Px(22)}, ui::Icon::kCircleAlert, 16, color.text);
  ui::WrappedText(line, waiting, ui::kBody, theme.text);
}

void UnlockView::DrawPin(Rect& rest) {
  OfflineVault& vault = app_.vault();
  const std::string words = Issue();
  const ui::FieldIssue issue{ui::IssueLevel::kBlock, words, {}};
  ui::TextFieldOptions options = PinOptions(issue);
  options.takes_focus = std::exchange(wants_focus_, false) && !ui::IsPhone();
  const ui::TextFieldResult typed = ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(options, rest.w), Px(24)), pin_, options);
  if (typed.was_changed) is_missing_ = false;
  const ui::ButtonOptions open = OpenButton(vault.is_trying());
  const bool was_pressed = ui::Button(ui::CutTop(rest, ui::ButtonHeight(open), Px(8)), open);
  if (!was_pressed && !typed.was_submitted) return;
  is_missing_ = pin_.empty();
  if (!is_missing_) vault.TryPin(std::exchange(pin_, std::string()));
  wants_focus_ = true;
  RequestFrame();
}

void UnlockView::DrawButtons(Rect& rest) {
  OfflineVault& vault = app_.vault();
  const bool has_pin = vault.step() == VaultStep::kPin;
  ui::ButtonOptions sign_in;
  sign_in.label = T("vault.sign_in");
  sign_in.id = "sign-in";
  sign_in.kind = has_pin ? ui::ButtonKind::kPlain : ui::ButtonKind::kPrimary;
  if (ui::Button(ui::CutTop(rest, ui::ButtonHeight(sign_in), Px(8)), sign_in)) app_.SignInInstead();
  if (has_pin) {
    const std::string_view words = T("vault.pin_forgotten");
    ui::CutTop(rest, Px(8));
    const Rect help = ui::CutTop(rest, ui::WrappedHeight(rest.w, words, ui::kSmall));
    ui::Mirror(ui::IdOf("forgotten"), help, {.role = ui::Role::kText, .label = words});
    ui::WrappedText(help, words, ui::kSmall, ui::CurrentTheme().secondary);
    return;
  }
  if (vault.step() == VaultStep::kWiped) return;
  ui::ButtonOptions again;
  again.label = T("common.retry");
  again.id = "again";
  again.kind = ui::ButtonKind::kPlain;
  again.is_running = vault.is_trying();
  if (ui::Button(ui::CutTop(rest, ui::ButtonHeight(again)), again)) vault.AskServer();
}

void UnlockView::DrawLanguage(Rect line) {
  const std::array<ui::Segment, 2> segments = {ui::Segment{.label = "中文"}, ui::Segment{.label = "English"}};
  const ui::SegmentedOptions options{.name = T("auth.language"), .is_small = true};
  const float width = ui::SegmentedWidth(segments, options);
  int chosen = app_.is_english() ? 1 : 0;
  if (ui::Segmented(ui::CenterIn(line, width, Px(ui::Metrics().small_control)), segments, chosen, options)) {
    app_.SetLanguage(chosen == 1);
  }
}

}  // namespace kedang
