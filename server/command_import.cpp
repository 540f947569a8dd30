#include "server/command_import.h"

#include <cstdio>
#include <limits>

#include <nlohmann/json.hpp>

#include "server/batch_undo.h"
#include "server/file.h"
#include "server/import_answer_json.h"
#include "server/import_job.h"
#include "server/machine.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kShownIssues = 20;

void PrintForPeople(const CommonOptions& common, const ImportCommandOptions& options, const ImportAnswer& answer) {
  const ImportCounts& counts = answer.counts;
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  if (answer.earlier) {
    const ImportRun& run = *answer.earlier;
    const std::string by = answer.earlier_author.empty() ? "" : " by " + answer.earlier_author;
    std::printf("the same file was imported in the same way at %s%s (%s, batch %s)%s\n", FormatTimeUtc(run.at_ms).c_str(), by.c_str(),
                run.file.c_str(), FormatId(run.batch).c_str(),
                options.is_forced ? "; imported all the same" : options.is_dry_run ? "" : "; nothing was done. --force imports it all the same");
    if (!options.is_forced && !options.is_dry_run) return;
  }
  std::printf("read %llu, created %llu, updated %llu, duplicates %llu, rejected %llu\n", number(counts.read),
              number(counts.created), number(counts.updated), number(counts.duplicates), number(counts.rejected));
  std::printf("%.1f s, %.0f rows/s, at most %.0f MB of memory\n", answer.seconds,
              answer.seconds > 0 ? static_cast<double>(counts.read) / answer.seconds : 0.0,
              static_cast<double>(PeakMemoryBytes()) / 1e6);
  if (answer.made_profile) std::printf("kept as profile '%s'\n", options.profile.c_str());
  if (options.is_dry_run) std::printf("dry run: nothing was written\n");
  if (!answer.batch.is_nil()) std::printf("batch %s\n", FormatId(answer.batch).c_str());
  if (common.is_quiet) return;
  std::size_t shown = 0;
  for (const TableIssue& issue : answer.issues) {
    if (issue.severity != Severity::kBlock || shown == kShownIssues) continue;
    ++shown;
    std::fprintf(stderr, "row %llu, column %u: %s (%s)\n", number(issue.row), issue.column, issue.message.c_str(),
                 issue.code.c_str());
  }
  if (answer.issue_count > shown) {
    std::fprintf(stderr, "%llu remarks in all; --report FILE.json has them\n", number(answer.issue_count));
  }
}

Result<ImportRequest> MakeRequest(Instance& instance, const ImportCommandOptions& options) {
  ImportRequest request;
  request.file = options.file;
  request.sheet = options.sheet;
  request.source = options.source;
  request.profile = options.profile;
  request.is_forced = options.is_forced;
  request.has_mode = !options.mode.empty();
  request.has_duplicates = !options.duplicates.empty();
  request.map = options.map;
  request.rejected_file = options.rejected;
  request.is_dry_run = options.is_dry_run;
  KEDANG_ASSIGN(request.schema, SchemaFor(instance, options.schema));
  KEDANG_ASSIGN(request.options.mode, ParseImportMode(options.mode.empty() ? "create" : options.mode));
  KEDANG_ASSIGN(request.options.duplicates, ParseDuplicatePolicy(options.duplicates.empty() ? "flag" : options.duplicates));
  if (!options.key.empty()) {
    const Field* field = request.schema->Find(options.key);
    if (field == nullptr) {
      return Error{ErrorCode::kInvalidArgument, "--key: '" + options.schema + "' has no field '" + options.key + "'"};
    }
    request.options.key = field->id;
  }
  KEDANG_ASSIGN(request.author, PrincipalFor(instance, options.as_user));
  return request;
}

Status WriteReport(const std::string& path, const Json& json) {
  FileWriter file(path);
  KEDANG_RETURN_IF_ERROR(file.Open());
  KEDANG_RETURN_IF_ERROR(file.Write(json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"));
  return file.Close();
}

Status Import(const CommonOptions& common, const ImportCommandOptions& options) {
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  KEDANG_ASSIGN(const ImportRequest request, MakeRequest(*instance, options));
  Result<ImportAnswer> answer = Error{};
  {
    Progress progress(common);
    answer = RunImportJob(*instance, request, [&progress](std::uint64_t done, std::uint64_t total) {
      progress.Show("importing", done, total);
    });
  }
  if (!answer.ok()) return answer.error();
  if (!options.report.empty()) KEDANG_RETURN_IF_ERROR(WriteReport(options.report, ImportAnswerJson(*answer, kMaxImportIssues)));
  if (common.is_json) {
    PrintJson(ImportAnswerJson(*answer, kMaxImportIssues));
  } else {
    PrintForPeople(common, options, *answer);
  }
  return {};
}

Status Undo(const CommonOptions& common, const UndoCommandOptions& options) {
  const auto batch = ParseId(options.batch);
  if (!batch || batch->is_nil()) {
    return Error{ErrorCode::kInvalidArgument, "'" + options.batch + "' is no batch: import prints one, 26 letters and digits"};
  }
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  KEDANG_ASSIGN(const Principal principal, PrincipalFor(*instance, options.as_user));
  KEDANG_ASSIGN(const MutationResult result, UndoBatch(*instance, principal, *batch, std::numeric_limits<std::size_t>::max()));
  switch (result.outcome) {
    case Outcome::kGone: return Error{ErrorCode::kNotFound, "no batch " + options.batch + " in this data directory"};
    case Outcome::kVoid: return Error{ErrorCode::kAlreadyExists, "the batch is taken back already; nothing was changed"};
    case Outcome::kDenied:
      return Error{ErrorCode::kPermissionDenied, "only who made a batch and administrators take it back"};
    case Outcome::kInvalid:
      return Error{ErrorCode::kInvalidArgument, result.issues.empty() ? "it cannot be taken back" : result.issues.front().message};
    default: break;
  }
  const Json json = UndoJson(result, instance->schemas());
  if (common.is_json) {
    PrintJson(json);
    return {};
  }
  const auto count = [&json](const char* name) { return static_cast<unsigned long long>(json.value(name, std::uint64_t{0})); };
  std::printf("taken back: %llu records: %llu deleted, %llu changed, %llu restored; %llu kept\n", count("records"),
              count("deleted"), count("changed"), count("restored"), count("kept"));
  if (common.is_quiet) return {};
  std::size_t shown = 0;
  for (const Json& issue : json["issues"]) {
    if (shown++ == kShownIssues) break;
    std::fprintf(stderr, "kept %s %s%s%s: %s since\n", issue.value("schema", "").c_str(), issue.value("record", "").c_str(),
                 issue.contains("field") ? ", field " : "", issue.value("field", "").c_str(), issue.value("reason", "").c_str());
  }
  return {};
}

}  // namespace

int RunImportUndo(const CommonOptions& common, const UndoCommandOptions& options) {
  const Status status = Undo(common, options);
  return status.ok() ? kDone : Fail(status.error());
}

int RunImport(const CommonOptions& common, const ImportCommandOptions& options) {
  const Status status = Import(common, options);
  return status.ok() ? kDone : Fail(status.error());
}

}  // namespace kedang
