// CSV as it really comes: RFC 4180 and everything people and programs write instead. A reader is fed UTF-8 text in chunks
// of any size and gives rows as views into its own buffer; it never holds more than a row and a chunk. The rows do not
// depend on how the text was cut into chunks. Text stays text: nothing becomes a number or a date here.
//
//   CsvReader reader(options);
//   reader.Feed(text);  TableRow row;  while (reader.Next(row)) …;  … reader.Finish();  while (reader.Next(row)) …
//
// Grammar: a row ends at CR LF, LF or CR outside quotes (the last row's end may be missing; a final one adds no row). A
// cell that begins with the quote ends at the next quote that a delimiter, a row's end, the end of the text or blanks
// before one of these follow; a doubled quote in it means one. A quote that is followed by anything else is text, with
// the issue "stray_quote"; a quote within an unquoted cell is plain text. A quoted cell that is never closed holds the
// rest, with the issue "unclosed_quote" where it began.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/byte_scan.h"
#include "shared/intake/encoding.h"
#include "shared/intake/table_issue.h"
#include "shared/intake/table_stream.h"

namespace kedang {

enum class Newline : std::uint8_t { kAny, kCrLf, kLf, kCr };

// How the text is written; what the options leave open is detected from the first 64 KiB.
struct CsvDialect {
  std::string delimiter = ",";
  char quote = '"';                // '\0': none
  Newline newline = Newline::kLf;  // the most frequent one; kAny only in options
  bool has_header = false;
  bool has_delimiter = true;  // false: one column, the delimiter is only a default
};

enum class EmptyRows : std::uint8_t {
  kKeep,
  kSkip,       // rows without a single character
  kSkipBlank,  // also rows of nothing but blanks, delimiters and quotes
};

struct CsvLimits {
  std::size_t cell_bytes = 1 << 20;
  std::size_t row_bytes = 16 << 20;
  std::size_t columns = 16384;  // what a spreadsheet can hold
  std::uint64_t rows = 20'000'000;
};

struct CsvOptions {
  std::string delimiter;         // empty or unusable (quote, CR, LF): detected
  std::optional<char> quote;     // nothing: detected; '\0': none
  char escape = '\0';            // other than the quote itself: stands before a quote that is text
  Newline newline = Newline::kAny;  // kAny: every kind ends a row; else only this kind
  std::string comment;           // rows that begin with it are left out; empty: none
  EmptyRows empty_rows = EmptyRows::kKeep;
  std::optional<bool> has_header;
  std::uint64_t skip_rows = 0;   // left out at the beginning
  std::uint64_t take_rows = 0;   // stop after so many; 0 = all
  CsvLimits limits;
};

// The dialect of a sample that starts at the beginning of a text; `is_whole`: the sample is all of it.
CsvDialect DetectCsvDialect(std::string_view sample, bool is_whole, const CsvOptions& options);

class CsvReader {
 public:
  explicit CsvReader(CsvOptions options);

  // `marks` are the places of this text where the decoder replaced something: they become issues of their cells.
  void Feed(std::string_view text, std::span<const TextMark> marks = {});
  void Finish();
  // False: feed more, or (after Finish) there is no more, or a limit was exceeded.
  bool Next(TableRow& row);

  // Valid after the first row or Finish.
  const CsvDialect& dialect() const { return dialect_; }
  // At most kMaxIssues of them; issue_count says how many there were.
  const TableIssues& issues() const { return issues_; }
  std::uint64_t issue_count() const { return issue_count_; }
  // Set when a limit was exceeded: reading has stopped there, naming row and column; rows given before stand.
  const std::optional<TableIssue>& failure() const { return failure_; }
  // Rows given so far.
  std::uint64_t row_count() const { return given_; }
  std::uint64_t quoted_cells() const { return quoted_cells_; }
  std::uint64_t stray_quotes() const { return stray_quotes_; }

  static constexpr std::size_t kMaxIssues = 1000;
  static constexpr std::size_t kSampleBytes = 64 * 1024;

 private:
  friend class CsvDetection;
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  enum class State : std::uint8_t { kRowStart, kCellStart, kUnquoted, kQuoted, kComment };

  CsvReader(CsvOptions options, const CsvDialect& dialect);  // without detection
  void Prepare();
  bool Detect();
  bool ScanRow();
  bool ScanUnquoted();
  bool ScanQuoted();
  bool ScanComment();
  bool StartRow();
  // 1 there is one at `at` (its length in `length`), 0 none, -1 more text is needed to tell.
  int DelimiterAt(std::size_t at) const;
  int NewlineAt(std::size_t at, std::size_t& length) const;
  bool EndCell(std::size_t begin, std::size_t end);
  void EndRow(std::size_t newline_length);
  void LeaveRow();
  std::size_t Unescape(std::size_t begin, std::size_t end);
  bool IsLeftOut() const;
  bool CheckPartial();
  void ReportMarks();
  void ReportWidth();
  void AddIssue(std::uint32_t column, Severity severity, std::string_view code, std::string message);
  void Fail(std::uint32_t column, std::string_view code, const std::string& what);

  CsvOptions options_;
  CsvDialect dialect_;
  ByteTriple stops_;               // bytes at which an unquoted cell may end
  bool is_ready_ = false;          // the dialect is known
  bool is_final_ = false;
  bool is_row_done_ = false;
  bool is_comment_row_ = false;

  std::string buffer_;             // from the row being read on
  std::uint64_t buffer_base_ = 0;  // offset of buffer_[0] in the text
  std::size_t row_begin_ = 0;
  std::size_t position_ = 0;       // scanned so far
  std::size_t cell_begin_ = 0;     // behind the opening quote of a quoted cell
  State state_ = State::kRowStart;
  bool has_escapes_ = false;       // the quoted cell holds quotes to take out
  bool is_stray_reported_ = false;
  std::vector<Range> ranges_;
  std::vector<std::string_view> cells_;
  std::vector<TextMark> marks_;
  std::size_t next_mark_ = 0;

  std::uint64_t row_number_ = 0;   // of the row being read
  std::uint64_t given_ = 0;
  std::size_t width_ = 0;          // of the first row that is not blank
  std::uint64_t quoted_cells_ = 0;
  std::uint64_t stray_quotes_ = 0;
  TableIssues issues_;
  std::uint64_t issue_count_ = 0;
  std::optional<TableIssue> failure_;
};

}  // namespace kedang
