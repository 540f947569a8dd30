// SettingsView: what this device keeps for times without network, and the devices of this person.
#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/window.h"
#include "wasm/ui/button.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/strings.h"
#include "wasm/views/settings_view.h"

namespace kedang {
namespace {

using ui::Rect;
using ui::T;

constexpr std::string_view kWipeDialog = "wipe-device";

// The key of what this browser keeps.
std::string_view KeepingWords(const OfflineVault& vault) {
  if (!vault.is_policy_known()) return "vault.mode_unknown";
  switch (vault.policy().mode) {
    case OfflineMode::kPlain: return "vault.mode_plain";
    case OfflineMode::kOff: return vault.can_seal() ? "vault.mode_off" : "vault.mode_none";
    case OfflineMode::kEncrypted: return vault.can_seal() ? "vault.mode_encrypted" : "vault.mode_none";
  }
  return "vault.mode_unknown";
}

}  // namespace

void SettingsView::DrawOffline() {
  OfflineVault& vault = app_.vault();
  if (vault.device().empty()) return;
  BeginCard(T("vault.card"));
  const std::string_view words = KeepingWords(vault);
  Row(T(words), T(std::string(words) + "_text"), 0);
  if (vault.can_seal() && vault.is_policy_known() && vault.policy().mode == OfflineMode::kEncrypted) {
    const int zone = app_.workspace().zone_minutes();
    const std::string text = vault.has_pin() ? ui::TF("vault.pin_until", {{"time", ExactTime(vault.until_ms(), zone)}})
                                             : std::string(T("vault.pin_none"));
    const ui::ButtonOptions set{.label = T(vault.has_pin() ? "vault.pin_change" : "vault.pin_set"), .id = "pin"};
    const Rect place = Row(T("vault.pin"), text, ui::ButtonWidth(set));
    if (ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(set)), set)) pin_.Open();
  }
  EndCard();
}

void SettingsView::DrawDevices() {
  devices_.Refresh(NowMs());
  if (!devices_.is_known() || devices_.devices().empty()) return;
  BeginCard(T("vault.devices"));
  const TimeMs now = app_.workspace().clock().NowMs();
  const int zone = app_.workspace().zone_minutes();
  for (const ListedDevice& device : devices_.devices()) {
    ui::IdScope scope(device.id);
    const bool is_this = device.id == app_.vault().device();
    const std::string seen = RelativeTime(device.seen_ms, now, zone);
    const std::string_view key = is_this ? "vault.device_this" : device.is_open ? "vault.device_seen" : device.was_told ? "vault.device_wiped" : "vault.device_waits";
    const ui::ButtonOptions wipe{.label = T("vault.wipe"), .id = "wipe"};
    const bool can_wipe = device.is_open && !is_this;
    const Rect place = Row(device.name, ui::TF(key, {{"time", seen}}), can_wipe ? ui::ButtonWidth(wipe) : 0);
    if (can_wipe && ui::Button(ui::CenterIn(place, place.w, ui::ButtonHeight(wipe)), wipe)) {
      wiping_ = device;
      ui::OpenDialog(kWipeDialog);
    }
  }
  EndCard();
}

void SettingsView::AskToWipe() {
  if (!ui::IsDialogOpen(kWipeDialog)) return;
  const std::string text = ui::TF("vault.wipe_text", {{"device", wiping_.name}});
  if (ui::ConfirmDialog(kWipeDialog, T("vault.wipe_title"), text, T("vault.wipe"), true) != ui::DialogAnswer::kConfirmed) return;
  devices_.Wipe(wiping_.id, [this](bool is_done) { app_.Say(std::string(T(is_done ? "vault.wipe_done" : "vault.wipe_failed"))); });
}

}  // namespace kedang
