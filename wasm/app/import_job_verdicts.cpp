#include "wasm/app/import_job_verdicts.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kMostIssues = 0xFFFF;  // of one row

void Add(bool is_added, std::uint32_t& sum) { sum = is_added ? sum + 1 : sum - 1; }

bool IsTold(Severity severity) { return severity != Severity::kInfo; }

}  // namespace

void ImportVerdicts::Clear() {
  rows_.clear();
  issues_.clear();
  totals_.clear();
  counts_ = VerdictCounts();
  ++revision_;
}

void ImportVerdicts::AddRow() {
  rows_.emplace_back();
  ++revision_;
}

std::uint16_t ImportVerdicts::NumberOf(const std::string& code) {
  const auto found = numbers_.find(code);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<std::uint16_t>(codes_.size());
  codes_.push_back(code);
  numbers_.emplace(code, number);
  return number;
}

// Adds the row to the sums or takes it out again.
void ImportVerdicts::Count(std::uint32_t index, bool is_added) {
  const Row& row = rows_[index];
  if (row.state == RowState::kUnjudged) return;
  Add(is_added, counts_.judged);
  if (row.is_left_out) return Add(is_added, counts_.left_out);
  if (IsWritable(index)) Add(is_added, counts_.writable);
  if (row.state == RowState::kUpdate) Add(is_added, counts_.updates);
  if (row.state == RowState::kBlocked) Add(is_added, counts_.blocked);
  if (row.state == RowState::kDuplicate) Add(is_added, counts_.duplicates);
  if (row.is_repeated) Add(is_added, counts_.repeated);
  bool is_warned = false;
  for (const CellIssue& issue : IssuesOf(index)) {
    if (!IsTold(issue.severity)) continue;
    is_warned = is_warned || issue.severity == Severity::kWarn;
    const std::uint64_t key = (static_cast<std::uint64_t>(issue.severity) << 32) |
                              (static_cast<std::uint64_t>(issue.code) << 16) | issue.column;
    IssueTotal& total = totals_[key];
    total.column = issue.column;
    total.code = issue.code;
    total.severity = issue.severity;
    Add(is_added, total.count);
  }
  if (is_warned) Add(is_added, counts_.warned);
}

void ImportVerdicts::Set(std::uint32_t index, RowState state, bool is_repeated, std::span<const TableIssue> issues) {
  Count(index, false);
  Row& row = rows_[index];
  row.state = state;
  row.is_repeated = is_repeated;
  const std::size_t count = std::min(issues.size(), kMostIssues);
  // What is not longer than before stays in its place.
  if (count > row.issue_count) {
    row.first_issue = static_cast<std::uint32_t>(issues_.size());
    issues_.resize(issues_.size() + count);
  }
  row.issue_count = static_cast<std::uint16_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    CellIssue& issue = issues_[row.first_issue + i];
    const bool is_whole = issues[i].column == 0 || issues[i].column > CellIssue::kWholeRow;
    issue.column = is_whole ? CellIssue::kWholeRow : static_cast<std::uint16_t>(issues[i].column - 1);
    issue.code = NumberOf(issues[i].code);
    issue.severity = issues[i].severity;
  }
  Count(index, true);
  ++revision_;
}

void ImportVerdicts::LeaveOut(std::uint32_t row, bool is_left_out) {
  Count(row, false);
  rows_[row].is_left_out = is_left_out;
  Count(row, true);
  ++revision_;
}

void ImportVerdicts::Compact() {
  std::vector<CellIssue> kept;
  for (Row& row : rows_) {
    const auto first = static_cast<std::uint32_t>(kept.size());
    for (std::uint16_t i = 0; i < row.issue_count; ++i) kept.push_back(issues_[row.first_issue + i]);
    row.first_issue = first;
  }
  issues_ = std::move(kept);
}

std::span<const CellIssue> ImportVerdicts::IssuesOf(std::uint32_t row) const {
  return std::span<const CellIssue>(issues_).subspan(rows_[row].first_issue, rows_[row].issue_count);
}

std::vector<IssueTotal> ImportVerdicts::Totals() const {
  std::vector<IssueTotal> totals;
  for (const auto& entry : totals_) {
    if (entry.second.count > 0) totals.push_back(entry.second);
  }
  std::stable_sort(totals.begin(), totals.end(), [](const IssueTotal& a, const IssueTotal& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
  });
  return totals;
}

std::uint32_t ImportVerdicts::IssuesInColumn(std::uint16_t column, Severity& worst) const {
  std::uint32_t count = 0;
  worst = Severity::kInfo;
  for (const auto& entry : totals_) {
    if (entry.second.column != column || entry.second.count == 0) continue;
    count += entry.second.count;
    worst = std::max(worst, entry.second.severity);
  }
  return count;
}

bool ImportVerdicts::Matches(std::uint32_t row, RowFilter filter) const {
  if (filter == RowFilter::kAll) return true;
  if (IsLeftOut(row)) return false;
  switch (filter) {
    case RowFilter::kAll: return true;
    case RowFilter::kWritable: return IsWritable(row);
    case RowFilter::kBlocked: return StateOf(row) == RowState::kBlocked;
    case RowFilter::kDuplicates: return IsRepeated(row);
    case RowFilter::kChanged: return true;
    case RowFilter::kWarned: break;
  }
  const std::span<const CellIssue> issues = IssuesOf(row);
  return std::any_of(issues.begin(), issues.end(), [](const CellIssue& issue) { return issue.severity == Severity::kWarn; });
}

bool ImportVerdicts::HasIssue(std::uint32_t row, const IssueTotal& kind) const {
  if (IsLeftOut(row)) return false;
  for (const CellIssue& issue : IssuesOf(row)) {
    if (issue.code == kind.code && issue.column == kind.column && issue.severity == kind.severity) return true;
  }
  return false;
}

}  // namespace kedang
