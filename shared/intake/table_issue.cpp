#include "shared/intake/table_issue.h"

#include "shared/base/json_text.h"

namespace kedang {
namespace {

std::string_view SeverityText(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarn: return "warn";
    case Severity::kBlock: return "block";
  }
  return "";
}

}  // namespace

void AppendTableIssueJson(const TableIssue& issue, std::string_view sheet, std::string& out) {
  out += '{';
  if (!sheet.empty()) {
    out += "\"sheet\":";
    AppendJsonText(sheet, out);
    out += ',';
  }
  out += "\"row\":" + std::to_string(issue.row) + ",\"column\":" + std::to_string(issue.column) + ",\"severity\":";
  AppendJsonText(SeverityText(issue.severity), out);
  out += ",\"code\":";
  AppendJsonText(issue.code, out);
  out += ",\"message\":";
  AppendJsonText(issue.message, out);
  out += '}';
}

}  // namespace kedang
