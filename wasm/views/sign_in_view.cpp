#include "wasm/views/sign_in_view.h"

#include <span>
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

// The issue under a field, or none for an empty code.
std::span<const ui::FieldIssue> IssueOf(std::string_view text, ui::FieldIssue& room) {
  if (text.empty()) return {};
  room = {ui::IssueLevel::kBlock, text, {}};
  return {&room, 1};
}

ui::TextFieldOptions NameOptions() {
  ui::TextFieldOptions options;
  options.field.label = T("auth.name");
  options.id = "name";
  options.kind = ui::InputKind::kUserName;
  return options;
}

ui::TextFieldOptions PasswordOptions(std::string_view label_key, std::string_view id, ui::InputKind kind) {
  ui::TextFieldOptions options;
  options.field.label = T(label_key);
  options.id = id;
  options.kind = kind;
  return options;
}

}  // namespace

std::string SignInView::ErrorText(std::string_view code) const {
  if (code.empty()) return "";
  const std::string key = "auth." + std::string(code);
  return std::string(T(ui::HasText(key) ? std::string_view(key) : "auth.refused"));
}

// ---- what happens -----------------------------------------------------------------------------------------------------

void SignInView::TakeToken() {
  if (app_.route().page() != "signin" || app_.route().detail().empty() || is_running_) return;
  const std::string token(app_.route().detail());
  app_.Replace({{"signin"}});  // a one-time token stays neither in the address nor in history
  step_ = Step::kLink;
  is_running_ = true;
  failure_.clear();
  SignInByLink(token, [this](SessionAnswer answer, const SessionUser& user, const std::string& code) {
    is_running_ = false;
    if (answer == SessionAnswer::kSignedIn) {
      user_ = user;
      if (user.has_password) {
        Enter();
      } else {
        step_ = Step::kSetPassword;
        password_.clear();
        repeat_.clear();
        wants_password_focus_ = true;
      }
    } else {
      step_ = Step::kPassword;
      wants_name_focus_ = true;
      failure_ = code.empty() ? "refused" : code;
    }
    RequestFrame();
  });
}

void SignInView::Submit() {
  if (is_running_) return;
  failure_.clear();
  name_issue_ = name_.empty() ? "name_missing" : "";
  password_issue_ = password_.empty() ? "password_missing" : "";
  if (!name_issue_.empty() || !password_issue_.empty()) {
    wants_name_focus_ = !name_issue_.empty();
    wants_password_focus_ = !wants_name_focus_;
    return;
  }
  is_running_ = true;
  SignIn(name_, password_, [this](SessionAnswer answer, const SessionUser& user, const std::string& code) {
    is_running_ = false;
    if (answer == SessionAnswer::kSignedIn) {
      user_ = user;
      Enter();
    } else {
      failure_ = code.empty() ? "refused" : code;
      if (failure_ == "wrong_name_or_password") {
        password_.clear();
        wants_password_focus_ = true;
      }
    }
    RequestFrame();
  });
}

void SignInView::SavePassword() {
  if (is_running_) return;
  failure_.clear();
  password_issue_ = password_.empty() ? "password_too_short" : password_ != repeat_ ? "password_differs" : "";
  if (!password_issue_.empty()) return;
  is_running_ = true;
  ChangePassword("", password_, [this](SessionAnswer answer, const SessionUser&, const std::string& code) {
    is_running_ = false;
    if (answer == SessionAnswer::kSignedIn) {
      Enter();
    } else if (code.rfind("password_", 0) == 0) {
      password_issue_ = code;
      wants_password_focus_ = true;
    } else {
      failure_ = code.empty() ? "refused" : code;
    }
    RequestFrame();
  });
}

void SignInView::Enter() {
  password_.clear();
  repeat_.clear();
  failure_.clear();
  password_issue_.clear();
  name_issue_.clear();
  step_ = Step::kPassword;
  wants_name_focus_ = true;
  app_.OnSignedIn(user_);
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

void SignInView::Draw(Rect page) {
  TakeToken();
  ui::IdScope scope("signin");
  DoorCard card(app_, page, BodyHeight(DoorCard::InnerWidth(page)));
  card.Head(T(step_ == Step::kSetPassword ? "auth.set_title" : "app.name"), Px(4));
  ui::Text(ui::CutTop(card.rest(), Px(22), Px(24)), T("app.tagline"),
           {.style = ui::kBody, .color = ui::CurrentTheme().secondary, .align = ui::Align::kCenter, .is_mirrored = true});
  if (!failure_.empty()) card.Note("failure", ErrorText(failure_), ui::Meaning::kBad, ui::Role::kAlert);
  if (step_ == Step::kSetPassword) {
    DrawSetPassword(card.rest());
  } else {
    DrawForm(card.rest());
  }
}

float SignInView::BodyHeight(float width) const {
  const float button = ui::ButtonHeight({});
  float height = DoorCard::HeadHeight(Px(4)) + Px(22 + 24);
  if (!failure_.empty()) height += DoorCard::NoteHeight(width, ErrorText(failure_));
  const std::string name_text = ErrorText(name_issue_), password_text = ErrorText(password_issue_);
  ui::FieldIssue room_a, room_b;
  if (step_ == Step::kSetPassword) {
    height += ui::WrappedHeight(width, ui::TF("auth.set_text", {{"name", user_.display}}), ui::kBody) + Px(16);
    auto first = PasswordOptions("auth.new_password", "new", ui::InputKind::kNewPassword);
    first.field.hint = T("auth.password_rule");
    first.field.issues = IssueOf(password_text, room_a);
    const auto second = PasswordOptions("auth.repeat_password", "repeat", ui::InputKind::kNewPassword);
    return height + ui::TextFieldHeight(first, width) + Px(16) + ui::TextFieldHeight(second, width) + Px(24) + button +
           Px(8) + button;
  }
  auto name = NameOptions();
  name.field.issues = IssueOf(name_text, room_a);
  auto password = PasswordOptions("auth.password", "password", ui::InputKind::kPassword);
  password.field.issues = IssueOf(password_text, room_b);
  return height + ui::TextFieldHeight(name, width) + Px(16) + ui::TextFieldHeight(password, width) + Px(24) + button +
         Px(16) + ui::WrappedHeight(width, T("auth.forgotten"), ui::kSmall);
}

void SignInView::DrawForm(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_link = step_ == Step::kLink;
  const std::string name_text = ErrorText(name_issue_), password_text = ErrorText(password_issue_);
  ui::FieldIssue room_a, room_b;

  auto name = NameOptions();
  name.field.issues = IssueOf(name_text, room_a);
  name.field.is_enabled = !is_link;
  name.takes_focus = std::exchange(wants_name_focus_, false) && !ui::IsPhone() && !is_link;
  const ui::TextFieldResult named = ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(name, rest.w), Px(16)), name_, name);
  if (named.was_changed) name_issue_.clear();

  auto password = PasswordOptions("auth.password", "password", ui::InputKind::kPassword);
  password.field.issues = IssueOf(password_text, room_b);
  password.field.is_enabled = !is_link;
  password.takes_focus = std::exchange(wants_password_focus_, false);
  const ui::TextFieldResult typed =
      ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(password, rest.w), Px(24)), password_, password);
  if (typed.was_changed) password_issue_.clear();

  ui::ButtonOptions button;
  button.label = T(is_link ? "auth.link_running" : is_running_ ? "auth.running" : "auth.submit");
  button.id = "submit";
  button.kind = ui::ButtonKind::kPrimary;
  button.is_running = is_running_;
  const bool was_pressed = ui::Button(ui::CutTop(rest, ui::ButtonHeight(button), Px(16)), button);
  ui::WrappedText(rest, T("auth.forgotten"), ui::kSmall, theme.secondary);
  ui::Mirror(ui::IdOf("forgotten"), rest, {.role = ui::Role::kText, .label = T("auth.forgotten")});
  if (named.was_submitted && !name_.empty() && password_.empty()) {
    wants_password_focus_ = true;
    RequestFrame();
  } else if (was_pressed || named.was_submitted || typed.was_submitted) {
    Submit();
  }
}

void SignInView::DrawSetPassword(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string greeting = ui::TF("auth.set_text", {{"name", user_.display.empty() ? user_.name : user_.display}});
  const float height = ui::WrappedHeight(rest.w, greeting, ui::kBody);
  const Rect words = ui::CutTop(rest, height, Px(16));
  ui::WrappedText(words, greeting, ui::kBody, theme.text);
  ui::Mirror(ui::IdOf("greeting"), words, {.role = ui::Role::kText, .label = greeting});

  const std::string issue_text = ErrorText(password_issue_);
  ui::FieldIssue room;
  auto first = PasswordOptions("auth.new_password", "new", ui::InputKind::kNewPassword);
  first.field.hint = T("auth.password_rule");
  first.field.issues = IssueOf(issue_text, room);
  first.takes_focus = std::exchange(wants_password_focus_, false) && !ui::IsPhone();
  const ui::TextFieldResult typed =
      ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(first, rest.w), Px(16)), password_, first);
  auto second = PasswordOptions("auth.repeat_password", "repeat", ui::InputKind::kNewPassword);
  second.takes_focus = std::exchange(wants_repeat_focus_, false);
  const ui::TextFieldResult repeated =
      ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(second, rest.w), Px(24)), repeat_, second);
  if (typed.was_changed || repeated.was_changed) password_issue_.clear();

  ui::ButtonOptions save;
  save.label = T(is_running_ ? "auth.saving" : "auth.save_password");
  save.id = "save";
  save.kind = ui::ButtonKind::kPrimary;
  save.is_running = is_running_;
  const bool was_saved = ui::Button(ui::CutTop(rest, ui::ButtonHeight(save), Px(8)), save);
  ui::ButtonOptions later;
  later.label = T("auth.later");
  later.kind = ui::ButtonKind::kPlain;
  later.is_enabled = !is_running_;
  if (ui::Button(ui::CutTop(rest, ui::ButtonHeight(later)), later)) {
    Enter();
  } else if (typed.was_submitted && repeat_.empty()) {
    wants_repeat_focus_ = true;
    RequestFrame();
  } else if (was_saved || typed.was_submitted || repeated.was_submitted) {
    SavePassword();
  }
}

}  // namespace kedang
