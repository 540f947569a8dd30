#include "shared/intake/csv.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kedang {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsUsableDelimiter(const std::string& text) {
  return !text.empty() && text.find_first_of("\r\n\"") == std::string::npos && text != kByteOrderMark;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }

}  // namespace

CsvReader::CsvReader(CsvOptions options) : options_(std::move(options)) {
  if (!IsUsableDelimiter(options_.delimiter)) options_.delimiter.clear();
}

CsvReader::CsvReader(CsvOptions options, const CsvDialect& dialect) : options_(std::move(options)), dialect_(dialect) {
  Prepare();
}

void CsvReader::Prepare() {
  const char delimiter = dialect_.delimiter[0];
  const bool ends_at_cr = options_.newline != Newline::kLf;
  const bool ends_at_lf = options_.newline == Newline::kLf || options_.newline == Newline::kAny;
  stops_ = {delimiter, ends_at_cr ? '\r' : delimiter, ends_at_lf ? '\n' : delimiter};
  is_ready_ = true;
}

void CsvReader::Feed(std::string_view text, std::span<const TextMark> marks) {
  if (failure_.has_value()) return;
  if (is_row_done_) LeaveRow();
  if (row_begin_ > 0) {
    buffer_.erase(0, row_begin_);
    buffer_base_ += row_begin_;
    position_ -= row_begin_;
    cell_begin_ -= std::min(cell_begin_, row_begin_);
    for (Range& range : ranges_) {
      range.begin -= row_begin_;
      range.end -= row_begin_;
    }
    row_begin_ = 0;
  }
  if (next_mark_ > 0) {
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(next_mark_));
    next_mark_ = 0;
  }
  buffer_.append(text);
  marks_.insert(marks_.end(), marks.begin(), marks.end());
}

void CsvReader::Finish() {
  is_final_ = true;
  if (!is_ready_) Detect();
}

bool CsvReader::Detect() {
  if (buffer_.size() < kSampleBytes && !is_final_) return false;
  if (std::string_view(buffer_).substr(0, 3) == kByteOrderMark) row_begin_ = position_ = cell_begin_ = 3;
  const std::string_view sample = std::string_view(buffer_).substr(row_begin_, kSampleBytes - row_begin_);
  dialect_ = DetectCsvDialect(sample, is_final_ && row_begin_ + sample.size() == buffer_.size(), options_);
  Prepare();
  return true;
}

bool CsvReader::Next(TableRow& row) {
  if (!is_ready_ && !Detect()) return false;
  while (!failure_.has_value() && (options_.take_rows == 0 || given_ < options_.take_rows)) {
    if (is_row_done_) LeaveRow();
    if (!ScanRow()) return false;
    if (is_comment_row_ || row_number_ <= options_.skip_rows) continue;
    cells_.resize(ranges_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i] = std::string_view(buffer_.data() + ranges_[i].begin, ranges_[i].end - ranges_[i].begin);
    }
    ReportMarks();
    if (IsLeftOut()) continue;
    ReportWidth();
    if (++given_ > options_.limits.rows) {
      Fail(0, "too_many_rows", "more than " + std::to_string(options_.limits.rows) + " rows; split the file");
      return false;
    }
    row.number = row_number_;
    row.cells = cells_;
    row.is_header = given_ == 1 && dialect_.has_header;
    return true;
  }
  return false;
}

// True when `ranges_` is a complete row.
bool CsvReader::ScanRow() {
  for (;;) {
    bool is_progress = false;
    switch (state_) {
      case State::kRowStart: is_progress = StartRow(); break;
      case State::kCellStart:
        if (position_ >= buffer_.size() && !is_final_) break;
        cell_begin_ = position_;
        is_progress = true;
        state_ = State::kUnquoted;
        if (dialect_.quote != '\0' && position_ < buffer_.size() && buffer_[position_] == dialect_.quote) {
          state_ = State::kQuoted;
          cell_begin_ = ++position_;
          has_escapes_ = is_stray_reported_ = false;
        }
        break;
      case State::kUnquoted: is_progress = ScanUnquoted(); break;
      case State::kQuoted: is_progress = ScanQuoted(); break;
      case State::kComment: is_progress = ScanComment(); break;
    }
    if (failure_.has_value()) return false;
    if (is_row_done_) return true;
    if (!is_progress) return CheckPartial() && false;
  }
}

bool CsvReader::StartRow() {
  const std::size_t left = buffer_.size() - position_;
  if (left == 0) return false;
  const std::string& comment = options_.comment;
  if (!comment.empty()) {
    const std::size_t known = std::min(left, comment.size());
    if (buffer_.compare(position_, known, comment, 0, known) == 0) {
      if (known < comment.size() && !is_final_) return false;
      is_comment_row_ = known == comment.size();
    }
  }
  ++row_number_;
  cell_begin_ = position_;
  state_ = is_comment_row_ ? State::kComment : State::kCellStart;
  return true;
}

int CsvReader::DelimiterAt(std::size_t at) const {
  const std::string& delimiter = dialect_.delimiter;
  if (delimiter.size() == 1) return buffer_[at] == delimiter[0] ? 1 : 0;
  const std::size_t known = std::min(buffer_.size() - at, delimiter.size());
  if (buffer_.compare(at, known, delimiter, 0, known) != 0) return 0;
  if (known == delimiter.size()) return 1;
  return is_final_ ? 0 : -1;
}

int CsvReader::NewlineAt(std::size_t at, std::size_t& length) const {
  length = 1;
  const char c = buffer_[at];
  const Newline kind = options_.newline;
  if (c == '\n') return kind == Newline::kAny || kind == Newline::kLf ? 1 : 0;
  if (c != '\r' || kind == Newline::kLf) return 0;
  if (kind == Newline::kCr) return 1;
  if (at + 1 >= buffer_.size()) {
    if (!is_final_) return -1;
    return kind == Newline::kAny ? 1 : 0;
  }
  if (buffer_[at + 1] == '\n') length = 2;
  return kind == Newline::kAny || length == 2 ? 1 : 0;
}

bool CsvReader::ScanUnquoted() {
  const char* data = buffer_.data();
  const std::size_t size = buffer_.size();
  const bool is_single = dialect_.delimiter.size() == 1;
  while ((position_ = FindByte(data, position_, size, stops_)) < size) {
    const int delimiter = is_single ? data[position_] == stops_.a : DelimiterAt(position_);
    if (delimiter > 0) {
      if (!EndCell(cell_begin_, position_)) return true;
      position_ += dialect_.delimiter.size();
      if (position_ < size && data[position_] != dialect_.quote) {  // most cells: the next one is read on without a change of state
        cell_begin_ = position_;
        continue;
      }
      state_ = State::kCellStart;
      return true;
    }
    std::size_t length = 0;
    const int newline = NewlineAt(position_, length);
    if (newline > 0) {
      if (EndCell(cell_begin_, position_)) EndRow(length);
      return true;
    }
    if (delimiter < 0 || newline < 0) return false;
    ++position_;
  }
  if (!is_final_) return false;
  if (EndCell(cell_begin_, size)) EndRow(0);
  return true;
}

bool CsvReader::ScanQuoted() {
  const std::uint32_t column = static_cast<std::uint32_t>(ranges_.size() + 1);
  while (position_ < buffer_.size()) {
    const void* found = std::memchr(buffer_.data() + position_, dialect_.quote, buffer_.size() - position_);
    if (found == nullptr) {
      position_ = buffer_.size();
      break;
    }
    position_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    const bool has_escape = options_.escape != '\0' && options_.escape != dialect_.quote;
    if (has_escape && position_ > cell_begin_ && buffer_[position_ - 1] == options_.escape) {
      has_escapes_ = true;
      ++position_;
      continue;
    }
    std::size_t next = position_ + 1;
    if (next == buffer_.size() && !is_final_) return false;
    if (!has_escape && next < buffer_.size() && buffer_[next] == dialect_.quote) {
      has_escapes_ = true;
      position_ += 2;
      continue;
    }
    // Blanks between the closing quote and what ends the cell are forgiven.
    std::size_t length = 0;
    int delimiter = 0, newline = 0;
    for (; next < buffer_.size(); ++next) {
      delimiter = DelimiterAt(next);
      newline = delimiter == 0 ? NewlineAt(next, length) : 0;
      if (delimiter != 0 || newline != 0 || !IsBlank(buffer_[next])) break;
    }
    if (delimiter < 0 || newline < 0 || (next == buffer_.size() && !is_final_)) return false;
    if (delimiter > 0 || newline > 0 || next == buffer_.size()) {
      ++quoted_cells_;
      if (!EndCell(cell_begin_, Unescape(cell_begin_, position_))) return true;
      position_ = next;
      if (delimiter > 0) {
        position_ += dialect_.delimiter.size();
        state_ = State::kCellStart;
      } else {
        EndRow(newline > 0 ? length : 0);
      }
      return true;
    }
    ++stray_quotes_;
    if (!is_stray_reported_) {
      AddIssue(column, Severity::kWarn, "stray_quote", "a quote within a quoted cell is not doubled; taken as text");
      is_stray_reported_ = true;
    }
    ++position_;
  }
  if (!is_final_) return false;
  ++stray_quotes_;
  AddIssue(column, Severity::kWarn, "unclosed_quote", "the quote that opens this cell is never closed");
  if (EndCell(cell_begin_, Unescape(cell_begin_, buffer_.size()))) EndRow(0);
  return true;
}

bool CsvReader::ScanComment() {
  for (; position_ < buffer_.size(); ++position_) {
    std::size_t length = 0;
    const int newline = NewlineAt(position_, length);
    if (newline < 0) return false;
    if (newline > 0) {
      EndRow(length);
      return true;
    }
  }
  if (is_final_) EndRow(0);
  return is_final_;
}

// The row stays in `ranges_` until the next one is asked for, so that the views given out stay valid.
void CsvReader::EndRow(std::size_t newline_length) {
  position_ += newline_length;
  is_row_done_ = true;
}

void CsvReader::LeaveRow() {
  is_row_done_ = is_comment_row_ = false;
  row_begin_ = cell_begin_ = position_;
  ranges_.clear();
  state_ = State::kRowStart;
}

// Takes the escapes out in place and returns the new end.
std::size_t CsvReader::Unescape(std::size_t begin, std::size_t end) {
  if (!has_escapes_) return end;
  const bool has_escape = options_.escape != '\0' && options_.escape != dialect_.quote;
  const char mark = has_escape ? options_.escape : dialect_.quote;
  std::size_t out = begin;
  for (std::size_t at = begin; at < end; ++at) {
    if (buffer_[at] == mark && at + 1 < end && buffer_[at + 1] == dialect_.quote) ++at;
    buffer_[out++] = buffer_[at];
  }
  return out;
}

bool CsvReader::EndCell(std::size_t begin, std::size_t end) {
  const std::uint32_t column = static_cast<std::uint32_t>(ranges_.size() + 1);
  if (ranges_.size() == options_.limits.columns) {
    Fail(column, "too_many_columns", "more than " + std::to_string(options_.limits.columns) +
                                         " columns; is the delimiter right, or is this row missing its line breaks?");
    return false;
  }
  if (end - begin > options_.limits.cell_bytes) {
    Fail(column, "cell_too_long", "the cell is longer than " + std::to_string(options_.limits.cell_bytes) + " bytes");
    return false;
  }
  ranges_.push_back(Range{begin, end});
  return true;
}

// Bounds the memory of a row that does not end: false when it has grown over a limit.
bool CsvReader::CheckPartial() {
  if (state_ == State::kRowStart || is_final_) return true;
  const std::uint32_t column = static_cast<std::uint32_t>(ranges_.size() + 1);
  const std::string cell_limit = std::to_string(options_.limits.cell_bytes);
  if (buffer_.size() - row_begin_ > options_.limits.row_bytes) {
    Fail(column, "row_too_long", "the row is longer than " + std::to_string(options_.limits.row_bytes) + " bytes");
  } else if (state_ == State::kQuoted && buffer_.size() - cell_begin_ > options_.limits.cell_bytes + 16) {
    Fail(column, "unclosed_quote", "the quote that opens this cell is not closed within " + cell_limit + " bytes");
  } else if (state_ == State::kUnquoted && buffer_.size() - cell_begin_ > options_.limits.cell_bytes + 16) {
    Fail(column, "cell_too_long", "the cell is longer than " + cell_limit + " bytes; is this a text table?");
  }
  return !failure_.has_value();
}

bool CsvReader::IsLeftOut() const {
  if (options_.empty_rows == EmptyRows::kKeep) return false;
  if (options_.empty_rows == EmptyRows::kSkip) return cells_.size() == 1 && cells_[0].empty();
  return std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) {
    return std::all_of(cell.begin(), cell.end(), [](char c) { return IsBlank(c) || c == '\r' || c == '\n'; });
  });
}

void CsvReader::ReportMarks() {
  for (; next_mark_ < marks_.size() && marks_[next_mark_].offset < buffer_base_ + position_; ++next_mark_) {
    const TextMark& mark = marks_[next_mark_];
    if (mark.offset < buffer_base_ + row_begin_) continue;
    const std::size_t at = static_cast<std::size_t>(mark.offset - buffer_base_);
    std::size_t column = 1;
    while (column < ranges_.size() && ranges_[column].begin <= at) ++column;
    if (mark.is_cut) {
      AddIssue(static_cast<std::uint32_t>(column), Severity::kWarn, "cut_character", "the file ends within a character");
    } else {
      AddIssue(static_cast<std::uint32_t>(column), Severity::kWarn, "malformed_text",
               "bytes that are no text in this encoding were replaced");
    }
  }
}

void CsvReader::ReportWidth() {
  if (cells_.size() == 1 && cells_[0].empty()) return;
  if (width_ == 0) width_ = cells_.size();
  if (cells_.size() == width_) return;
  const std::string found = std::to_string(cells_.size()), expected = std::to_string(width_);
  if (cells_.size() < width_) {
    AddIssue(static_cast<std::uint32_t>(cells_.size() + 1), Severity::kWarn, "too_few_cells",
             "the row has " + found + " cells, the first row has " + expected);
    return;
  }
  const bool is_empty = std::all_of(cells_.begin() + static_cast<std::ptrdiff_t>(width_), cells_.end(),
                                    [](std::string_view cell) { return cell.empty(); });
  AddIssue(static_cast<std::uint32_t>(width_ + 1), is_empty ? Severity::kInfo : Severity::kWarn, "too_many_cells",
           "the row has " + found + " cells, the first row has " + expected);
}

void CsvReader::AddIssue(std::uint32_t column, Severity severity, std::string_view code, std::string message) {
  ++issue_count_;
  if (issues_.size() < kMaxIssues) {
    issues_.push_back(TableIssue{row_number_, column, severity, std::string(code), std::move(message)});
  }
}

void CsvReader::Fail(std::uint32_t column, std::string_view code, const std::string& what) {
  std::string place = "row " + std::to_string(row_number_);
  if (column > 0) place += ", column " + std::to_string(column);
  failure_ = TableIssue{row_number_, column, Severity::kBlock, std::string(code), place + ": " + what};
  buffer_ = std::string();
  ranges_ = {};
  row_begin_ = position_ = cell_begin_ = 0;
}

}  // namespace kedang
