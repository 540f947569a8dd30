// App: from a database that is open to a replica that may be read.
#include "wasm/app/app.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/url.h"

namespace kedang {

void App::MakeVault() {
  const auto on_change = [this] {
    const VaultStep step = vault_->step();
    if (step != VaultStep::kOpen && step != VaultStep::kWaiting && phase_ != AppPhase::kSignIn) {
      phase_ = step == VaultStep::kSignedOut ? AppPhase::kSignIn : AppPhase::kLocked;
    }
    RequestFrame();
  };
  // What is deleted makes room for what storage had refused.
  const auto on_wiped = [this] { workspace_->client().WriteOwed([](const Status&) { ReloadPage(); }); };
  vault_ = std::make_unique<OfflineVault>(*clock_, *random_, on_change, on_wiped);
}

void App::OnVaultOpen(const OfflineVault::Opening& opening) {
  storage_->set_keeping(opening.keeping);
  phase_ = AppPhase::kStarting;
  is_base_expected_ = opening.keeping == Keeping::kEverything && !opening.is_base_lost;
  storage_->Load(
      is_base_expected_,
      [this](StorageArea area, const std::string& key, ByteSpan value) {
        if (area == StorageArea::kMeta && key == kDraftKey) {
          kept_draft_ = std::string(AsText(value));
          return;
        }
        has_stored_state_ = has_stored_state_ || area == StorageArea::kMeta;
        workspace_->client().Restore(area, key, value);
      },
      [this](Status loaded) { OnReplicaLoaded(loaded); });
}

void App::SignInInstead() {
  phase_ = AppPhase::kSignIn;
  RequestFrame();
}

}  // namespace kedang
