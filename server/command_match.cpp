#include "server/command_match.h"

#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/file.h"
#include "server/machine.h"
#include "server/match_input.h"
#include "server/match_threads.h"
#include "shared/intake/csv_writer.h"
#include "shared/match/match_run.h"
#include "shared/text/lexicon.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

// What was compared and how it was judged, field by field, in bits.
std::string ExplainPair(const MatchInput& input, const ScoredPair& pair) {
  std::vector<MatchPart> parts;
  input.model.Score(input.index->table(), pair.a, pair.b, &parts);
  std::string text;
  for (const MatchPart& part : parts) {
    if (part.level < 0) continue;
    char bits[64];
    std::snprintf(bits, sizeof bits, " %d %+.1f", part.level, part.level_weight + part.frequency + part.damping);
    text += (text.empty() ? "" : "; ") + input.model.fields()[part.field].field.name + bits;
  }
  return text;
}

Status WritePairs(const MatchCommandOptions& options, const MatchInput& input, const std::vector<ScoredPair>& pairs) {
  FileWriter writer(options.out);
  KEDANG_RETURN_IF_ERROR(writer.Open());
  std::string text =
      options.is_explained ? "id_a,id_b,probability,weight,explanation\n" : "id_a,id_b,probability,weight\n";
  std::vector<std::string_view> cells;
  for (const ScoredPair& pair : pairs) {
    char probability[32], weight[32];
    std::snprintf(probability, sizeof probability, "%.6f", pair.probability);
    std::snprintf(weight, sizeof weight, "%.3f", pair.weight);
    cells = {input.IdOf(pair.a), input.IdOf(pair.b), probability, weight};
    const std::string explanation = options.is_explained ? ExplainPair(input, pair) : std::string();
    if (options.is_explained) cells.push_back(explanation);
    AppendCsvRow(cells, CsvWriteOptions(), text);
    if (text.size() < (1U << 20)) continue;
    KEDANG_RETURN_IF_ERROR(writer.Write(text));
    text.clear();
  }
  KEDANG_RETURN_IF_ERROR(writer.Write(text));
  return writer.Close();
}

Result<Json> Match(const CommonOptions& common, const MatchCommandOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Content content = EmbeddedContent();
  KEDANG_ASSIGN(const Lexicon lexicon, Lexicon::Parse(content.pinyin, content.regions, content.industries));
  MatchInputOptions reading;
  reading.file = options.file;
  reading.other_file = options.other_file;
  reading.id_column = options.id_column;
  reading.ignored = options.ignored;
  reading.config = options.config;
  KEDANG_ASSIGN(MatchInput input, ReadMatchInput(reading, lexicon));
  if (options.threshold > 0) input.model.set_threshold(options.threshold);
  Progress progress(common);
  MatchRunOptions run;
  run.split = input.split;
  run.is_fitted = !input.is_fitted;
  run.run_parts = RunPartsOnThreads;
  std::uint64_t stage = 0;
  run.on_stage = [&](std::string_view name) { progress.Show(name, stage++, 4); };
  MatchRunResult result;
  if (options.other_file.empty() || input.split > 0) result = RunMatch(*input.index, input.model, run);
  KEDANG_RETURN_IF_ERROR(WritePairs(options, input, result.pairs));
  if (!options.save_config.empty()) {
    FileWriter writer(options.save_config);
    KEDANG_RETURN_IF_ERROR(writer.Open());
    KEDANG_RETURN_IF_ERROR(writer.Write(input.model.ToJson() + "\n"));
    KEDANG_RETURN_IF_ERROR(writer.Close());
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return Json{{"rows", input.index->table().live_count()},
              {"candidates", result.candidates},
              {"pairs", result.pairs.size()},
              {"clusters", result.clusters.size()},
              {"related", result.related.size()},
              {"seconds", seconds},
              {"peak_bytes", PeakMemoryBytes()}};
}

}  // namespace

int RunMatchCommand(const CommonOptions& common, const MatchCommandOptions& options) {
  if (options.threshold < 0 || options.threshold >= 1)
    return Fail({ErrorCode::kInvalidArgument, "--threshold must be between 0 and 1"});
  const auto answer = Match(common, options);
  if (!answer.ok()) return Fail(answer.error());
  if (common.is_json && options.out != "-") {
    PrintJson(*answer);
  } else if (!common.is_quiet) {
    std::fprintf(stderr, "%llu rows, %llu candidates, %llu pairs, %.1f s\n",
                 static_cast<unsigned long long>((*answer)["rows"].get<std::uint64_t>()),
                 static_cast<unsigned long long>((*answer)["candidates"].get<std::uint64_t>()),
                 static_cast<unsigned long long>((*answer)["pairs"].get<std::uint64_t>()),
                 (*answer)["seconds"].get<double>());
  }
  return kDone;
}

}  // namespace kedang
