#include "wasm/views/unlock_view.h"

#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"
#include "wasm/views/door_card.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

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
  ui::IdScope scope("unlock");
  const float inner = DoorCard::InnerWidth(page);
  const bool has_pin = app_.vault().step() == VaultStep::kPin;
  const std::string issue_words = Issue(), text = Text(), waiting = Waiting();
  const ui::FieldIssue issue{ui::IssueLevel::kBlock, issue_words, {}};
  float height = DoorCard::HeadHeight(Px(8)) + ui::WrappedHeight(inner, text, ui::kBody) + Px(16);
  if (!waiting.empty()) height += DoorCard::NoteHeight(inner, waiting);
  if (has_pin) height += ui::TextFieldHeight(PinOptions(issue), inner) + Px(24) + ui::ButtonHeight({}) + Px(8);
  const bool may_retry = !has_pin && app_.vault().step() != VaultStep::kWiped;  // what is deleted does not come by asking again
  height += ui::ButtonHeight({}) + (may_retry ? ui::ButtonHeight({}) + Px(8) : 0);
  if (has_pin) height += Px(16) + ui::WrappedHeight(inner, T("vault.pin_forgotten"), ui::kSmall);
  DoorCard card(app_, page, height);
  card.Head(Title(), Px(8));
  const Rect words = ui::CutTop(card.rest(), ui::WrappedHeight(inner, text, ui::kBody), Px(16));
  ui::WrappedText(words, text, ui::kBody, ui::CurrentTheme().secondary);
  ui::Mirror(ui::IdOf("text"), words, {.role = ui::Role::kStatus, .label = text});
  if (!waiting.empty()) card.Note("waiting", waiting, ui::Meaning::kWarn, ui::Role::kText);
  if (has_pin) DrawPin(card.rest());
  DrawButtons(card.rest());
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

}  // namespace kedang
