// kedang bench: the figures of README's performance table. Works in a directory of its own that it removes afterwards,
// with made-up companies that the seed determines; `import` and `sync` take a real file instead when one is given.
#pragma once

#include "server/command.h"

namespace kedang {

struct BenchCommandOptions {
  std::uint64_t rows = 100'000;
  std::uint64_t seed = 1;
  std::string file;
};

int RunBenchImport(const CommonOptions& common, const BenchCommandOptions& options);
int RunBenchSearch(const CommonOptions& common, const BenchCommandOptions& options);
// What a first load puts on the wire.
int RunBenchSync(const CommonOptions& common, const BenchCommandOptions& options);

}  // namespace kedang
