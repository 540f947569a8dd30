// SettingsView: "#/settings": language, theme, what this device keeps, offline PIN, devices, the account, keyboard shortcuts and what the
// application is made of; "#/settings/keys" goes to the shortcuts.
#pragma once

#include <string>
#include <string_view>

#include "wasm/app/app.h"
#include "wasm/app/device_list.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/views/settings_view_password.h"
#include "wasm/views/settings_view_pin.h"
#include "wasm/views/storage_watch.h"
#include "wasm/views/view.h"

namespace kedang {

class SettingsView final : public View {
 public:
  explicit SettingsView(App& app) : app_(app), password_(app), pin_(app), devices_([] { RequestFrame(); }) {}

  void Draw(ui::Rect page) override;
  bool has_unsaved() const override { return password_.has_unsaved() || pin_.has_unsaved(); }

 private:
  // A line with words at the left; returns the place of its control at the right.
  ui::Rect Row(std::string_view label, std::string_view text, float control_width);
  void BeginCard(std::string_view title);
  void EndCard();
  void DrawDisplay();
  void DrawStorage();
  void DrawOffline();
  void DrawDevice();
  void DrawDevices();
  void AskToWipe();
  void DrawAccount();
  void DrawKeys();
  void DrawAbout();

  App& app_;
  PasswordDialog password_;
  PinDialog pin_;
  DeviceList devices_;
  ListedDevice wiping_;        // of the dialog
  StorageWatch storage_;
  ui::Rect rest_;              // what is left of the page while drawing
  ui::Rect card_;              // the card being filled
  bool is_first_row_ = true;
  ui::MeasuredScroll scroll_;
  float card_height_[10] = {};  // of the last frame, so that a card is drawn under its rows
  int card_index_ = 0;
  float keys_y_ = 0;
  bool was_at_keys_ = false;
};

}  // namespace kedang
