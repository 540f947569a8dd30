// The check of an import: rows are read and judged, judged again after changes, and explained.
#include <algorithm>

#include "shared/check/record_check.h"
#include "shared/field/field_types.h"
#include "shared/field/region_from_address.h"
#include "wasm/app/import_job.h"

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 16;  // at the clock

RowState StateOf(const PreparedRow& prepared) {
  switch (prepared.decision) {
    case ImportDecision::kCreate: return RowState::kWritable;
    case ImportDecision::kUpdate: return RowState::kUpdate;
    case ImportDecision::kDuplicate: return RowState::kDuplicate;
    case ImportDecision::kReject: break;
  }
  return RowState::kBlocked;
}

bool IsRepeatCode(std::string_view code) { return code == "duplicate_in_file" || code == "duplicate_in_pool"; }

}  // namespace

Result<Importer> ImportJob::MakeImporter(UniqueLookup* unique) const {
  CheckContext check = workspace_.Check();
  check.unique = unique;
  ImportOptions options;
  options.duplicates = duplicates_;
  const Field* const origin = OriginField(*schema_);
  if (origin != nullptr && !source_.is_nil()) options.made_with = {{origin->id, Value::Text(FormatId(source_))}};
  options.may_overwrite = [this, own = OwnTrust()](const Record& record, FieldId field) {
    return own >= TrustOfValue(*schema_, record, field, [this](Id source) { return book_.RankOf(source); });
  };
  return Importer::Make(*schema_, mapping_, options, check, nullptr);
}

void ImportJob::SetDuplicates(DuplicatePolicy policy) {
  if (policy == duplicates_) return;
  duplicates_ = policy;
  if (phase_ == ImportPhase::kReview) StartJudging();
}

void ImportJob::Check(double now_ms) {
  if (phase_ != ImportPhase::kMapping) return;
  if (!are_rows_current_) return StartReading(now_ms);
  phase_ = ImportPhase::kReview;
  StartJudging();
}

void ImportJob::BackToMapping() {
  if (phase_ != ImportPhase::kReview && phase_ != ImportPhase::kReading) return;
  are_rows_current_ = phase_ == ImportPhase::kReview;
  is_matching_ = false;
  ForgetFound();
  phase_ = ImportPhase::kMapping;
  stream_.reset();
  waiting_.clear();
}

// ---- reading ----------------------------------------------------------------------------------------------------------

void ImportJob::StartReading(double now_ms) {
  ++file_;  // an answer to an older question is none
  is_read_under_way_ = is_last_read_ = false;
  read_to_ = 0;
  waiting_.clear();
  rows_.Clear();
  verdicts_.Clear();
  reader_issues_.clear();
  repeats_.clear();
  ForgetFound();
  is_matching_ = false;
  file_issues_.clear();
  failure_.reset();
  steps_.clear();
  stream_ = MakeStream();
  if (is_workbook_) {
    // All of it is in memory already: nothing is read from the file again.
    waiting_.push_back(head_);
    read_to_ = size_;
    is_last_read_ = true;
  }
  Result<Importer> importer = MakeImporter(&workspace_);
  if (!importer.ok()) return;  // nothing is mapped: the page does not offer it
  importer_.emplace(std::move(importer).value());
  phase_ = ImportPhase::kReading;
  StartClock(now_ms);
}

bool ImportJob::StepReading(const std::function<bool()>& is_over) {
  TableRow row;
  for (unsigned taken = 0; !is_over();) {
    for (; taken < kRowsBetweenLooks && stream_->Next(row); ++taken) {
      if (row.is_header) continue;
      const auto prepared = importer_->Prepare(row.number, row.cells);
      if (!prepared.ok() || !prepared->has_value()) continue;  // without a store it cannot fail; blank rows are no rows
      rows_.Append(row.number, row.cells);
      verdicts_.AddRow();
      TakeVerdict(rows_.size() - 1, *prepared);
      ++clock_rows_;
    }
    if (taken == kRowsBetweenLooks) {
      taken = 0;
      continue;
    }
    const bool is_at_end = waiting_.empty() && is_last_read_;
    if (is_at_end || stream_->failure()) {
      FinishReading();
      return is_judging();
    }
    if (waiting_.empty()) return false;  // bytes are on their way
    const Bytes piece = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    const Status fed = stream_->Feed(piece, is_last_read_ && waiting_.empty());
    if (!fed.ok()) {
      Fail(fed);
      return false;
    }
  }
  return true;
}

void ImportJob::FinishReading() {
  failure_ = stream_->failure();
  for (const TableIssue& issue : stream_->Issues()) {
    const std::uint32_t row = issue.row == 0 ? rows_.size() : rows_.RowNumbered(issue.row);
    row < rows_.size() ? reader_issues_[row].push_back(issue) : file_issues_.push_back(issue);
  }
  stream_.reset();
  decoder_.reset();
  waiting_.clear();
  are_rows_current_ = true;
  phase_ = ImportPhase::kReview;
  judge_next_ = rows_.size();
  for (const auto& entry : reader_issues_) {
    // The row's own issues are known: those of the reader stand behind them.
    TableIssues issues;
    for (const CellIssue& known : verdicts_.IssuesOf(entry.first)) {
      const std::uint32_t column = known.column == CellIssue::kWholeRow ? 0 : known.column + 1u;
      issues.push_back({rows_.NumberOf(entry.first), column, known.severity, verdicts_.CodeOf(known), ""});
    }
    issues.insert(issues.end(), entry.second.begin(), entry.second.end());
    verdicts_.Set(entry.first, verdicts_.StateOf(entry.first), verdicts_.IsRepeated(entry.first), issues);
  }
}

// ---- judging ----------------------------------------------------------------------------------------------------------

void ImportJob::TakeVerdict(std::uint32_t row, const std::optional<PreparedRow>& prepared) {
  repeats_.erase(row);
  if (!prepared) return verdicts_.Set(row, RowState::kBlank, false, {});
  if (prepared->repeats_row != 0) repeats_[row] = prepared->repeats_row;
  const bool is_repeated = std::any_of(prepared->issues.begin(), prepared->issues.end(),
                                       [](const TableIssue& issue) { return IsRepeatCode(issue.code); });
  const auto read = reader_issues_.find(row);
  if (read == reader_issues_.end()) return verdicts_.Set(row, StateOf(*prepared), is_repeated, prepared->issues);
  TableIssues issues = prepared->issues;
  issues.insert(issues.end(), read->second.begin(), read->second.end());
  verdicts_.Set(row, StateOf(*prepared), is_repeated, issues);
}

// Rows are judged in the order of the file, because of two that are alike the first is written.
void ImportJob::StartJudging() {
  Result<Importer> importer = MakeImporter(&workspace_);
  if (!importer.ok()) return;
  importer_.emplace(std::move(importer).value());
  judge_next_ = 0;
  clock_ms_ = 0;  // starts with the first slice
}

bool ImportJob::StepJudging(const std::function<bool()>& is_over) {
  if (judge_next_ >= rows_.size()) return false;
  std::vector<std::string_view> cells;
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (judge_next_ >= rows_.size()) {
        verdicts_.Compact();
        return false;
      }
      const std::uint32_t row = judge_next_++;
      ++clock_rows_;
      rows_.Read(row, cells);
      const bool is_left_out = verdicts_.IsLeftOut(row);
      // What is left out is nobody's forerunner.
      if (is_left_out) continue;
      const auto prepared = PrepareRow(*importer_, row, cells);
      if (prepared.ok()) TakeVerdict(row, *prepared);
    }
  }
  return true;
}

// ---- explaining -------------------------------------------------------------------------------------------------------

// Judged once more by the rules themselves, because the verdicts keep no words.
std::vector<RowIssue> ImportJob::Explain(std::uint32_t row) {
  std::vector<RowIssue> explained;
  const auto add = [&](Issue issue) {
    const std::vector<std::uint32_t> columns = mapping_.ColumnsOf(issue.field);
    RowIssue entry;
    if (!columns.empty()) entry.column = static_cast<std::uint16_t>(columns[0]);
    for (const RowIssue& other : explained) {
      if (other.column == entry.column && other.issue.code == issue.code) return;
    }
    entry.issue = std::move(issue);
    explained.push_back(std::move(entry));
  };
  CheckContext check = workspace_.Check();
  check.unique = nullptr;  // likeness is told below, with the other record or row
  std::vector<std::string_view> cells;
  rows_.Read(row, cells);
  Record record(schema_->id, Id());
  std::vector<std::pair<FieldId, Value>> said;
  std::string buffer;
  for (const Field& field : schema_->fields) {
    const FieldFeed feed(mapping_, field.id);
    const std::string_view text = feed.Text(cells, buffer);
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) continue;
    Parsed parsed = feed.is_as_typed() ? ParseAsTyped(field, text, check) : ParseField(field, text, check);
    for (Issue& issue : parsed.issues) {
      issue.field = field.id;
      add(std::move(issue));
    }
    said.emplace_back(field.id, parsed.value);
    record.Set(field.id, std::move(parsed.value));
  }
  if (auto region = RegionFromAddress(*schema_, record, said, check.lexicon)) record.Set(region->first, std::move(region->second));
  Issues told;
  check.rules->FillDefaults(record, {}, check, told);
  for (Issue& issue : told) add(std::move(issue));
  RecordChange change;
  change.source = SourceKind::kImport;
  for (Issue& issue : CheckRecord(*schema_, record, check, change)) add(std::move(issue));
  for (const CellIssue& known : verdicts_.IssuesOf(row)) {
    const std::string& code = verdicts_.CodeOf(known);
    const bool is_told = std::any_of(explained.begin(), explained.end(), [&](const RowIssue& other) {
      return other.issue.code == code && other.column == known.column;
    });
    if (is_told) continue;
    RowIssue entry;
    entry.column = known.column;
    entry.issue.severity = known.severity;
    entry.issue.code = code;
    const auto repeats = repeats_.find(row);
    if (code == "duplicate_in_file" && repeats != repeats_.end()) entry.repeats_row = repeats->second;
    for (const FieldId id : mapping_.FieldsOf(known.column)) {
      const Field* field = schema_->Find(id);
      if (code != "duplicate_in_pool" || field == nullptr || !entry.repeats_record.is_nil()) continue;
      entry.repeats_record = workspace_.FindOther(schema_->id, id, NormalForm(*field, record.Get(id)), Id()).value_or(Id());
    }
    explained.push_back(std::move(entry));
  }
  std::stable_sort(explained.begin(), explained.end(),
                   [](const RowIssue& a, const RowIssue& b) { return a.issue.severity > b.issue.severity; });
  return explained;
}

}  // namespace kedang
