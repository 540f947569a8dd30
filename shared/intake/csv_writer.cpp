#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

bool IsFormula(std::string_view cell) {
  if (cell.empty() || std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos) return false;
  if (cell.front() != '+' && cell.front() != '-') return true;
  return cell.find_first_not_of("0123456789 +-.()") != std::string_view::npos;
}

bool NeedsQuotes(std::string_view cell, char delimiter) {
  if (cell.empty()) return false;
  const auto is_edge = [](char c) { return c == ' ' || c == '\t'; };
  if (is_edge(cell.front()) || is_edge(cell.back())) return true;
  if (cell.substr(0, 3) == "\xEF\xBB\xBF") return true;
  for (const char c : cell) {
    if (c == delimiter || c == '"' || c == '\n' || c == '\r') return true;
  }
  return false;
}

}  // namespace

void AppendCsvRow(std::span<const std::string_view> cells, const CsvWriteOptions& options, std::string& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view cell = cells[i];
    if (i > 0) out.push_back(options.delimiter);
    const bool is_guarded = options.has_formula_guard && IsFormula(cell);
    if (!is_guarded && !NeedsQuotes(cell, options.delimiter)) {
      out.append(cell);
      continue;
    }
    out.push_back('"');
    if (is_guarded) out.push_back('\'');
    for (const char c : cell) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    out.push_back('"');
  }
  out.append("\r\n");
}

}  // namespace kedang
