// The mending of an import: cells are changed one by one or all alike at once, every change a step that can be taken back.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "shared/field/field_types.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr std::size_t kMostAlone = 500;     // rows judged at once; more are left to the round in the background
constexpr std::size_t kProbedValues = 200;  // no suggestion among so many: the kind has none

char SmallAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Where `needle` begins in `text`, from `from` on; npos when nowhere.
std::size_t FindAscii(std::string_view text, std::string_view needle, std::size_t from) {
  const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), needle.begin(), needle.end(),
                                 [](char a, char b) { return SmallAscii(a) == SmallAscii(b); });
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

std::string Replaced(std::string_view text, std::string_view needle, std::string_view with) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = FindAscii(text, needle, 0); at != std::string_view::npos; at = FindAscii(text, needle, from)) {
    out.append(text.substr(from, at - from)).append(with);
    from = at + needle.size();
  }
  return out.append(text.substr(from));
}

bool IsEmptyCell(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

// The row gets its verdict at once; true: others may depend on it.
bool ImportJob::JudgeAlone(std::uint32_t row, std::uint32_t column) {
  const RowState before = verdicts_.StateOf(row);
  const bool was_repeat = repeats_.count(row) != 0;
  Result<Importer> alone = MakeImporter(&workspace_);
  if (!alone.ok()) return true;
  std::vector<std::string_view> cells;
  rows_.Read(row, cells);
  const auto prepared = PrepareRow(*alone, row, cells);
  if (prepared.ok()) TakeVerdict(row, *prepared);
  const std::vector<FieldId> fields = mapping_.FieldsOf(column);
  const bool is_unique = std::any_of(fields.begin(), fields.end(), [this](FieldId id) {
    const Field* const field = schema_->Find(id);
    return field != nullptr && field->is_unique;
  });
  return is_unique || was_repeat || before != verdicts_.StateOf(row);
}

void ImportJob::Apply(std::vector<Change>& step) {
  bool is_round_wanted = step.size() > kMostAlone;
  for (Change& change : step) {
    std::string before(rows_.Cell(change.row, change.column));
    rows_.SetCell(change.row, change.column, change.text);
    change.text = std::move(before);
    const bool is_read = !mapping_.FieldsOf(change.column).empty();
    if (phase_ != ImportPhase::kReview || step.size() > kMostAlone || !is_read) continue;
    is_round_wanted = JudgeAlone(change.row, change.column) || is_round_wanted;
  }
  if (is_round_wanted && phase_ == ImportPhase::kReview) StartJudging();
}

std::uint32_t ImportJob::TakeStep(std::vector<Change> step) {
  if (step.empty()) return 0;
  Apply(step);
  const auto count = static_cast<std::uint32_t>(step.size());
  steps_.push_back(std::move(step));
  return count;
}

void ImportJob::SetCell(std::uint32_t row, std::uint32_t column, std::string_view text) {
  if (rows_.Cell(row, column) != text) TakeStep({{row, column, std::string(text)}});
}

std::uint32_t ImportJob::TakeBack() {
  std::vector<Change> step = std::move(steps_.back());
  steps_.pop_back();
  Apply(step);
  return step.front().row;
}

void ImportJob::LeaveOut(std::uint32_t row, bool is_left_out) {
  verdicts_.LeaveOut(row, is_left_out);
  StartJudging();
}

// ---- cells alike ------------------------------------------------------------------------------------------------------

std::optional<IssueTotal> ImportJob::KindAt(std::uint32_t row, std::uint16_t column, std::string_view code) const {
  for (const CellIssue& issue : verdicts_.IssuesOf(row)) {
    if (issue.column == column && verdicts_.CodeOf(issue) == code) return IssueTotal{column, issue.code, issue.severity, 0};
  }
  return std::nullopt;
}

// Where several columns feed a field no single one of them can be mended by the field's rules.
std::string ImportJob::SuggestionFor(const IssueTotal& kind, std::string_view text) const {
  const FieldId id = kind.column < mapping_.columns.size() ? mapping_.columns[kind.column].field : 0;
  const Field* field = schema_->Find(id);
  if (field == nullptr || text.empty() || !FieldFeed(mapping_, id).is_one_cell()) return "";
  CheckContext check = workspace_.Check();
  check.unique = nullptr;
  for (Issue& issue : ParseField(*field, text, check).issues) {
    if (issue.code == verdicts_.CodeOf(kind) && issue.suggestion != text) return std::move(issue.suggestion);
  }
  return "";
}

KindValues ImportJob::ValuesOf(const IssueTotal& kind, std::size_t most) const {
  KindValues found;
  if (kind.column >= mapping_.columns.size()) return found;
  std::unordered_map<std::string_view, std::uint32_t> counts;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (verdicts_.HasIssue(row, kind)) ++counts[rows_.Cell(row, kind.column)];
  }
  found.distinct = static_cast<std::uint32_t>(counts.size());
  std::vector<std::pair<std::string_view, std::uint32_t>> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  for (std::size_t i = 0; i < sorted.size() && (i < kProbedValues || found.mendable > 0); ++i) {
    std::string suggestion = SuggestionFor(kind, sorted[i].first);
    if (!suggestion.empty()) found.mendable += sorted[i].second;
    if (i < most) found.values.push_back({std::string(sorted[i].first), std::move(suggestion), sorted[i].second});
  }
  return found;
}

std::uint32_t ImportJob::CountSame(const IssueTotal& kind, std::string_view text) const {
  std::uint32_t count = 0;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (verdicts_.HasIssue(row, kind) && rows_.Cell(row, kind.column) == text) ++count;
  }
  return count;
}

std::uint32_t ImportJob::MendValues(const IssueTotal& kind, std::span<const std::string> values, std::string_view text) {
  const std::unordered_set<std::string_view> wanted(values.begin(), values.end());
  std::vector<Change> step;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (!verdicts_.HasIssue(row, kind)) continue;
    const std::string_view before = rows_.Cell(row, kind.column);
    if (before != text && wanted.count(before) != 0) step.push_back({row, kind.column, std::string(text)});
  }
  return TakeStep(std::move(step));
}

std::uint32_t ImportJob::MendColumn(std::uint32_t column, std::span<const std::string> values, std::string_view text) {
  const std::unordered_set<std::string_view> wanted(values.begin(), values.end());
  std::vector<Change> step;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const std::string_view before = rows_.Cell(row, column);
    if (before != text && wanted.count(before) != 0) step.push_back({row, column, std::string(text)});
  }
  return TakeStep(std::move(step));
}

std::uint32_t ImportJob::ReplaceIn(std::uint32_t column, std::string_view needle, std::string_view text) {
  if (needle.empty()) return 0;
  std::vector<Change> step;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const std::string_view before = rows_.Cell(row, column);
    if (FindAscii(before, needle, 0) == std::string_view::npos) continue;
    std::string after = Replaced(before, needle, text);
    if (after != before) step.push_back({row, column, std::move(after)});
  }
  return TakeStep(std::move(step));
}

std::uint32_t ImportJob::CountIn(std::uint32_t column, std::string_view needle) const {
  std::uint32_t count = 0;
  for (std::uint32_t row = 0; !needle.empty() && row < rows_.size(); ++row) {
    count += FindAscii(rows_.Cell(row, column), needle, 0) != std::string_view::npos ? 1 : 0;
  }
  return count;
}

std::vector<ImportJob::Change> ImportJob::FillDownStep(std::uint32_t column) const {
  std::vector<Change> step;
  std::string above;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const std::string_view text = rows_.Cell(row, column);
    if (!IsEmptyCell(text)) {
      above = text;
    } else if (!above.empty()) {
      step.push_back({row, column, above});
    }
  }
  return step;
}

std::uint32_t ImportJob::FillDown(std::uint32_t column) { return TakeStep(FillDownStep(column)); }

std::uint32_t ImportJob::CountFillDown(std::uint32_t column) const { return static_cast<std::uint32_t>(FillDownStep(column).size()); }

std::uint32_t ImportJob::MendAsSuggested(const IssueTotal& kind) {
  std::unordered_map<std::string_view, std::string> suggestions;
  std::vector<Change> step;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (!verdicts_.HasIssue(row, kind)) continue;
    const std::string_view before = rows_.Cell(row, kind.column);
    const auto [known, is_new] = suggestions.try_emplace(before);
    if (is_new) known->second = SuggestionFor(kind, before);
    if (!known->second.empty()) step.push_back({row, kind.column, known->second});
  }
  return TakeStep(std::move(step));
}

}  // namespace kedang
