// PinDialog: sets or changes the offline PIN of this device.
#pragma once

#include <string>

#include "wasm/app/app.h"

namespace kedang {

class PinDialog {
 public:
  explicit PinDialog(App& app) : app_(app) {}

  void Open();
  // Call every frame.
  void Draw();
  bool has_unsaved() const { return !pin_.empty(); }

 private:
  void Save();

  App& app_;
  std::string pin_;
  std::string repeat_;
  std::string issue_;  // a code
  bool is_running_ = false;
  bool wants_focus_ = false;
};

}  // namespace kedang
