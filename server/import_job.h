// ImportJob: a CSV, TSV or XLSX file into the pool, all of it in one transaction or nothing. Reading and judging
// (shared/intake) run on a thread of their own while the writer's thread stores what is ready.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/intake/importer.h"
#include "shared/policy/principal.h"

namespace kedang {

struct ImportRequest {
  std::string file;
  std::uint32_t sheet = 0;    // of a workbook, from 1; 0: the first visible one with rows
  std::string source;         // of the provenance; empty: the file's name
  std::string map;            // 'Header=field,…', on top of what is found by itself
  std::string rejected_file;  // the rows that were not taken (.xlsx or CSV); empty: none
  const Schema* schema = nullptr;
  ImportOptions options;
  bool is_dry_run = false;
  Principal author;
};

struct ImportAnswer {
  ImportCounts counts;
  Id batch;            // nil after a dry run, and when nothing was written
  double seconds = 0;  // from opening the file to the durable commit
  TableIssues issues;  // the first kMaxImportIssues
  std::uint64_t issue_count = 0;
};

// Calls back with bytes read so far and the size of the file, from a thread of its own.
using ImportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

inline constexpr std::size_t kMaxImportIssues = 10'000;

Result<ImportAnswer> RunImportJob(Instance& instance, const ImportRequest& request, const ImportProgress& progress);

}  // namespace kedang
