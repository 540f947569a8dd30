#include "shared/simulation/simulation.h"

#include <algorithm>

#include "shared/simulation/world.h"

namespace kedang {

std::optional<Violation> RunPlan(const Plan& plan, std::vector<std::string>* trace) {
  World world(plan, trace);
  world.Run();
  if (!world.oracle().has_failed()) return std::nullopt;
  return Violation{world.oracle().invariant(), world.oracle().text()};
}

Plan Minimise(Plan plan, const Violation& violation) {
  for (std::size_t length = std::max<std::size_t>(plan.steps.size() / 2, 1); length > 0;) {
    bool has_shrunk = false;
    for (std::size_t begin = 0; begin < plan.steps.size();) {
      Plan shorter = plan;
      const auto first = shorter.steps.begin() + static_cast<std::ptrdiff_t>(begin);
      shorter.steps.erase(first, first + static_cast<std::ptrdiff_t>(std::min(length, plan.steps.size() - begin)));
      const auto found = RunPlan(shorter);
      if (found && found->invariant == violation.invariant) {
        plan = std::move(shorter);
        has_shrunk = true;
      } else {
        begin += length;
      }
    }
    if (length == 1 && !has_shrunk) break;
    length = std::max<std::size_t>(length / 2, 1);
  }
  return plan;
}

const std::vector<MutantRow>& Mutants() {
  static const std::vector<MutantRow> mutants = {
#define KEDANG_MUTANT(name, key, about) {Mutant::name, key, about},
      KEDANG_MUTANTS(KEDANG_MUTANT)
#undef KEDANG_MUTANT
  };
  return mutants;
}

Mutant FindMutant(std::string_view key) {
  for (const MutantRow& row : Mutants()) {
    if (row.key == key) return row.mutant;
  }
  return Mutant::kNone;
}

#ifdef __EMSCRIPTEN__
Planting::Planting(Mutant) {}
Planting::~Planting() = default;
#else
Planting::Planting(Mutant mutant) { planted_mutant = mutant; }
Planting::~Planting() { planted_mutant = Mutant::kNone; }
#endif

}  // namespace kedang
