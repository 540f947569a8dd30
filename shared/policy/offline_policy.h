// OfflinePolicy: what a browser may keep of somebody's data when it is closed. Decided by the instance, for each user so far.
// Working offline is what the product is for, so people begin with plain; an administrator seals or forbids. Values of sensitive fields are kept in no mode (model/withheld.h).
//   off        nothing but unsent edits, and those sealed: after a restart everything is fetched again
//   encrypted  everything sealed; it opens with the server's half, or for `days` after the last contact with the offline PIN
//   plain      everything readable for whoever can read the browser's files
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/clock.h"

namespace kedang {

enum class OfflineMode : std::uint8_t { kOff, kEncrypted, kPlain };

std::string_view OfflineModeName(OfflineMode mode);
std::optional<OfflineMode> ParseOfflineMode(std::string_view name);

inline constexpr int kLeastOfflineDays = 1, kMostOfflineDays = 7;

struct OfflinePolicy {
  OfflineMode mode = OfflineMode::kPlain;
  int days = kMostOfflineDays;

  bool operator==(const OfflinePolicy&) const = default;
};

// Most records of others on a device of somebody whose data are sealed and who has no cap of his own yet: what is worth
// sealing is worth not carrying about.
inline constexpr std::uint32_t kOfflineRowCap = 50'000;

bool IsValid(const OfflinePolicy& policy);

// Until when the PIN opens a browser that heard from the server at `now`; 0: it never does.
TimeMs OfflineUntil(const OfflinePolicy& policy, TimeMs now);

// What a browser does about the policy. One without a secure context cannot seal: it keeps everything in the clear or nothing.
enum class Keeping : std::uint8_t { kEverything, kUnsentOnly, kNothing };
Keeping KeepingOf(OfflineMode mode, bool can_seal);

// Whether it is time to say that the PIN will soon stop opening this browser: the last two days, or the last third of less.
bool IsOfflineEnding(const OfflinePolicy& policy, TimeMs until, TimeMs now);

// What is wrong with a new offline PIN or password: "pin_too_short", "pin_too_simple", "pin_too_long"; empty: nothing. It
// is guessed at by whoever has a copy of the browser's files, as fast as his machines go.
std::string_view CheckOfflinePin(std::string_view pin);

}  // namespace kedang
