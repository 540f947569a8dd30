// Plan: what a seed makes happen, laid out before anything runs. Every step carries its own dice, so that the others mean
// the same when one is left out: that is how a failing run is made short.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kedang {

enum class StepKind : std::uint8_t {
  // Always: people work and replicas talk.
  kEdit, kExchange, kStorage, kSend, kDeliver, kWake, kWait,
  // From here on a plan has some of them, at rates of its own.
  kChain, kGroup, kOpenEditor, kSaveEditor, kDeleteOrRestore, kResolve, kTray,
  kLose, kDuplicate, kGiveUp, kCorrupt, kOffline, kBusy,
  kCrash, kFull, kFlaky, kEvict, kEvictBase, kDamage, kClockJump, kSignOut,
  kKill, kBackup, kRestore, kPublish, kChangePerson, kServerEdit, kDropSnapshots,
  // Laid between the others by dice of their own: without these a plan is what its seed made before they were known.
  kCap, kWant, kWipe, kAccess, kRevert,
};
inline constexpr int kStepKindCount = static_cast<int>(StepKind::kRevert) + 1;
inline constexpr StepKind kFirstLaid = StepKind::kCap;

std::string_view StepName(StepKind kind);

struct Step {
  StepKind kind = StepKind::kWait;
  std::uint8_t device = 0;  // modulo the number of devices
  std::uint64_t dice = 0;
};

struct Plan {
  std::uint64_t seed = 0;
  std::size_t people = 2;
  std::size_t devices = 2;
  std::vector<Step> steps;
};

Plan MakePlan(std::uint64_t seed);
// Without the steps that are laid between the others: what a seed kept from before them was kept for.
Plan WithoutLaid(Plan plan);

}  // namespace kedang
