#include "server/command_bench.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/bench_world.h"
#include "server/file.h"
#include "server/machine.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Result<Json> BenchImport(const CommonOptions& common, const BenchCommandOptions& options) {
  KEDANG_ASSIGN(const BenchWorld loaded, MakeBenchWorld(common, options));
  const ImportCounts& counts = loaded.answer.counts;
  KEDANG_ASSIGN(const std::uint64_t bytes, FileSize(loaded.instance->directory() + "/kedang.db"));
  return Json{{"rows", counts.read},
              {"created", counts.created},
              {"rejected", counts.rejected},
              {"seconds", loaded.answer.seconds},
              {"rows_per_s", static_cast<std::uint64_t>(static_cast<double>(counts.read) / loaded.answer.seconds)},
              {"database_bytes", bytes},
              {"peak_bytes", PeakMemoryBytes()}};
}

}  // namespace

int AnswerFigures(const CommonOptions& common, const Result<Json>& figures) {
  if (!figures.ok()) return Fail(figures.error());
  if (common.is_json) {
    PrintJson(*figures);
  } else {
    for (const auto& item : figures->items()) std::printf("%-20s %s\n", item.key().c_str(), item.value().dump().c_str());
  }
  return kDone;
}

int RunBenchImport(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchImport(common, options));
}

}  // namespace kedang
