#include "server/command_xlsx.h"

#include <cstdio>

#include "server/file.h"
#include "shared/base/json_text.h"
#include "shared/intake/csv_writer.h"
#include "shared/intake/xlsx_sheet.h"

namespace kedang {
namespace {

constexpr std::size_t kFlushBytes = 1 << 16;

void Flush(std::string& out) {
  std::fwrite(out.data(), 1, out.size(), stdout);
  out.clear();
}

void AppendRowJson(std::span<const XlsxCell> cells, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    if (cells[i].is_empty) {
      out += "null";
    } else {
      AppendJsonText(cells[i].text, out);
    }
  }
  out += ']';
}

class XlsxPrinter {
 public:
  XlsxPrinter(const XlsxWorkbook& workbook, const std::string& file, bool is_json)
      : workbook_(workbook), file_(file), is_json_(is_json) {}

  Status Print(std::uint32_t only) {
    Add({}, workbook_.issues());
    if (is_json_) out_ += workbook_.is_1904() ? "{\"date1904\":true,\"sheets\":[" : "{\"date1904\":false,\"sheets\":[";
    bool is_first = true;
    for (std::size_t i = 0; i < workbook_.sheets().size(); ++i) {
      if (only != 0 && only != i + 1) continue;
      if (is_json_ && !is_first) out_ += ",\n";
      is_first = false;
      KEDANG_RETURN_IF_ERROR(PrintSheet(workbook_.sheets()[i]));
    }
    if (is_json_) out_ += "],\"issues\":[" + issues_ + "]}\n";
    Flush(out_);
    return {};
  }
  bool is_complete() const { return is_complete_; }

 private:
  Status PrintSheet(const XlsxSheet& sheet) {
    if (is_json_) {
      out_ += "{\"name\":";
      AppendJsonText(sheet.name, out_);
      out_ += ",\"state\":\"" + std::string(SheetStateName(sheet.state)) + "\",\"rows\":[";
    } else {
      std::fprintf(stderr, "sheet \"%s\", %s\n", sheet.name.c_str(), std::string(SheetStateName(sheet.state)).c_str());
    }
    KEDANG_ASSIGN(XlsxSheetReader reader, XlsxSheetReader::Open(workbook_, sheet));
    XlsxRow row;
    std::uint64_t printed = 0;
    std::vector<std::string_view> cells;
    while (reader.Next(row)) {
      for (; printed + 1 < row.number; ++printed) out_ += is_json_ ? (printed == 0 ? "[]" : ",\n[]") : "\r\n";
      if (is_json_) {
        if (printed > 0) out_ += ",\n";
        AppendRowJson(row.cells, out_);
      } else {
        cells.clear();
        for (const XlsxCell& cell : row.cells) cells.push_back(cell.text);
        AppendCsvRow(cells, CsvWriteOptions(), out_);
      }
      ++printed;
      if (out_.size() > kFlushBytes) Flush(out_);
    }
    if (is_json_) out_ += "]}";
    Flush(out_);
    Add(sheet.name, reader.issues());
    if (reader.failure()) {
      is_complete_ = false;
      Add(sheet.name, {TableIssue{0, 0, Severity::kBlock, "sheet_incomplete", reader.failure()->message}});
    }
    return {};
  }

  void Add(std::string_view sheet, const TableIssues& issues) {
    for (const TableIssue& issue : issues) {
      if (!is_json_) {
        std::fprintf(stderr, "%s: sheet \"%s\", row %llu, column %u: %s (%s)\n", file_.c_str(), std::string(sheet).c_str(),
                     static_cast<unsigned long long>(issue.row), issue.column, issue.message.c_str(), issue.code.c_str());
        continue;
      }
      if (!issues_.empty()) issues_ += ",\n";
      AppendTableIssueJson(issue, sheet, issues_);
    }
  }

  const XlsxWorkbook& workbook_;
  const std::string& file_;
  bool is_json_;
  bool is_complete_ = true;
  std::string out_;
  std::string issues_;
};

}  // namespace

int RunXlsx(const CommonOptions& common, const XlsxCommandOptions& options) {
  const auto bytes = ReadWholeFile(options.file);
  if (!bytes.ok()) return Fail(bytes.error());
  const auto workbook = XlsxWorkbook::Open(*bytes);
  if (!workbook.ok()) return Fail(Error{ErrorCode::kCorrupt, options.file + ": " + workbook.error().message});
  if (options.sheet > workbook->sheets().size()) {
    return Fail(Error{ErrorCode::kInvalidArgument, options.file + " has " + std::to_string(workbook->sheets().size()) + " sheets, none with number " + std::to_string(options.sheet)});
  }
  XlsxPrinter printer(*workbook, options.file, common.is_json);
  if (const Status printed = printer.Print(options.sheet); !printed.ok()) {
    return Fail(Error{printed.error().code, options.file + ": " + printed.error().message});
  }
  return printer.is_complete() ? kDone : kFailed;
}

}  // namespace kedang
