#include "server/command_csv.h"

#include <cstdio>

#include "server/encoding_iconv.h"
#include "server/file.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

std::string Visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\r': out += "\\r"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
  return out;
}

// The table for people: what was found out on stderr, the rows as plain CSV on stdout.
void PrintTable(const CsvDocument& document) {
  const CsvDialect& dialect = document.dialect;
  std::fprintf(stderr, "%s%s, delimiter %s, quote %s, rows end with %s, %s\n",
               std::string(EncodingName(document.encoding.encoding)).c_str(),
               document.encoding.has_bom ? " with mark" : "", Visible(dialect.delimiter).c_str(),
               dialect.quote == '\0' ? "none" : std::string(1, dialect.quote).c_str(),
               Visible(NewlineText(dialect.newline)).c_str(), dialect.has_header ? "with header" : "without header");
  std::string text;
  std::vector<std::string_view> cells;
  for (const auto& row : document.rows) {
    cells.assign(row.begin(), row.end());
    AppendCsvRow(cells, CsvWriteOptions(), text);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  for (const TableIssue& issue : document.issues) {
    std::fprintf(stderr, "row %llu, column %u: %s (%s)\n", static_cast<unsigned long long>(issue.row), issue.column,
                 issue.message.c_str(), issue.code.c_str());
  }
}

}  // namespace

int RunCsv(const CommonOptions& common, const CsvCommandOptions& options) {
  const auto bytes = ReadWholeFile(options.file);
  if (!bytes.ok()) return Fail(bytes.error());
  // Without the system's table only files in GB18030 cannot be read; they then say so themselves.
  auto decoder = MakeIconvDecoder();
  TextDecoder* gb18030 = decoder.ok() ? decoder->get() : nullptr;
  const auto document = ReadCsvDocument(*bytes, gb18030, CsvOptions());
  if (!document.ok()) return Fail(Error{ErrorCode::kCorrupt, options.file + ": " + document.error().message});
  if (common.is_json) {
    const std::string json = FormatCsvDocument(*document);
    std::fwrite(json.data(), 1, json.size(), stdout);
    std::fputc('\n', stdout);
  } else {
    PrintTable(*document);
  }
  return document->is_complete ? kDone : kFailed;
}

}  // namespace kedang
