// OfflineVault: whether and how this browser may keep somebody's data, and what opens it (ARCHITECTURE, Data in the browser).
//   storage open → what is kept here? → plain: opens at once · sealed or nothing yet: asks the server for its halves
//   → granted: open · no server, or not signed in: the PIN, where one was set · told to wipe: deletes, and says so
// While it is open it hears of changed policies, renews the days of the PIN and rewrites rows in the form they should have.
#pragma once

#include <functional>
#include <string>

#include "shared/base/clock.h"
#include "shared/policy/offline_policy.h"

namespace kedang {

enum class VaultStep : std::uint8_t {
  kWaiting,      // for the storage or the server
  kPin,          // for the PIN
  kUnreachable,  // closed, and no server; by itself it tries again
  kSignedOut,    // closed, and nobody is signed in
  kWiped,        // its data was deleted because the server said so
  kOpen,
};

class OfflineVault {
 public:
  struct Opening {
    Keeping keeping = Keeping::kEverything;
    bool is_base_lost = false;  // what the server can give again is not there, or not to be had any more
  };

  // `on_change` is called when something shown may look different; `on_wiped` when the device was wiped while it is open.
  OfflineVault(Clock& clock, Random& random, std::function<void()> on_change, std::function<void()> on_wiped)
      : clock_(clock), random_(random), on_change_(std::move(on_change)), on_wiped_(std::move(on_wiped)) {}

  // The storage is open. `on_open` is called once; `on_change_of_keeping` when the policy changes after that.
  void Start(std::function<void(const Opening&)> on_open, std::function<void(Keeping)> on_keeping);
  // Asks the server (again): after a sign-in, when the network is back.
  void AskServer();
  // While kPin. Outcomes show in step(), tries_left() and lost().
  void TryPin(const std::string& pin);
  // `done` gets "" or why not: a code of CheckOfflinePin, "unreachable", "signed_out", "refused".
  void SetPin(const std::string& pin, std::function<void(const std::string& code)> done);
  // The server said that this device is to be wiped: does so, and closes or calls on_wiped.
  void Wipe();
  // Every frame while open: asks the server when it is time to.
  void Note(bool is_online, std::uint64_t permission_version);

  VaultStep step() const { return step_; }
  bool is_open() const { return step_ == VaultStep::kOpen; }
  bool is_trying() const { return is_trying_; }      // a PIN is being tried, or the server asked
  const std::string& device() const { return device_; }
  OfflinePolicy policy() const { return policy_; }
  // Before the policy was ever heard: false.
  bool is_policy_known() const { return is_policy_known_; }
  bool can_seal() const { return can_seal_; }
  bool has_pin() const { return has_pin_; }
  TimeMs until_ms() const { return until_ms_; }      // until when the PIN opens without the server; 0: it does not
  int tries_left() const { return tries_left_; }
  bool was_pin_wrong() const { return was_pin_wrong_; }
  int waiting() const { return waiting_; }           // unsent edits found at the start
  // Why the PIN does not open any more: "", "pins", "expired".
  const std::string& lost() const { return lost_; }
  // The server answers, but knows nobody here.
  bool is_signed_out() const { return is_signed_out_; }
  // Words of records may stand in other places of this browser, too.
  bool is_plain() const { return policy_.mode == OfflineMode::kPlain; }

 private:
  void OnFacts(std::string_view answer);
  void OnGrant(int status, std::string grant);
  void Open(bool is_base_lost);
  void Close(VaultStep step);
  void Sweep();

  Clock& clock_;
  Random& random_;
  std::function<void()> on_change_;
  std::function<void()> on_wiped_;
  std::function<void(const Opening&)> on_open_;
  std::function<void(Keeping)> on_keeping_;
  VaultStep step_ = VaultStep::kWaiting;
  std::string device_;
  OfflinePolicy policy_;
  bool is_policy_known_ = false;
  bool can_seal_ = false;
  bool has_pin_ = false;
  bool is_sealed_ = false;
  bool is_trying_ = false;
  bool is_asking_ = false;
  bool was_wiped_ = false;
  bool was_pin_wrong_ = false;
  bool is_sweeping_ = false;
  bool has_timer_ = false;
  int tries_left_ = 0;
  int waiting_ = 0;
  TimeMs until_ms_ = 0;
  std::string lost_;
  std::string foreign_grant_;  // of a server that cannot open what is here: the PIN can
  TimeMs asked_ms_ = 0;
  std::uint64_t asked_version_ = 0;
  bool was_online_ = false;
  bool is_signed_out_ = false;
  bool was_granted_ = false;
};

}  // namespace kedang
