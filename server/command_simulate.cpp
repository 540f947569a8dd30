#include "server/command_simulate.h"

#include <chrono>
#include <cstdio>
#include <ctime>

#include <nlohmann/json.hpp>

#include "shared/simulation/simulation.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostTold = 5;  // failing seeds that are made short and shown

// By the wall and by the processor: what else the machine does is no matter to the second.
class Stopwatch {
 public:
  double WallSeconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  double CpuSeconds() const { return static_cast<double>(std::clock() - cpu_start_) / CLOCKS_PER_SEC; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t cpu_start_ = std::clock();
};

Json FiguresOf(std::uint64_t seeds, double seconds, double cpu_seconds) {
  const auto rate = [seeds](double time) { return time > 0 ? static_cast<double>(seeds) / time : 0; };
  return Json{{"seeds", seeds}, {"seconds", seconds}, {"seeds_per_s", rate(seconds)}, {"cpu_seconds", cpu_seconds},
              {"seeds_per_cpu_s", rate(cpu_seconds)}};
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
  const Stopwatch watch;
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
  if (common.is_json) {
    Json figures = FiguresOf(seeds, watch.WallSeconds(), watch.CpuSeconds());
    figures["failed"] = Json::array();
    figures["mutants"] = std::move(list);
    PrintJson(figures);
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
  const Stopwatch watch;
  double seconds = 0, cpu_seconds = 0;
  Json failed = Json::array();
  for (std::uint64_t seed = options.from; seed < options.from + options.seeds; ++seed) {
    if (seed % 64 == 0) progress.Show("seeds", seed - options.from, options.seeds);
    const auto violation = RunSeed(seed);
    seconds = watch.WallSeconds();
    cpu_seconds = watch.CpuSeconds();
    if (options.has_trace && !violation) Tell(stderr, MakePlan(seed));
    if (!violation) continue;
    failed.push_back(seed);
    if (failed.size() <= kMostTold) Tell(stderr, Minimise(MakePlan(seed), *violation));
    if (mutant != Mutant::kNone) break;  // one is enough
  }
  Json figures = FiguresOf(options.seeds, seconds, cpu_seconds);
  const bool is_clean = failed.empty();
  if (common.is_json) {
    figures["failed"] = std::move(failed);
    PrintJson(figures);
  } else if (mutant != Mutant::kNone) {
    std::printf("%s %s\n", options.mutant.c_str(), is_clean ? "survives" : "is killed");
  } else {
    std::printf("%llu seeds in %.1f s, %.0f a second; %.1f s of the processor, %.0f a second; %zu failed\n",
                static_cast<unsigned long long>(options.seeds), seconds, figures["seeds_per_s"].get<double>(), cpu_seconds,
                figures["seeds_per_cpu_s"].get<double>(), failed.size());
  }
  return is_clean == (mutant == Mutant::kNone) ? kDone : kFailed;
}

}  // namespace kedang
