// Rows to CSV text that every reader takes back as it was: RFC 4180, rows end with CR LF.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kedang {

struct CsvWriteOptions {
  char delimiter = ',';
  // Cells that a spreadsheet would run as a formula (first character = + - @ tab CR) get a leading apostrophe and quotes,
  // unless they are plain numbers or phone numbers: digits, blanks, + - . ( ) only.
  bool has_formula_guard = false;
};

// Appends one row. A cell is quoted when it holds the delimiter, a quote, a line break, or a blank or byte order mark at
// its edge; a row that is a single empty cell becomes an empty line.
void AppendCsvRow(std::span<const std::string_view> cells, const CsvWriteOptions& options, std::string& out);

}  // namespace kedang
