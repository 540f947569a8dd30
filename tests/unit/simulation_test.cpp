// The simulation (shared/simulation): seeds keep every invariant, every planted fault is found.
#include "shared/simulation/simulation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "tests/support/asset.h"

namespace kedang {
namespace {

bool IsLong() { return std::getenv("KEDANG_LONG") != nullptr; }

std::string Told(const Plan& plan) {
  std::vector<std::string> lines;
  const auto violation = RunPlan(plan, &lines);
  std::string text = "seed " + std::to_string(plan.seed) + "\n";
  for (const std::string& line : lines) text += line + "\n";
  return violation ? text + violation->invariant + ": " + violation->text : text;
}

TEST(Simulation, SeedsKeepEveryInvariant) {
  const std::uint64_t seeds = IsLong() ? 100'000 : 3'000;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto violation = RunSeed(seed);
    ASSERT_FALSE(violation.has_value()) << Told(Minimise(MakePlan(seed), *violation));
  }
}

TEST(Simulation, WhatFailedOnceHolds) {
  std::istringstream lines(ReadAsset("tests/data/simulation_seeds.txt"));
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const Plan plan = MakePlan(std::strtoull(line.c_str(), nullptr, 10));
    // As it is now, and as it was before there were steps that are laid between the others.
    for (const Plan& one : {plan, WithoutLaid(plan)}) {
      const auto violation = RunPlan(one);
      EXPECT_FALSE(violation.has_value()) << line << "\n" << violation->invariant << ": " << violation->text;
    }
    ++count;
  }
  EXPECT_GE(count, 20);
}

TEST(Simulation, EveryMutantIsKilled) {
  EXPECT_GE(Mutants().size(), 30u);
  for (const MutantRow& row : Mutants()) {
    const Planting planting(row.mutant);
    bool is_killed = false;
    for (std::uint64_t seed = 1; seed <= 2000 && !is_killed; ++seed) is_killed = RunSeed(seed).has_value();
    EXPECT_TRUE(is_killed) << row.key << ": " << row.about;
  }
}

TEST(Simulation, ASeedIsOneRun) {
  EXPECT_EQ(Told(MakePlan(7)), Told(MakePlan(7)));
  EXPECT_NE(Told(MakePlan(7)), Told(MakePlan(8)));
}

TEST(Simulation, AFailingRunIsMadeShort) {
  const Planting planting(FindMutant("no_leave"));
  for (std::uint64_t seed = 1; seed < 100; ++seed) {
    const auto violation = RunSeed(seed);
    if (!violation) continue;
    const Plan whole = MakePlan(seed);
    const Plan shorter = Minimise(whole, *violation);
    EXPECT_LT(shorter.steps.size(), whole.steps.size() / 2);
    const auto again = RunPlan(shorter);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->invariant, violation->invariant);
    return;
  }
  FAIL() << "no seed found the mutant";
}

}  // namespace
}  // namespace kedang
