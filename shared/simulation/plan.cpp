#include "shared/simulation/plan.h"

#include <array>
#include <iterator>

#include "shared/simulation/dice.h"

namespace kedang {
namespace {

struct KindRow {
  StepKind kind;
  std::string_view name;
  unsigned weight;  // at most, for those that are not in every plan; of those that are laid between: how many
  bool is_always;
};

constexpr KindRow kKinds[] = {
    {StepKind::kEdit, "edit", 30, true},
    {StepKind::kExchange, "exchange", 20, true},
    {StepKind::kStorage, "storage", 10, true},
    {StepKind::kSend, "send", 10, true},
    {StepKind::kDeliver, "deliver", 16, true},
    {StepKind::kWake, "wake", 6, true},
    {StepKind::kWait, "wait", 4, true},
    {StepKind::kChain, "chain", 6, false},
    {StepKind::kGroup, "group", 6, false},
    {StepKind::kOpenEditor, "open_editor", 10, false},
    {StepKind::kSaveEditor, "save_editor", 10, false},
    {StepKind::kDeleteOrRestore, "delete_or_restore", 8, false},
    {StepKind::kResolve, "resolve", 6, false},
    {StepKind::kTray, "tray", 6, false},
    {StepKind::kLose, "lose", 8, false},
    {StepKind::kDuplicate, "duplicate", 8, false},
    {StepKind::kGiveUp, "give_up", 6, false},
    {StepKind::kCorrupt, "corrupt", 4, false},
    {StepKind::kOffline, "offline", 6, false},
    {StepKind::kBusy, "busy", 3, false},
    {StepKind::kCrash, "crash", 6, false},
    {StepKind::kFull, "full", 4, false},
    {StepKind::kFlaky, "flaky", 4, false},
    {StepKind::kEvict, "evict", 1, false},
    {StepKind::kEvictBase, "evict_base", 2, false},
    {StepKind::kDamage, "damage", 2, false},
    {StepKind::kClockJump, "clock_jump", 2, false},
    {StepKind::kSignOut, "sign_out", 3, false},
    {StepKind::kKill, "kill", 3, false},
    {StepKind::kBackup, "backup", 3, false},
    {StepKind::kRestore, "restore", 2, false},
    {StepKind::kPublish, "publish", 2, false},
    {StepKind::kChangePerson, "change_person", 6, false},
    {StepKind::kServerEdit, "server_edit", 4, false},
    {StepKind::kDropSnapshots, "drop_snapshots", 2, false},
    {StepKind::kCap, "cap", 4, false},
    {StepKind::kWant, "want", 6, false},
    {StepKind::kWipe, "wipe", 2, false},
    {StepKind::kAccess, "access", 4, false},
    {StepKind::kRevert, "revert", 9, false},
};
static_assert(std::size(kKinds) == kStepKindCount);

// What is laid between the steps that are there. Half of the plans have none of it.
void Lay(Plan& plan) {
  Dice dice(plan.seed * 0x9E3779B97F4A7C15ULL + 2);
  if (dice.OneIn(2)) return;
  for (std::size_t kind = static_cast<std::size_t>(kFirstLaid); kind < kStepKindCount; ++kind) {
    // A record is only asked for where not everything is held.
    const bool is_here = kKinds[kind].kind == StepKind::kWant || dice.OneIn(2);
    for (std::size_t i = is_here ? 1 + dice.Below(kKinds[kind].weight) : 0; i > 0; --i) {
      const auto place = plan.steps.begin() + static_cast<std::ptrdiff_t>(dice.Below(plan.steps.size() + 1));
      Step step;
      step.kind = kKinds[kind].kind;
      step.device = static_cast<std::uint8_t>(dice.Below(256));
      step.dice = dice.Next();
      plan.steps.insert(place, step);
    }
  }
}

}  // namespace

std::string_view StepName(StepKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }

Plan MakePlan(std::uint64_t seed) {
  Dice dice(seed * 0x2545F4914F6CDD1DULL + 1);
  Plan plan;
  plan.seed = seed;
  plan.people = 2 + dice.Below(2);
  plan.devices = 2 + dice.Below(3);
  std::array<std::size_t, static_cast<std::size_t>(kFirstLaid)> weights{};
  std::size_t total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const bool is_here = kKinds[i].is_always || dice.OneIn(3);
    if (is_here) weights[i] = kKinds[i].is_always ? kKinds[i].weight : 1 + dice.Below(kKinds[i].weight);
    // Some only mean something together.
    if (kKinds[i].kind == StepKind::kSaveEditor) weights[i] = weights[i - 1];
    if (kKinds[i].kind == StepKind::kRestore && weights[i] == 0) weights[i] = weights[i - 1] / 2;
    total += weights[i];
  }
  plan.steps.resize(50 + dice.Below(90));
  for (Step& step : plan.steps) {
    std::size_t place = dice.Below(total), kind = 0;
    while (place >= weights[kind]) place -= weights[kind++];
    step.kind = static_cast<StepKind>(kind);
    step.device = static_cast<std::uint8_t>(dice.Below(256));
    step.dice = dice.Next();
  }
  Lay(plan);
  return plan;
}

Plan WithoutLaid(Plan plan) {
  std::erase_if(plan.steps, [](const Step& step) { return step.kind >= kFirstLaid; });
  return plan;
}

}  // namespace kedang
