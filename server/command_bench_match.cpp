#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "server/command_bench.h"
#include "server/machine.h"
#include "server/match_input.h"
#include "server/match_threads.h"
#include "server/sample_company.h"
#include "shared/match/match_run.h"
#include "shared/text/lexicon.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
using SteadyClock = std::chrono::steady_clock;
using Columns = std::vector<std::string>;

constexpr std::uint32_t kSharePercent = 15;  // of rows that are an earlier one once more
constexpr std::size_t kFarthest = 20'000;    // rows back
constexpr std::size_t kChecks = 2'000;
constexpr std::size_t kCandidates = 50;

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

std::vector<MatchField> BenchFields() {
  const MatchKind kinds[] = {MatchKind::kCompanyName, MatchKind::kPersonName, MatchKind::kPhone,  MatchKind::kPhone,
                             MatchKind::kEmail,       MatchKind::kPlace,      MatchKind::kAddress};
  const char* names[] = {"name", "contact", "mobile", "phone", "email", "region", "address"};
  std::vector<MatchField> fields;
  for (std::size_t i = 0; i < std::size(kinds); ++i) fields.push_back({names[i], kinds[i], {i}});
  return fields;
}

Columns ColumnsOf(const SampleCompany& company) {
  return {company.name,  company.contact,     company.mobile, company.phone,
          company.email, company.region_name, company.address};
}

Result<Json> BenchMatch(const CommonOptions&, const BenchCommandOptions& options) {
  const Content content = EmbeddedContent();
  KEDANG_ASSIGN(const Lexicon lexicon, Lexicon::Parse(content.pinyin, content.regions, content.industries));
  const auto start = SteadyClock::now();
  MatchInput input;
  std::vector<MatchRow> original;
  if (!options.file.empty()) {
    MatchInputOptions reading;
    reading.file = options.file;
    KEDANG_ASSIGN(input, ReadMatchInput(reading, lexicon));
  } else {
    input.index = std::make_unique<MatchIndex>(BenchFields(), &lexicon);
    input.model = MatchModel(BenchFields());
    SampleRandom random(options.seed);
    std::vector<SampleCompany> recent;
    std::vector<MatchRow> recent_rows;
    for (std::uint64_t row = 0; row < options.rows; ++row) {
      SampleCompany company;
      MatchRow of = static_cast<MatchRow>(row);
      if (!recent.empty() && random.Chance(kSharePercent)) {
        const std::size_t at = random.Below(static_cast<std::uint32_t>(recent.size()));
        company = MakeNearDuplicate(recent[at], random);
        of = recent_rows[at];
      } else {
        company = MakeSampleCompany(random);
        if (recent.size() < kFarthest) {
          recent.push_back(company);
          recent_rows.push_back(of);
        } else {
          recent[row % kFarthest] = company;
          recent_rows[row % kFarthest] = of;
        }
      }
      original.push_back(of);
      const Columns columns = ColumnsOf(company);
      const std::vector<std::string_view> cells(columns.begin(), columns.end());
      input.index->Add(cells);
    }
  }
  const double build_seconds = SecondsSince(start);
  MatchRunOptions run;
  run.run_parts = RunPartsOnThreads;
  const auto scan_start = SteadyClock::now();
  const MatchRunResult result = RunMatch(*input.index, input.model, run);
  const double scan_seconds = SecondsSince(scan_start);
  const MatchTable& table = input.index->table();
  Json figures{{"rows", table.live_count()},     {"candidates", result.candidates}, {"pairs", result.pairs.size()},
               {"build_seconds", build_seconds}, {"seconds", scan_seconds},         {"peak_bytes", PeakMemoryBytes()}};
  if (!original.empty()) {
    std::vector<std::uint64_t> members(original.size(), 0);
    for (const MatchRow of : original) ++members[of];
    std::uint64_t truth = 0, right = 0;
    for (const std::uint64_t count : members) truth += count * (count > 0 ? count - 1 : 0) / 2;
    for (const ScoredPair& pair : result.pairs) right += original[pair.a] == original[pair.b] ? 1U : 0U;
    figures["precision"] =
        result.pairs.empty() ? 0 : static_cast<double>(right) / static_cast<double>(result.pairs.size());
    figures["recall"] = truth == 0 ? 0 : static_cast<double>(right) / static_cast<double>(truth);
  }
  // One record against all, as the check while typing does it.
  std::vector<double> times;
  for (std::size_t i = 0; i < kChecks && table.size() > 0; ++i) {
    const auto row = static_cast<MatchRow>(i * 7919 % table.size());
    const auto check_start = SteadyClock::now();
    for (const MatchRow other : input.index->Candidates(row, kCandidates)) input.model.Score(table, row, other);
    times.push_back(SecondsSince(check_start) * 1000);
  }
  std::sort(times.begin(), times.end());
  if (!times.empty()) {
    figures["check_p50_ms"] = times[times.size() / 2];
    figures["check_p99_ms"] = times[times.size() * 99 / 100];
  }
  return figures;
}

}  // namespace

int RunBenchMatch(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchMatch(common, options));
}

}  // namespace kedang
