#include "shared/intake/csv_document.h"

#include <utility>

#include "shared/base/json_text.h"

namespace kedang {
namespace {

constexpr std::size_t kChunkBytes = 1 << 18;

}  // namespace

Status CsvStream::Feed(ByteSpan chunk, bool is_last) {
  text_.clear();
  marks_.clear();
  KEDANG_RETURN_IF_ERROR(decoder_.Decode(chunk, is_last, text_, marks_));
  reader_.Feed(text_, marks_);
  if (is_last) reader_.Finish();
  return Status();
}

TableIssues CsvStream::Issues() const {
  TableIssues issues;
  const auto add = [&](Severity severity, std::string_view code, std::string_view message) {
    issues.push_back(TableIssue{0, 0, severity, std::string(code), std::string(message)});
  };
  if (!guess_.is_certain) {
    add(Severity::kWarn, "encoding_guess", "the encoding is none this program knows for sure; read as GB18030");
  }
  if (reader_.row_count() == 0 && !reader_.failure().has_value()) {
    add(Severity::kInfo, "empty_file", "the file has no rows");
  } else if (!reader_.dialect().has_delimiter) {
    add(Severity::kInfo, "one_column", "no delimiter was found: the file has one column");
  }
  issues.insert(issues.end(), reader_.issues().begin(), reader_.issues().end());
  if (reader_.issue_count() > reader_.issues().size()) {
    add(Severity::kInfo, "more_issues",
        std::to_string(reader_.issue_count() - reader_.issues().size()) + " more issues are not listed");
  }
  if (reader_.failure().has_value()) issues.push_back(*reader_.failure());
  return issues;
}

Result<CsvDocument> ReadCsvDocument(ByteSpan bytes, TextDecoder* gb18030, const CsvOptions& options) {
  EncodingDetector detector;
  detector.Feed(bytes);
  CsvDocument document;
  KEDANG_ASSIGN(document.encoding, detector.Finish());
  CsvStream stream(document.encoding, gb18030, options);
  TableRow row;
  for (bool is_last = false; !is_last;) {
    const ByteSpan chunk = bytes.first(std::min(bytes.size(), kChunkBytes));
    bytes = bytes.subspan(chunk.size());
    is_last = bytes.empty();
    KEDANG_RETURN_IF_ERROR(stream.Feed(chunk, is_last));
    while (stream.Next(row)) document.rows.emplace_back(row.cells.begin(), row.cells.end());
    if (stream.reader().failure().has_value()) break;
  }
  document.dialect = stream.reader().dialect();
  document.issues = stream.Issues();
  document.is_complete = !stream.reader().failure().has_value();
  return document;
}

std::string_view NewlineText(Newline newline) {
  switch (newline) {
    case Newline::kCrLf: return "\r\n";
    case Newline::kCr: return "\r";
    case Newline::kAny:
    case Newline::kLf: return "\n";
  }
  return "";
}

std::string FormatCsvDocument(const CsvDocument& document) {
  std::string out = "{\"encoding\":";
  AppendJsonText(EncodingName(document.encoding.encoding), out);
  out += document.encoding.has_bom ? ",\"bom\":true" : ",\"bom\":false";
  out += ",\"delimiter\":";
  AppendJsonText(document.dialect.delimiter, out);
  out += ",\"quote\":";
  AppendJsonText(document.dialect.quote == '\0' ? std::string() : std::string(1, document.dialect.quote), out);
  out += ",\"newline\":";
  AppendJsonText(NewlineText(document.dialect.newline), out);
  out += document.dialect.has_header ? ",\"header\":true" : ",\"header\":false";
  out += ",\"rows\":[";
  for (std::size_t i = 0; i < document.rows.size(); ++i) {
    out += i == 0 ? "[" : ",\n[";
    for (std::size_t j = 0; j < document.rows[i].size(); ++j) {
      if (j > 0) out += ',';
      AppendJsonText(document.rows[i][j], out);
    }
    out += ']';
  }
  out += "],\"issues\":[";
  for (std::size_t i = 0; i < document.issues.size(); ++i) {
    if (i > 0) out += ",\n";
    AppendTableIssueJson(document.issues[i], {}, out);
  }
  out += "]}\n";
  return out;
}

}  // namespace kedang
