// ImportVerdicts: what was found about every row of an import, in a few bytes a row: its state, its issues by column and
// code, and the sums that the page shows. Judging a row again takes the place of what was known.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/intake/importer.h"

namespace kedang {

enum class RowState : std::uint8_t {
  kUnjudged,
  kBlank,      // nothing in any column that is imported
  kWritable,
  kUpdate,     // writable, too: changes a record that is there
  kBlocked,
  kDuplicate,  // left out by the policy
};

enum class RowFilter : std::uint8_t { kAll, kWritable, kWarned, kBlocked, kDuplicates, kChanged };

// An issue of a cell; codes are numbers of this object's own.
struct CellIssue {
  static constexpr std::uint16_t kWholeRow = 0xFFFF;
  std::uint16_t column = kWholeRow;  // from 0
  std::uint16_t code = 0;
  Severity severity = Severity::kInfo;
};

// How many rows have one kind of issue in one column.
struct IssueTotal {
  std::uint16_t column = CellIssue::kWholeRow;
  std::uint16_t code = 0;
  Severity severity = Severity::kInfo;
  std::uint32_t count = 0;
};

struct VerdictCounts {
  std::uint32_t judged = 0;
  std::uint32_t writable = 0;
  std::uint32_t updates = 0;     // of the writable
  std::uint32_t blocked = 0;
  std::uint32_t duplicates = 0;  // left out
  std::uint32_t repeated = 0;    // written or not, is like another
  std::uint32_t warned = 0;      // rows with a warning
  std::uint32_t left_out = 0;    // by the person
};

class ImportVerdicts {
 public:
  void Clear();
  void AddRow();
  // Replaces what is known about the row. `issues` count columns from 1, 0 for the whole row.
  void Set(std::uint32_t row, RowState state, bool is_repeated, std::span<const TableIssue> issues);
  // Rows left out by the person count nowhere else.
  void LeaveOut(std::uint32_t row, bool is_left_out);
  // Gives back what replaced issues took.
  void Compact();

  RowState StateOf(std::uint32_t row) const { return rows_[row].state; }
  bool IsLeftOut(std::uint32_t row) const { return rows_[row].is_left_out; }
  bool IsRepeated(std::uint32_t row) const { return rows_[row].is_repeated; }
  bool IsWritable(std::uint32_t row) const { return StateOf(row) == RowState::kWritable || StateOf(row) == RowState::kUpdate; }
  bool IsWritten(std::uint32_t row) const { return IsWritable(row) && !IsLeftOut(row); }
  std::span<const CellIssue> IssuesOf(std::uint32_t row) const;
  const std::string& CodeOf(const CellIssue& issue) const { return codes_[issue.code]; }
  const std::string& CodeOf(const IssueTotal& total) const { return codes_[total.code]; }

  const VerdictCounts& counts() const { return counts_; }
  // Warnings and blocks, blocks first, then by count.
  std::vector<IssueTotal> Totals() const;
  // Warnings and blocks of a column.
  std::uint32_t IssuesInColumn(std::uint16_t column, Severity& worst) const;
  // Rises at every change.
  std::uint64_t revision() const { return revision_; }

  // kChanged is ImportRows' to know: here every row passes.
  bool Matches(std::uint32_t row, RowFilter filter) const;
  bool HasIssue(std::uint32_t row, const IssueTotal& kind) const;

 private:
  struct Row {
    std::uint32_t first_issue = 0;
    std::uint16_t issue_count = 0;
    RowState state = RowState::kUnjudged;
    bool is_repeated = false;
    bool is_left_out = false;
  };
  std::uint16_t NumberOf(const std::string& code);
  void Count(std::uint32_t row, bool is_added);

  std::vector<Row> rows_;
  std::vector<CellIssue> issues_;
  std::vector<std::string> codes_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
  std::map<std::uint64_t, IssueTotal> totals_;
  VerdictCounts counts_;
  std::uint64_t revision_ = 0;
};

}  // namespace kedang
