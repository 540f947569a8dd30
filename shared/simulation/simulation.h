// The sync simulation: `kedang simulate`. One seed is one run of one company (world.h) with every fault the protocol must
// survive; nothing in it depends on anything but the seed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/simulation/plan.h"
#include "shared/sync/mutant.h"

namespace kedang {

struct Violation {
  std::string invariant;  // "I7"
  std::string text;       // what happened to whom
};

// Nothing when the run kept every invariant.
std::optional<Violation> RunPlan(const Plan& plan, std::vector<std::string>* trace = nullptr);
inline std::optional<Violation> RunSeed(std::uint64_t seed) { return RunPlan(MakePlan(seed)); }

// The plan with as many steps left out as can be while the same invariant breaks. Takes some hundred runs.
Plan Minimise(Plan plan, const Violation& violation);

struct MutantRow {
  Mutant mutant = Mutant::kNone;
  std::string_view key;
  std::string_view about;
};
const std::vector<MutantRow>& Mutants();
// kNone when there is no such mutant.
Mutant FindMutant(std::string_view key);

// Planted for as long as this lives; one at a time.
class Planting {
 public:
  explicit Planting(Mutant mutant);
  ~Planting();
  Planting(const Planting&) = delete;
  Planting& operator=(const Planting&) = delete;
};

}  // namespace kedang
