#include "server/command_simulate.h"

#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "shared/simulation/simulation.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostTold = 5;  // failing seeds that are made short and shown

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Tell(std::FILE* out, const Plan& plan) {
  std::vector<std::string> lines;
  const auto violation = RunPlan(plan, &lines);
  std::fprintf(out, "seed %llu: %zu people, %zu devices\n", static_cast<unsigned long long>(plan.seed), plan.people, plan.devices);
  for (const std::string& line : lines) std::fprintf(out, "  %s\n", line.c_str());
  if (violation) {
    std::fprintf(out, "  %s broken: %s\n", violation->invariant.c_str(), violation->text.c_str());
  } else {
    std::fputs("  every invariant holds\n", out);
  }
}

int RunMutants(const CommonOptions& common, const SimulateCommandOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Json list = Json::array();
  bool is_all_killed = true;
  std::uint64_t seeds = 0;
  for (const MutantRow& row : Mutants()) {
    const Planting planting(row.mutant);
    std::optional<Violation> violation;
    std::uint64_t seed = options.from;
    for (; seed < options.from + options.seeds; ++seed, ++seeds) {
      if ((violation = RunSeed(seed))) break;
    }
    is_all_killed = is_all_killed && violation.has_value();
    Json item = {{"name", std::string(row.key)}, {"killed", violation.has_value()}};
    if (violation) item["seed"] = seed;
    if (violation) item["invariant"] = violation->invariant;
    list.push_back(std::move(item));
    if (!common.is_json) {
      std::printf("%-24s %s\n", std::string(row.key).c_str(),
                  violation ? ("killed by seed " + std::to_string(seed) + " (" + violation->invariant + ")").c_str() : "SURVIVES");
      std::fflush(stdout);
    }
  }
  const double seconds = SecondsSince(start);
  if (common.is_json) {
    PrintJson(Json{{"seeds", seeds}, {"seconds", seconds}, {"seeds_per_s", static_cast<double>(seeds) / seconds},
                   {"failed", Json::array()}, {"mutants", std::move(list)}});
  }
  return is_all_killed ? kDone : kFailed;
}

}  // namespace

int RunSimulate(const CommonOptions& common, const SimulateCommandOptions& options) {
  if (options.has_mutants) return RunMutants(common, options);
  const Mutant mutant = FindMutant(options.mutant);
  if (!options.mutant.empty() && mutant == Mutant::kNone) {
    std::string known;
    for (const MutantRow& row : Mutants()) known.append(known.empty() ? "" : ", ").append(row.key);
    return Fail(Error{ErrorCode::kInvalidArgument, "no mutant '" + options.mutant + "'; there are: " + known});
  }
  const Planting planting(mutant);
  Progress progress(common);
  const auto start = std::chrono::steady_clock::now();
  double seconds = 0;
  Json failed = Json::array();
  for (std::uint64_t seed = options.from; seed < options.from + options.seeds; ++seed) {
    if (seed % 64 == 0) progress.Show("seeds", seed - options.from, options.seeds);
    const auto violation = RunSeed(seed);
    seconds = SecondsSince(start);
    if (options.has_trace && !violation) Tell(stderr, MakePlan(seed));
    if (!violation) continue;
    failed.push_back(seed);
    if (failed.size() <= kMostTold) Tell(stderr, Minimise(MakePlan(seed), *violation));
    if (mutant != Mutant::kNone) break;  // one is enough
  }
  const double rate = seconds > 0 ? static_cast<double>(options.seeds) / seconds : 0;
  const bool is_clean = failed.empty();
  if (common.is_json) {
    PrintJson(Json{{"seeds", options.seeds}, {"seconds", seconds}, {"seeds_per_s", rate}, {"failed", std::move(failed)}});
  } else if (mutant != Mutant::kNone) {
    std::printf("%s %s\n", options.mutant.c_str(), is_clean ? "survives" : "is killed");
  } else {
    std::printf("%llu seeds in %.1f s, %.0f a second; %zu failed\n", static_cast<unsigned long long>(options.seeds), seconds, rate,
                failed.size());
  }
  return is_clean == (mutant == Mutant::kNone) ? kDone : kFailed;
}

}  // namespace kedang
