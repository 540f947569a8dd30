#include "server/import_answer_json.h"

#include <nlohmann/json.hpp>

#include "server/machine.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

const char* SeverityWord(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarn: return "warn";
    case Severity::kBlock: return "block";
  }
  return "";
}

// The import that this would repeat.
Json EarlierJson(const ImportAnswer& answer) {
  if (!answer.earlier) return Json();
  const ImportRun& run = *answer.earlier;
  return {{"batch", FormatId(run.batch)}, {"file", run.file}, {"at", FormatTimeUtc(run.at_ms)}, {"author", answer.earlier_author}};
}

}  // namespace

Json ImportAnswerJson(const ImportAnswer& answer, std::size_t max_issues) {
  const ImportCounts& counts = answer.counts;
  Json issues = Json::array();
  for (const TableIssue& issue : answer.issues) {
    if (issues.size() == max_issues) break;
    issues.push_back({{"row", issue.row},
                      {"column", issue.column},
                      {"severity", SeverityWord(issue.severity)},
                      {"code", issue.code},
                      {"message", issue.message}});
  }
  const auto rows_per_s = answer.seconds > 0 ? static_cast<double>(counts.read) / answer.seconds : 0;
  return {{"read", counts.read},
          {"created", counts.created},
          {"updated", counts.updated},
          {"duplicates", counts.duplicates},
          {"rejected", counts.rejected},
          {"flagged", counts.flagged},
          {"batch", answer.batch.is_nil() ? Json() : Json(FormatId(answer.batch))},
          {"seconds", answer.seconds},
          {"rows_per_s", static_cast<std::uint64_t>(rows_per_s)},
          {"peak_bytes", PeakMemoryBytes()},
          {"earlier", EarlierJson(answer)},
          {"issue_count", answer.issue_count},
          {"issues", std::move(issues)}};
}

}  // namespace kedang
