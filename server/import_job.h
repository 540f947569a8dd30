// ImportJob: a CSV, TSV or XLSX file into the pool, all of it in one transaction or nothing. Reading and judging
// (shared/intake) run on a thread of their own while the writer's thread stores what is ready.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/intake/import_profile.h"
#include "shared/intake/import_run.h"
#include "shared/intake/importer.h"
#include "shared/policy/principal.h"

namespace kedang {

struct ImportRequest {
  std::string file;
  std::uint32_t sheet = 0;    // of a workbook, from 1; 0: the first visible one with rows
  std::string source;         // name of the source, made when there is none of that name; empty: none
  std::string profile;        // name of the profile to import by; when there is none of that name this import becomes it
  std::string map;            // 'Header=field,…', on top of what is found by itself or by the profile
  std::string rejected_file;  // the rows that were not taken (.xlsx or CSV); empty: none
  const Schema* schema = nullptr;
  ImportOptions options;
  // Said, and not merely the default: a profile says no other.
  bool has_mode = false, has_duplicates = false;
  bool is_dry_run = false;
  bool is_forced = false;     // also a file that was imported in the same way before
  Principal author;
};

struct ImportAnswer {
  ImportCounts counts;
  Id batch;            // nil after a dry run, and when nothing was written
  double seconds = 0;  // from opening the file to the durable commit
  TableIssues issues;  // the first kMaxImportIssues
  // The same file was imported in the same way before: nothing was done, and all its rows are duplicates. Of a dry run: would be.
  std::optional<ImportRun> earlier;
  std::string earlier_author;   // as others see him; empty: whoever ran a command on the server
  bool made_profile = false;    // ImportRequest::profile is new
  std::uint64_t issue_count = 0;
};

// Calls back with bytes read so far and the size of the file, from a thread of its own.
using ImportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// What the request says once its source and profile were looked up.
struct ImportTerms {
  ImportRequest request;
  std::optional<ImportPlan> plan;  // of the profile
  Id profile;
  std::string file_name;           // as it is kept: UTF-8, without folders
  std::string hash;                // of the file
  bool overwrites = false;         // the profile says so of records that are there, whatever they are trusted
};

inline constexpr std::size_t kMaxImportIssues = 10'000;

Result<ImportAnswer> RunImportJob(Instance& instance, const ImportRequest& request, const ImportProgress& progress);

}  // namespace kedang
