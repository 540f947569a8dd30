// Detection by trying: the sample is read with every candidate, and the one that gives the most regular table wins.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "shared/intake/csv.h"
#include "shared/intake/header_row.h"

namespace kedang {
namespace {

constexpr std::array<std::string_view, 6> kDelimiters = {",", "\t", "|", ";", "\x1E", "\x1F"};
constexpr std::size_t kSampleRows = 200;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Table {
  std::vector<std::vector<std::string>> rows;  // without blank ones
  std::uint64_t quoted = 0;
  std::uint64_t strays = 0;
};

struct Regularity {
  double score = 0;       // share of rows with the most frequent width, less the stray quotes
  std::size_t width = 1;  // the most frequent one
  bool is_split = false;  // some row has more than one cell
  bool is_decimal = false;  // every delimiter stands between two digits; for the comma that may be a decimal one
};

Regularity Measure(const Table& table) {
  Regularity result;
  std::map<std::size_t, std::size_t> widths;
  bool is_decimal = true;
  for (const std::vector<std::string>& row : table.rows) {
    ++widths[row.size()];
    if (row.size() < 2) continue;
    result.is_split = true;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      const bool is_between = !row[i].empty() && !row[i + 1].empty() && IsDigit(row[i].back()) && IsDigit(row[i + 1].front());
      is_decimal = is_decimal && is_between;
    }
  }
  std::size_t best = 0;
  for (const auto& entry : widths) {
    if (entry.second >= best) {
      best = entry.second;
      result.width = entry.first;
    }
  }
  const double count = static_cast<double>(std::max<std::size_t>(table.rows.size(), 1));
  result.score = static_cast<double>(best) / count - 0.5 * std::min(1.0, static_cast<double>(table.strays) / count);
  result.is_decimal = result.is_split && is_decimal;
  return result;
}

// In some column every data cell, and in it more than one, stands in single quotes.
bool HasWrappedColumn(const Table& table) {
  if (table.rows.size() < 3) return false;
  for (std::size_t column = 0; column < table.rows[0].size(); ++column) {
    std::size_t wrapped = 0, other = 0;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      if (column >= table.rows[i].size() || table.rows[i][column].empty()) continue;
      const std::string& cell = table.rows[i][column];
      ++(cell.size() > 1 && cell.front() == '\'' && cell.back() == '\'' ? wrapped : other);
    }
    if (wrapped > 1 && other == 0) return true;
  }
  return false;
}

}  // namespace

class CsvDetection {
 public:
  CsvDetection(std::string_view sample, bool is_whole, const CsvOptions& options)
      : sample_(sample), is_whole_(is_whole), options_(options) {
    options_.take_rows = kSampleRows;
    options_.has_header = false;
  }

  Table Read(std::string_view delimiter, char quote) const {
    CsvDialect dialect;
    dialect.delimiter = delimiter;
    dialect.quote = quote;
    CsvReader reader(options_, dialect);
    Table table;
    TableRow row;
    const auto take = [&] {
      while (reader.Next(row)) {
        if (row.cells.size() > 1 || !row.cells[0].empty()) table.rows.emplace_back(row.cells.begin(), row.cells.end());
      }
    };
    reader.Feed(sample_);
    take();
    // The last row of a sample is cut; it counts only when there is no other.
    if (is_whole_ || table.rows.empty()) {
      reader.Finish();
      take();
    }
    table.quoted = reader.quoted_cells();
    table.strays = reader.stray_quotes();
    return table;
  }

  // The most regular delimiter with `quote`; nothing when no candidate splits any row.
  std::optional<std::string> BestDelimiter(char quote, double& score) const {
    std::optional<std::string> best;
    Regularity chosen;
    score = 0;
    for (const std::string_view candidate : kDelimiters) {
      if (sample_.find(candidate) == std::string_view::npos) continue;
      Regularity found = Measure(Read(candidate, quote));
      if (!found.is_split) continue;
      found.is_decimal = found.is_decimal && candidate == ",";
      if (best.has_value() && !IsBetter(found, chosen)) continue;
      best = std::string(candidate);
      chosen = found;
      score = found.score;
    }
    return best;
  }

 private:
  static bool IsBetter(const Regularity& a, const Regularity& b) {
    const bool is_a_wide = a.width > 1, is_b_wide = b.width > 1;
    if (is_a_wide != is_b_wide) return is_a_wide;
    if (a.score > b.score + 1e-9) return true;
    if (b.score > a.score + 1e-9) return false;
    if (a.is_decimal != b.is_decimal) return b.is_decimal;
    return a.width > b.width;
  }

  std::string_view sample_;
  bool is_whole_;
  CsvOptions options_;
};

namespace {

// Counts the ends of lines outside quotes; the first most frequent kind wins.
Newline DetectNewline(std::string_view sample, char quote) {
  std::size_t crlf = 0, lf = 0, cr = 0;
  bool is_quoted = false, is_cell_start = true;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const char c = sample[i];
    if (quote != '\0' && c == quote && (is_quoted || is_cell_start)) is_quoted = !is_quoted;
    is_cell_start = c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '\r' || c == quote;
    if (is_quoted) continue;
    if (c == '\n') ++lf;
    if (c == '\r') ++(i + 1 < sample.size() && sample[i + 1] == '\n' ? crlf : cr);
  }
  lf -= crlf;
  if (crlf > 0 && crlf >= lf && crlf >= cr) return Newline::kCrLf;
  return cr > lf ? Newline::kCr : Newline::kLf;
}

}  // namespace

CsvDialect DetectCsvDialect(std::string_view sample, bool is_whole, const CsvOptions& options) {
  const CsvDetection detection(sample, is_whole, options);
  CsvDialect dialect;
  dialect.quote = options.quote.value_or('"');
  const bool is_given = !options.delimiter.empty();
  double score = 0;
  std::optional<std::string> best;
  if (is_given) best = options.delimiter;
  else best = detection.BestDelimiter(dialect.quote, score);
  if (!options.quote.has_value() && sample.find('\'') != std::string_view::npos) {
    // Single quotes count only when they do what quotes are for: hold delimiters together, or wrap a whole column.
    double single_score = 0;
    const std::optional<std::string> single = is_given ? best : detection.BestDelimiter('\'', single_score);
    const std::string delimiter = single.value_or(",");
    const Table with = detection.Read(delimiter, '\''), without = detection.Read(best.value_or(","), '"');
    const bool is_clean = with.quoted > 0 && with.strays == 0 && without.quoted == 0;
    const bool is_more_regular = Measure(with).score > Measure(without).score + 1e-9;
    if (is_clean && (is_more_regular || HasWrappedColumn(detection.Read(delimiter, '\0')))) {
      dialect.quote = '\'';
      best = single;
    }
  }
  dialect.has_delimiter = best.has_value();
  dialect.delimiter = best.value_or(",");
  dialect.newline = options.newline != Newline::kAny ? options.newline : DetectNewline(sample, dialect.quote);
  dialect.has_header = options.has_header.has_value() ? *options.has_header
                                                      : IsHeader(detection.Read(dialect.delimiter, dialect.quote).rows);
  return dialect;
}

}  // namespace kedang
