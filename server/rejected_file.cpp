#include "server/rejected_file.h"

#include <vector>

#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

constexpr std::string_view kReasonTitle = "kedang";

std::string ReasonsOf(const PreparedRow& prepared) {
  std::string reasons;
  for (const TableIssue& issue : prepared.issues) {
    if (prepared.decision == ImportDecision::kReject && issue.severity != Severity::kBlock) continue;
    reasons += (reasons.empty() ? "" : "; ") + issue.message + " (" + issue.code + ")";
  }
  return reasons;
}

}  // namespace

Result<std::unique_ptr<RejectedFile>> RejectedFile::Create(const std::string& path) {
  std::unique_ptr<RejectedFile> created(new RejectedFile(path));
  KEDANG_RETURN_IF_ERROR(created->file_.Open());
  if (path.ends_with(".xlsx")) created->workbook_.emplace("rejected");
  return created;
}

Status RejectedFile::WriteHeader(std::span<const std::string_view> titles) {
  std::vector<std::string_view> header(titles.begin(), titles.end());
  header.push_back(kReasonTitle);
  if (workbook_) return workbook_->WriteHeader(header);
  std::string text = "\xEF\xBB\xBF";  // without the mark Excel takes UTF-8 for the system's old encoding
  AppendCsvRow(header, CsvWriteOptions(), text);
  return file_.Write(text);
}

Status RejectedFile::WriteRow(std::span<const std::string_view> cells, const PreparedRow& prepared) {
  const std::string reasons = ReasonsOf(prepared);
  if (workbook_) {
    // All as texts: what was "007" or a card number comes back as it was.
    std::vector<XlsxWriterCell> row;
    for (const std::string_view cell : cells) row.push_back({cell, XlsxCellKind::kText});
    row.push_back({reasons, XlsxCellKind::kText});
    return workbook_->WriteRow(row);
  }
  std::vector<std::string_view> row(cells.begin(), cells.end());
  row.push_back(reasons);
  std::string text;
  AppendCsvRow(row, CsvWriteOptions{',', true}, text);
  return file_.Write(text);
}

Status RejectedFile::Close() {
  if (workbook_) {
    KEDANG_ASSIGN(const Bytes bytes, workbook_->Finish());
    KEDANG_RETURN_IF_ERROR(file_.Write(AsText(bytes)));
  }
  return file_.Close();
}

}  // namespace kedang
