// SignInView: "#/signin" and "#/signin/{token}": a card with name and password. A token signs in by itself and is taken out
// of the address at once; whoever has no password yet is then asked to set one.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/views/view.h"

namespace kedang {

class SignInView final : public View {
 public:
  explicit SignInView(App& app) : app_(app) {}

  void Draw(ui::Rect page) override;

 private:
  enum class Step : std::uint8_t { kPassword, kLink, kSetPassword };

  void TakeToken();
  void Submit();
  void SavePassword();
  // Into the application; the words typed here are forgotten.
  void Enter();
  float BodyHeight(float width) const;
  void DrawForm(ui::Rect& rest);
  void DrawSetPassword(ui::Rect& rest);
  std::string ErrorText(std::string_view code) const;

  App& app_;
  Step step_ = Step::kPassword;
  bool is_running_ = false;
  std::string name_;
  std::string password_;
  std::string repeat_;
  std::string name_issue_;      // codes
  std::string password_issue_;
  std::string failure_;         // of the whole form
  SessionUser user_;            // while a password is being set
  bool wants_name_focus_ = true;
  bool wants_password_focus_ = false;
  bool wants_repeat_focus_ = false;
};

}  // namespace kedang
