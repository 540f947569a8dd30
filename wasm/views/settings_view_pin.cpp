#include "wasm/views/settings_view_pin.h"

#include <utility>

#include "wasm/platform/frame.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text_field.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::string_view kDialog = "offline-pin";
constexpr float kWidthCss = 440;

}  // namespace

void PinDialog::Open() {
  pin_.clear();
  repeat_.clear();
  issue_.clear();
  wants_focus_ = true;
  ui::OpenDialog(kDialog);
}

void PinDialog::Draw() {
  if (!ui::IsDialogOpen(kDialog)) {
    pin_.clear();  // closed by Esc: nothing of it stays
    return;
  }
  const std::string words = issue_.empty() ? std::string() : std::string(T("vault." + issue_));
  const ui::FieldIssue issue{ui::IssueLevel::kBlock, words, {}};
  ui::TextFieldOptions fresh;
  fresh.field.label = T("vault.pin_new");
  fresh.field.hint = T("vault.pin_rule");
  fresh.id = "new";
  fresh.kind = ui::InputKind::kNewPassword;
  fresh.takes_focus = std::exchange(wants_focus_, false) && !ui::IsPhone();
  if (!words.empty()) fresh.field.issues = {&issue, 1};
  ui::TextFieldOptions again;
  again.field.label = T("vault.pin_repeat");
  again.id = "repeat";
  again.kind = ui::InputKind::kNewPassword;
  const float width = Px(kWidthCss - 32);
  const std::string text = ui::TF("vault.pin_about", {{"days", std::to_string(app_.vault().policy().days)}});
  ui::DialogOptions options;
  options.title = T("vault.pin_dialog");
  options.text = text;
  options.width_css = kWidthCss;
  options.body_height = ui::TextFieldHeight(fresh, width) + Px(12) + ui::TextFieldHeight(again, width);
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  const ui::TextFieldResult first = ui::TextField(ui::CutTop(body, ui::TextFieldHeight(fresh, width), Px(12)), pin_, fresh);
  const ui::TextFieldResult second = ui::TextField(ui::CutTop(body, ui::TextFieldHeight(again, width)), repeat_, again);
  if (first.was_changed || second.was_changed) issue_.clear();
  ui::ButtonOptions save;
  save.label = T(is_running_ ? "auth.saving" : "vault.pin_save");
  save.kind = ui::ButtonKind::kPrimary;
  save.id = "save";
  save.is_running = is_running_;
  const ui::DialogAnswer answer = ui::EndDialog(save, T("common.cancel"), true);
  if (answer == ui::DialogAnswer::kCancelled) ui::CloseDialog(kDialog);
  if (answer == ui::DialogAnswer::kConfirmed || second.was_submitted) Save();
}

void PinDialog::Save() {
  if (is_running_) return;
  issue_ = CheckOfflinePin(pin_);
  if (issue_.empty() && pin_ != repeat_) issue_ = "pin_differs";
  if (!issue_.empty()) return;
  is_running_ = true;
  app_.vault().SetPin(pin_, [this](const std::string& code) {
    is_running_ = false;
    if (code.empty()) {
      pin_.clear();
      repeat_.clear();
      ui::CloseDialog(kDialog);
      app_.Say(std::string(T("vault.pin_saved")));
    } else {
      issue_ = code;
    }
    RequestFrame();
  });
}

}  // namespace kedang
