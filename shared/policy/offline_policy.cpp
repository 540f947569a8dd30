#include "shared/policy/offline_policy.h"

#include <algorithm>
#include <array>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::array<std::string_view, 3> kModeNames = {"off", "encrypted", "plain"};
constexpr TimeMs kDayMs = 86'400'000;
constexpr std::size_t kLeastPin = 6, kMostPinBytes = 256;

}  // namespace

std::string_view OfflineModeName(OfflineMode mode) { return kModeNames[static_cast<std::size_t>(mode)]; }

std::optional<OfflineMode> ParseOfflineMode(std::string_view name) {
  for (std::size_t i = 0; i < kModeNames.size(); ++i) {
    if (kModeNames[i] == name) return static_cast<OfflineMode>(i);
  }
  return std::nullopt;
}

bool IsValid(const OfflinePolicy& policy) { return policy.days >= kLeastOfflineDays && policy.days <= kMostOfflineDays; }

TimeMs OfflineUntil(const OfflinePolicy& policy, TimeMs now) {
  return policy.mode == OfflineMode::kEncrypted ? now + policy.days * kDayMs : 0;
}

Keeping KeepingOf(OfflineMode mode, bool can_seal) {
  if (mode == OfflineMode::kPlain) return Keeping::kEverything;
  if (!can_seal) return Keeping::kNothing;
  return mode == OfflineMode::kEncrypted ? Keeping::kEverything : Keeping::kUnsentOnly;
}

bool IsOfflineEnding(const OfflinePolicy& policy, TimeMs until, TimeMs now) {
  return until != 0 && until - now <= std::min(2 * kDayMs, policy.days * kDayMs / 3);
}

std::string_view CheckOfflinePin(std::string_view pin) {
  if (pin.size() > kMostPinBytes) return "pin_too_long";
  std::size_t letters = 0;
  for (const char c : pin) letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  if (letters < kLeastPin || !IsValidUtf8(pin)) return "pin_too_short";
  // 000000, 123456, 987654: all steps between neighbours are the same small one.
  const int step = pin[1] - pin[0];
  bool is_run = step >= -1 && step <= 1;
  for (std::size_t i = 2; i < pin.size() && is_run; ++i) is_run = pin[i] - pin[i - 1] == step;
  return is_run ? "pin_too_simple" : "";
}

}  // namespace kedang
