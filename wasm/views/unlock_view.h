// UnlockView: in place of every page while what is kept here is closed: asks for the offline PIN, or says why only the
// server can open it, or that the server had it deleted; and in each case what becomes of unsent edits.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/views/view.h"

namespace kedang {

class UnlockView final : public View {
 public:
  explicit UnlockView(App& app) : app_(app) {}

  void Draw(ui::Rect page) override;

 private:
  std::string Title() const;
  std::string Text() const;
  std::string Waiting() const;  // empty: nothing waits
  std::string Issue() const;    // of the PIN
  void DrawPin(ui::Rect& rest);
  void DrawButtons(ui::Rect& rest);

  App& app_;
  std::string pin_;
  bool is_missing_ = false;
  bool wants_focus_ = true;
};

}  // namespace kedang
