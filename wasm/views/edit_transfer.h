// EditTransfer: edits that are not on the server as a file, and such a file into the tray: what the sync page offers when a
// server cannot be reached for days or a browser is given up.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/ui/rect.h"

namespace kedang {

class EditTransfer {
 public:
  explicit EditTransfer(App& app) : app_(app) {}

  // Offers the file as a download and says where it went. Call in the frame of the click.
  void Export();
  // Lets a file be chosen and reads it into the tray.
  void Import();

  // The section at the foot of the sync page: what it is for, and both buttons.
  float Height(float width) const;
  void Draw(ui::Rect rect);

 private:
  void Take(const Result<Bytes>& bytes);

  App& app_;
  bool is_reading_ = false;
};

// Why a group is in the tray, in words: the rule where the server said which, else what its answer means.
std::string TrayReason(App& app, const QueuedGroup& queued);

}  // namespace kedang
