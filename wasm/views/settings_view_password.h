// PasswordDialog: changes one's own password.
#pragma once

#include <string>

#include "wasm/app/app.h"

namespace kedang {

class PasswordDialog {
 public:
  explicit PasswordDialog(App& app) : app_(app) {}

  void Open();
  // Call every frame.
  void Draw();
  bool has_unsaved() const { return !new_.empty(); }

 private:
  void Save();

  App& app_;
  std::string old_;
  std::string new_;
  std::string repeat_;
  std::string old_issue_;  // codes
  std::string new_issue_;
  bool is_running_ = false;
  bool wants_focus_ = false;
};

}  // namespace kedang
