#include "wasm/views/import_view_words.h"

#include <cmath>
#include <cstdio>

#include "shared/check/rule_set.h"
#include "wasm/ui/strings.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::T;
using ui::TF;

std::string KeyOf(std::string_view code) {
  std::string key = "issue." + std::string(code);
  if (!ui::HasText(key)) key = "intake." + std::string(code);
  return key;
}

void ReplaceAll(std::string& text, const std::string& what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string RowIssueWords(const RowIssue& issue, App& app) {
  if (issue.repeats_row != 0) return TF("import.repeats_row", {{"row", Number(issue.repeats_row)}});
  if (!issue.repeats_record.is_nil()) {
    const auto record = app.workspace().records().FindRecord(issue.repeats_record);
    if (record) return TF("import.repeats_record", {{"title", app.workspace().TitleOf(*record)}});
  }
  const bool is_of_reader = !issue.issue.code.starts_with(kRuleCode) && !ui::HasText("issue." + issue.issue.code);
  if (!is_of_reader) return IssueWords(issue.issue);
  const std::string key = KeyOf(issue.issue.code);
  if (!ui::HasText(key)) return issue.issue.message;
  std::string text(T(key));
  for (const auto& [name, value] : issue.issue.details) ReplaceAll(text, "{" + name + "}", value);
  return text;
}

std::string IssueTitle(std::string_view code, const Schema& schema) {
  for (const Rule& rule : schema.rules) {
    const bool is_it = code.starts_with(kRuleCode) && code.substr(kRuleCode.size()) == rule.key;
    if (is_it) return rule.label.In(ui::CurrentLanguage() == ui::Language::kEnglish);
  }
  // Some say little without their details.
  const std::string kind = "import.kind_" + std::string(code);
  if (ui::HasText(kind)) return std::string(T(kind));
  const std::string key = KeyOf(code);
  std::string text(ui::HasText(key) ? T(key) : code);
  // The first clause says what; the rest what to do.
  for (const std::string_view end : {"，", "：", "。", ", ", ": ", "; "}) {
    const std::size_t at = text.find(end);
    if (at != std::string::npos && at > 0) text.resize(at);
  }
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{')) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    text.replace(open, close - open + 1, "…");
  }
  return text;
}

std::string FileIssueWords(const TableIssue& issue) {
  const std::string what(T(KeyOf(issue.code)));
  if (issue.row == 0) return what;
  const std::string row = Number(issue.row);
  if (issue.column == 0) return TF("import.at_row", {{"row", row}, {"what", what}});
  return TF("import.at_cell", {{"row", row}, {"column", Number(issue.column)}, {"what", what}});
}

std::string FileProblemWords(const ImportJob& job) {
  if (job.is_workbook()) {
    switch (job.problem().error().code) {
      case ErrorCode::kUnsupported: return std::string(T("import.workbook_locked"));
      case ErrorCode::kTooLarge: return std::string(T("import.workbook_large"));
      case ErrorCode::kUnavailable: return std::string(T("import.file_moved"));
      default: return std::string(T("import.workbook_damaged"));
    }
  }
  switch (job.problem().error().code) {
    case ErrorCode::kUnsupported: return std::string(T("intake.not_text"));
    case ErrorCode::kUnavailable: return std::string(T("import.file_moved"));
    case ErrorCode::kNotFound: return std::string(T("intake.empty_file"));
    default: return std::string(T("import.file_unreadable"));
  }
}

std::string ColumnTitle(const ImportJob& job, std::uint32_t column) {
  const auto& headers = job.sample().headers;
  if (column < headers.size() && !headers[column].empty()) return headers[column];
  return TF("import.column_number", {{"column", Number(column + 1u)}});
}

std::string Number(std::uint64_t number) { return ui::GroupedNumber(static_cast<std::int64_t>(number)); }

std::string PaceWords(const ImportProgress& progress) {
  if (progress.seconds_left < 0) return std::string(T("import.pace_unknown"));
  const auto speed = static_cast<std::uint64_t>(std::round(progress.rows_per_s / 100.0) * 100.0);
  const auto seconds = static_cast<std::uint64_t>(std::ceil(progress.seconds_left));
  return TF("import.pace", {{"speed", Number(speed)}, {"seconds", Number(seconds)}});
}

ui::Icon IconOf(Severity severity) {
  switch (severity) {
    case Severity::kBlock: return ui::Icon::kCircleAlert;
    case Severity::kWarn: return ui::Icon::kTriangleAlert;
    case Severity::kInfo: break;
  }
  return ui::Icon::kInfo;
}

ui::Meaning MeaningOf(Severity severity) {
  switch (severity) {
    case Severity::kBlock: return ui::Meaning::kBad;
    case Severity::kWarn: return ui::Meaning::kWarn;
    case Severity::kInfo: break;
  }
  return ui::Meaning::kInfo;
}

}  // namespace kedang
