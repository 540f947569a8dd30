#include <algorithm>
#include <chrono>
#include <map>

#include <nlohmann/json.hpp>

#include "server/command_bench.h"
#include "server/content.h"
#include "server/file.h"
#include "server/machine.h"
#include "server/sample_company.h"
#include "server/search_corpus.h"
#include "shared/base/utf8.h"
#include "shared/search/search_run.h"
#include "shared/text/fold.h"
#include "shared/text/lexicon.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr SchemaId kSchema = 1;
constexpr int kMadeUpQueries = 200;
constexpr int kRepeats = 3;
constexpr std::size_t kPage = 50;
// Queries of each kind that are held against a plain scan: a scan of a million rows takes seconds.
constexpr std::size_t kCheckedOfKind = 2;

double Since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<std::vector<CorpusRow>> ReadRows(const BenchCommandOptions& options) {
  std::vector<CorpusRow> rows;
  if (options.file.empty()) {
    SampleRandom random(options.seed);
    for (std::uint64_t i = 0; i < options.rows; ++i) {
      const SampleCompany company = MakeSampleCompany(random);
      rows.push_back({company.name, company.contact, company.mobile, company.phone, company.email, company.region_name,
                      company.address, "", company.uscc, "", "", ""});
    }
    return rows;
  }
  SearchCorpusReader reader;
  const auto take = [&] {
    for (CorpusRow row; rows.size() < options.rows && reader.Next(row); row = CorpusRow()) rows.push_back(row);
  };
  KEDANG_RETURN_IF_ERROR(ReadFileInPieces(options.file, [&](ByteSpan piece) {
    if (rows.size() < options.rows) reader.Feed(AsText(piece));
    take();
    return Status();
  }));
  reader.Finish();
  take();
  return rows;
}

// As people type: the start of a name, a piece of one, initials, whole pinyin, digits, and what nothing holds.
std::vector<CorpusQuery> MakeQueries(const std::vector<CorpusRow>& rows, const PinyinTable& pinyin, std::uint64_t seed) {
  std::vector<CorpusQuery> queries;
  SampleRandom random(seed + 1);
  for (int i = 0; i < kMadeUpQueries && !rows.empty(); ++i) {
    const CorpusRow& row = rows[random.Below(static_cast<std::uint32_t>(rows.size()))];
    const std::u32string name = ToCodePoints(row[0]);
    const std::string middle = ToUtf8(std::u32string_view(name).substr(name.size() / 3, 2));
    switch (i % 6) {
      case 0: queries.push_back({"start", ToUtf8(std::u32string_view(name).substr(0, 1 + random.Below(4)))}); break;
      case 1: queries.push_back({"hanzi2", middle}); break;
      case 2: queries.push_back({"initials", pinyin.Initials(ToUtf8(std::u32string_view(name).substr(0, 4)))}); break;
      case 3: queries.push_back({"pinyin", pinyin.BestReading(middle)}); break;
      case 4: queries.push_back({"digits7", row[2].substr(0, 7)}); break;
      default: queries.push_back({"no hit", middle + "龘"}); break;
    }
  }
  return queries;
}

struct Check {
  SearchWords words;
  std::vector<Row> rows;
};

bool IsHit(const Matcher& matcher, const SearchWords& words, const std::vector<std::u32string>& fields) {
  return std::all_of(words.terms.begin(), words.terms.end(), [&](const SearchTerm& term) {
    return std::any_of(fields.begin(), fields.end(), [&](const std::u32string& field) {
      std::size_t end = 0;
      return matcher.Find(term, field, 0, end) != Matcher::kNoMatch;
    });
  });
}

// How far the engine and a plain scan agree.
void Compare(const SearchIndex& index, const std::vector<CorpusRow>& rows, std::vector<Check>& checks, Json& figures) {
  std::vector<std::u32string> fields(kCorpusFields);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = ToCodePoints(Fold(rows[row][i]));
    for (Check& check : checks) {
      if (IsHit(index.matcher(), check.words, fields)) check.rows.push_back(static_cast<Row>(row));
    }
  }
  std::size_t expected = 0, both = 0, extra = 0;
  for (const Check& check : checks) {
    SearchRun run;
    run.Start(index, check.words, kSchema);
    run.Finish(index);
    std::size_t hit = 0;
    for (const Row row : check.rows) hit += !run.is_approximate() && run.found().Has(row) ? 1 : 0;
    expected += check.rows.size();
    both += hit;
    if (!run.is_approximate()) extra += run.found().Count() - hit;
  }
  figures["checked_queries"] = checks.size();
  figures["recall"] = expected == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(expected);
  figures["extra_rows"] = extra;
}

double At(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

Result<Json> BenchSearch(const BenchCommandOptions& options) {
  const Content content = EmbeddedContent();
  KEDANG_ASSIGN(const Lexicon lexicon, Lexicon::Parse(content.pinyin, content.regions, content.industries));
  KEDANG_ASSIGN(const std::vector<CorpusRow> rows, ReadRows(options));
  const auto index = std::make_unique<SearchIndex>(lexicon.pinyin());
  std::size_t text_bytes = 0;
  const auto build_start = std::chrono::steady_clock::now();
  const auto maintain = [&] {
    while (!index->Maintain(kSegmentRows)) {
    }
  };
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto fields = FieldTextsOf(rows[row]);
    index->Set(static_cast<Row>(row), kSchema, fields);
    for (const FieldText& field : fields) text_bytes += field.text.size();
    if ((row + 1) % kSegmentRows == 0) maintain();
  }
  maintain();
  const double build_seconds = Since(build_start);

  std::vector<CorpusQuery> queries;
  if (options.file.empty()) {
    queries = MakeQueries(rows, lexicon.pinyin(), options.seed);
  } else {
    KEDANG_ASSIGN(const Bytes bytes, ReadWholeFile(options.queries));
    queries = ReadCorpusQueries(AsText(bytes));
  }
  std::map<std::string, std::vector<double>> by_kind;
  std::map<std::string, std::size_t> checked;
  std::vector<Check> checks;
  std::vector<double> times, close_times;
  for (const CorpusQuery& query : queries) {
    double best = 0, best_close = 0;
    bool is_close = false;
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
      SearchRun run;
      const auto start = std::chrono::steady_clock::now();
      run.Start(*index, ParseWords(query.text), kSchema);
      while (!run.has_exact_answer()) run.Step(*index, 1);
      double spent = Since(start) * 1000;
      if (run.is_done()) {
        const HitList hits = run.Hits();
        Row last = 0;
        for (std::size_t i = 0; i < std::min(hits.size(), kPage); ++i) last ^= hits.At(i);
        spent = last == kNoRow ? 0 : Since(start) * 1000;
      } else {
        is_close = true;
        run.Finish(*index);
        const double whole = Since(start) * 1000;
        best_close = repeat == 0 ? whole : std::min(best_close, whole);
      }
      best = repeat == 0 ? spent : std::min(best, spent);
    }
    times.push_back(best);
    by_kind[query.kind].push_back(best);
    if (is_close) close_times.push_back(best_close);
    if (checked[query.kind]++ < kCheckedOfKind) checks.push_back({ParseWords(query.text), {}});
  }
  std::sort(times.begin(), times.end());
  std::sort(close_times.begin(), close_times.end());
  Json kinds = Json::object();
  for (auto& [kind, of_kind] : by_kind) {
    std::sort(of_kind.begin(), of_kind.end());
    kinds[kind] = {{"p50_ms", At(of_kind, 0.5)}, {"max_ms", of_kind.back()}};
  }
  const double count = static_cast<double>(std::max<std::size_t>(rows.size(), 1));
  Json figures{{"rows", rows.size()},
               {"build_rows_per_s", static_cast<std::uint64_t>(count / build_seconds)},
               {"text_bytes_per_row", static_cast<double>(text_bytes) / count},
               // Everything the index keeps, the text included, and what of it is beyond the text that was given.
               {"memory_bytes_per_row", static_cast<double>(index->memory_bytes()) / count},
               {"index_bytes_per_row", (static_cast<double>(index->memory_bytes()) - static_cast<double>(text_bytes)) / count},
               {"queries", times.size()},
               {"p50_ms", At(times, 0.5)},
               {"p99_ms", At(times, 0.99)},
               {"max_ms", At(times, 1)},
               {"close_spellings_p50_ms", At(close_times, 0.5)},
               {"close_spellings_max_ms", At(close_times, 1)},
               {"by_kind", kinds}};
  Compare(*index, rows, checks, figures);
  figures["peak_bytes"] = PeakMemoryBytes();
  return figures;
}

}  // namespace

int RunBenchSearch(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchSearch(options));
}

}  // namespace kedang
