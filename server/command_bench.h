// kedang bench: the figures of README's performance table. Works in a directory of its own that it removes afterwards,
// with made-up companies that the seed determines; `import` and `sync` take a real file instead when one is given.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/command.h"

namespace kedang {

struct BenchCommandOptions {
  std::uint64_t rows = 100'000;
  std::uint64_t seed = 1;
  std::string file;
  std::string queries = "tests/bench/search_queries.tsv";  // of search
};

// Whole records judged a second, with the shipped rules; needs no data directory.
int RunBenchCheck(const CommonOptions& common, const BenchCommandOptions& options);
// Evaluations a second over made-up records; needs no data directory. `rows` is at most 1,000.
int RunBenchExpressions(const CommonOptions& common, const BenchCommandOptions& options);
int RunBenchImport(const CommonOptions& common, const BenchCommandOptions& options);
// All duplicates among made-up companies, one in seven entered twice, and checks of one record as while typing; needs no data
// directory. With a file only that file is scanned.
int RunBenchMatch(const CommonOptions& common, const BenchCommandOptions& options);
// The engine alone over the rows of a CSV file (server/search_corpus.h), made up when there is none; needs no data directory.
int RunBenchSearch(const CommonOptions& common, const BenchCommandOptions& options);
// The program serving in a process of its own: 1,000 event streams, 200 people who push, 1,000 clients that drip.
int RunBenchServe(const CommonOptions& common, const BenchCommandOptions& options);
// What a first load puts on the wire and costs who takes it; what pushes cost the store.
int RunBenchSync(const CommonOptions& common, const BenchCommandOptions& options);

// Prints the figures as JSON or as a table, or the error; gives the exit status.
int AnswerFigures(const CommonOptions& common, const Result<nlohmann::ordered_json>& figures);

}  // namespace kedang
