#include "wasm/views/settings_view_password.h"

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

constexpr std::string_view kDialog = "change-password";
constexpr float kWidthCss = 440;

std::string Words(const std::string& code) {
  if (code.empty()) return "";
  const std::string key = "auth." + code;
  return std::string(T(ui::HasText(key) ? std::string_view(key) : "auth.refused"));
}

}  // namespace

void PasswordDialog::Open() {
  old_.clear();
  new_.clear();
  repeat_.clear();
  old_issue_.clear();
  new_issue_.clear();
  wants_focus_ = true;
  ui::OpenDialog(kDialog);
}

void PasswordDialog::Draw() {
  if (!ui::IsDialogOpen(kDialog)) {
    new_.clear();  // closed by Esc: nothing of it stays
    return;
  }
  const std::string old_words = Words(old_issue_), new_words = Words(new_issue_);
  const ui::FieldIssue old_issue{ui::IssueLevel::kBlock, old_words, {}}, new_issue{ui::IssueLevel::kBlock, new_words, {}};
  ui::TextFieldOptions present;
  present.field.label = T("auth.old_password");
  present.field.hint = T("auth.old_password_hint");
  present.id = "old";
  present.kind = ui::InputKind::kPassword;
  present.takes_focus = std::exchange(wants_focus_, false) && !ui::IsPhone();
  if (!old_words.empty()) present.field.issues = {&old_issue, 1};
  ui::TextFieldOptions fresh;
  fresh.field.label = T("auth.new_password");
  fresh.field.hint = T("auth.password_rule");
  fresh.id = "new";
  fresh.kind = ui::InputKind::kNewPassword;
  if (!new_words.empty()) fresh.field.issues = {&new_issue, 1};
  ui::TextFieldOptions again;
  again.field.label = T("auth.repeat_password");
  again.id = "repeat";
  again.kind = ui::InputKind::kNewPassword;

  const float width = Px(kWidthCss - 32);
  ui::DialogOptions options;
  options.title = T("auth.change_title");
  options.text = T("auth.change_text");
  options.width_css = kWidthCss;
  options.body_height = ui::TextFieldHeight(present, width) + ui::TextFieldHeight(fresh, width) +
                        ui::TextFieldHeight(again, width) + 2 * Px(12);
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  const ui::TextFieldResult first = ui::TextField(ui::CutTop(body, ui::TextFieldHeight(present, width), Px(12)), old_, present);
  const ui::TextFieldResult second = ui::TextField(ui::CutTop(body, ui::TextFieldHeight(fresh, width), Px(12)), new_, fresh);
  const ui::TextFieldResult third = ui::TextField(ui::CutTop(body, ui::TextFieldHeight(again, width)), repeat_, again);
  if (first.was_changed) old_issue_.clear();
  if (second.was_changed || third.was_changed) new_issue_.clear();
  ui::ButtonOptions save;
  save.label = T(is_running_ ? "auth.saving" : "auth.save_password");
  save.kind = ui::ButtonKind::kPrimary;
  save.id = "save";
  save.is_running = is_running_;
  const ui::DialogAnswer answer = ui::EndDialog(save, T("common.cancel"), true);
  if (answer == ui::DialogAnswer::kCancelled) ui::CloseDialog(kDialog);
  if (answer == ui::DialogAnswer::kConfirmed || third.was_submitted) Save();
}

void PasswordDialog::Save() {
  if (is_running_) return;
  new_issue_ = new_.empty() ? "password_too_short" : new_ != repeat_ ? "password_differs" : "";
  if (!new_issue_.empty()) return;
  is_running_ = true;
  ChangePassword(old_, new_, [this](SessionAnswer answer, const SessionUser&, const std::string& code) {
    is_running_ = false;
    if (answer == SessionAnswer::kSignedIn) {
      ui::CloseDialog(kDialog);
      new_.clear();
      repeat_.clear();
      old_.clear();
      app_.Say(std::string(T("auth.changed")));
    } else if (code == "wrong_password") {
      old_issue_ = code;
    } else {
      new_issue_ = code.empty() ? "refused" : code;
    }
    RequestFrame();
  });
}

}  // namespace kedang
