#include "shared/intake/importer.h"

#include <algorithm>
#include <functional>

#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/field/region_from_address.h"

namespace kedang {
namespace {

constexpr std::size_t kKnownTexts = 1024;  // of a column
constexpr unsigned kFirstKept = 64;
constexpr unsigned kProbedTexts = 2048;

bool HasBlock(const TableIssues& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const TableIssue& issue) { return issue.severity == Severity::kBlock; });
}

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos; }

Error Wrong(const std::string& what) { return Error{ErrorCode::kInvalidArgument, what}; }

}  // namespace

Result<ImportMode> ParseImportMode(std::string_view text) {
  if (text == "create") return ImportMode::kCreate;
  if (text == "update") return ImportMode::kUpdate;
  if (text == "upsert") return ImportMode::kUpsert;
  return Wrong("--mode is create, update or upsert, not '" + std::string(text) + "'");
}

Result<DuplicatePolicy> ParseDuplicatePolicy(std::string_view text) {
  if (text == "flag") return DuplicatePolicy::kFlag;
  if (text == "skip") return DuplicatePolicy::kSkip;
  if (text == "merge") return DuplicatePolicy::kMerge;
  if (text == "trust") return DuplicatePolicy::kTrust;
  return Wrong("--duplicates is flag, skip, merge or trust, not '" + std::string(text) + "'");
}

std::string_view DuplicatePolicyName(DuplicatePolicy policy) {
  switch (policy) {
    case DuplicatePolicy::kFlag: break;
    case DuplicatePolicy::kSkip: return "skip";
    case DuplicatePolicy::kMerge: return "merge";
    case DuplicatePolicy::kTrust: return "trust";
  }
  return "flag";
}

Result<Importer> Importer::Make(const Schema& schema, const ColumnMapping& mapping, const ImportOptions& options,
                                const CheckContext& check, Store* store) {
  Importer importer(schema, options, check, store);
  for (const Field& field : schema.fields) {
    Source source;
    source.field = &field;
    source.feed = FieldFeed(mapping, field.id);
    if (!source.feed.empty()) importer.sources_.push_back(std::move(source));
  }
  std::sort(importer.sources_.begin(), importer.sources_.end(),
            [](const Source& a, const Source& b) { return a.field->id < b.field->id; });
  if (importer.sources_.empty()) return Wrong("no column of the file feeds a field of '" + schema.key + "'; use --map");
  const bool is_changing = options.mode != ImportMode::kCreate;
  if (is_changing && options.key == 0) return Wrong("--mode update and upsert need --key FIELD");
  if ((is_changing || IsMerging(options.duplicates)) && store == nullptr) return Wrong("updating needs the pool's records");
  if (options.key != 0) {
    const Field* field = schema.Find(options.key);
    if (field == nullptr) return Wrong("'" + schema.key + "' has no such key field");
    if (!field->is_unique) return Wrong("the key must be a unique field; '" + field->key + "' is not");
    if (!mapping.HasField(options.key)) return Wrong("no column feeds the key field '" + field->key + "'; use --map");
  }
  return importer;
}

// What a text means depends on nothing but the field and the context, so it is worked out once. Importers of a few rows
// make no table, and columns that seldom repeat themselves lose theirs.
const Parsed& Importer::Parse(Source& source, std::string_view text) const {
  ++source.looked_up;
  const bool is_probing = source.looked_up > kFirstKept && source.looked_up <= kProbedTexts;
  const bool is_worth_it = is_probing || (source.looked_up > kProbedTexts && source.found * 2 > source.looked_up);
  if (!is_worth_it || source.field->is_unique) {
    source.known = {};
    source.last = source.Read(text, check_);
    return source.last;
  }
  source.known.resize(kKnownTexts);
  Known& known = source.known[std::hash<std::string_view>()(text) % kKnownTexts];
  if (known.text == text) {
    ++source.found;
  } else {
    known.parsed = source.Read(text, check_);
    known.text = std::string(text);
  }
  return known.parsed;
}

void Importer::AddIssues(const Issues& issues, PreparedRow& prepared) const {
  for (const Issue& issue : issues) {
    TableIssue entry{prepared.row, 0, issue.severity, issue.code, issue.message};
    for (const Source& source : sources_) {
      if (source.field->id == issue.field) entry.column = source.column();
    }
    // Parsing and checking look at the same values and may say the same.
    const bool is_known = std::any_of(prepared.issues.begin(), prepared.issues.end(), [&](const TableIssue& other) {
      return other.code == entry.code && other.column == entry.column;
    });
    if (!is_known) prepared.issues.push_back(std::move(entry));
  }
}

void Importer::AddIssue(const Source& source, Severity severity, std::string_view code, std::string message,
                        PreparedRow& prepared) const {
  prepared.issues.push_back(
      TableIssue{prepared.row, source.column(), severity, std::string(code), std::move(message)});
}

// Where this row's unique values are already: one entry per unique field with a value that the pool or the file has.
std::vector<Importer::Match> Importer::FindMatches(const PreparedRow& prepared, std::vector<std::string>& normals) {
  std::vector<Match> matches;
  normals.assign(sources_.size(), std::string());
  auto cell = prepared.cells.begin();
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const Source& source = sources_[i];
    while (cell != prepared.cells.end() && cell->first < source.field->id) ++cell;
    if (!source.field->is_unique || cell == prepared.cells.end() || cell->first != source.field->id) continue;
    normals[i] = NormalForm(*source.field, cell->second);
    if (normals[i].empty()) continue;
    const std::uint64_t first_row = source.seen.Find(normals[i]);
    if (first_row != 0) matches.push_back(Match{&source, Id(), first_row});
    if (unique_ == nullptr) continue;
    const std::optional<Id> other = unique_->FindOther(schema_->id, source.field->id, normals[i], Id());
    if (other.has_value()) matches.push_back(Match{&source, *other, 0});
  }
  return matches;
}

// The record the row changes, or a fresh one.
Result<Record> Importer::BaseRecord(Id key, PreparedRow& prepared) {
  if (key.is_nil()) return Record(schema_->id, Id());
  KEDANG_ASSIGN(std::optional<Record> found, store_->Find(key));
  if (!found.has_value() || found->is_deleted) return Record(schema_->id, Id());
  prepared.target = key;
  return *found;
}

// By the key where rows change records, by any unique field where duplicates are merged, else by likeness.
Id Importer::ChosenRecord(const std::vector<Match>& matches, const PreparedRow& prepared) const {
  const bool is_merging = IsMerging(options_.duplicates);
  for (const Match& match : matches) {
    const bool is_key = options_.mode != ImportMode::kCreate && match.source->field->id == options_.key;
    if ((is_key || (is_merging && options_.mode == ImportMode::kCreate)) && !match.record.is_nil()) return match.record;
  }
  const bool is_asked = is_merging && options_.mode == ImportMode::kCreate && matches.empty() && options_.likely != nullptr;
  return is_asked ? options_.likely->FindLikely(prepared.cells) : Id();
}

Result<std::optional<PreparedRow>> Importer::Prepare(std::uint64_t row, std::span<const std::string_view> cells,
                                                     const RowTarget& target) {
  PreparedRow prepared;
  prepared.row = row;
  prepared.cells.reserve(sources_.size());
  bool is_blank = true;
  for (Source& source : sources_) {
    const std::string_view text = source.feed.Text(cells, joined_);
    if (IsBlank(text)) continue;
    is_blank = false;
    const Parsed& parsed = Parse(source, text);
    AddIssues(parsed.issues, prepared);
    if (!parsed.value.is_null()) prepared.cells.emplace_back(source.field->id, parsed.value);
  }
  if (is_blank && std::all_of(cells.begin(), cells.end(), IsBlank)) return std::optional<PreparedRow>();

  std::vector<std::string> normals;
  const std::vector<Match> matches = FindMatches(prepared, normals);
  Record record(schema_->id, Id());
  if (target.record != nullptr) {
    record = *target.record;
    prepared.target = record.id;
  } else {
    KEDANG_ASSIGN(record, BaseRecord(ChosenRecord(matches, prepared), prepared));
  }
  const bool is_update = !prepared.target.is_nil();
  const bool is_merged = is_update && target.record == nullptr && options_.mode == ImportMode::kCreate;
  if (is_merged || (is_update && target.is_only_empty)) {
    const bool is_by_trust = options_.may_overwrite && (target.record != nullptr ? target.is_by_trust : options_.duplicates == DuplicatePolicy::kTrust);
    std::erase_if(prepared.cells, [&](const auto& cell) {
      return !record.Get(cell.first).is_null() && !(is_by_trust && options_.may_overwrite(record, cell.first));
    });
  }
  RecordChange change;
  change.source = SourceKind::kImport;
  Record before;
  bool is_news = !is_update;
  if (is_update) {
    before = record;
    change.before = &before;
    is_news = std::any_of(prepared.cells.begin(), prepared.cells.end(), [&](const auto& cell) { return !(before.Get(cell.first) == cell.second); });
  }
  for (const auto& cell : prepared.cells) record.Set(cell.first, cell.second);
  if (auto region = RegionFromAddress(*schema_, record, prepared.cells, check_.lexicon)) {
    record.Set(region->first, region->second);
    prepared.cells.push_back(std::move(*region));
    std::sort(prepared.cells.begin(), prepared.cells.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  if (!is_update && check_.rules != nullptr) {
    Issues told;
    for (const FieldId field : check_.rules->FillDefaults(record, {}, check_, told)) prepared.cells.emplace_back(field, record.Get(field));
    AddIssues(told, prepared);
  }
  if (!is_update) {
    for (const auto& [field, value] : options_.made_with) {
      if (!record.Get(field).is_null()) continue;
      record.Set(field, value);
      prepared.cells.emplace_back(field, value);
    }
    std::sort(prepared.cells.begin(), prepared.cells.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  Issues issues = CheckRecord(*schema_, record, check_, change);
  if (is_update) {
    // What was wrong with the record before, in fields this row does not touch, is not this row's fault.
    std::erase_if(issues, [&](const Issue& issue) {
      if (issue.severity == Severity::kBlock && IsOfRules(issue)) return false;
      return std::none_of(prepared.cells.begin(), prepared.cells.end(),
                          [&](const auto& cell) { return cell.first == issue.field; });
    });
  }
  AddIssues(issues, prepared);
  Decide(matches, is_update, prepared);
  const bool is_known = !is_news && (is_merged || target.record != nullptr);
  if (is_known && prepared.decision == ImportDecision::kUpdate) prepared.decision = ImportDecision::kDuplicate;
  if (target.is_left_out) prepared.decision = ImportDecision::kDuplicate;
  if (prepared.decision == ImportDecision::kCreate || prepared.decision == ImportDecision::kUpdate) {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      if (!normals[i].empty()) sources_[i].seen.Add(normals[i], row);
    }
    if (is_update) targets_[row] = prepared.target;
  }
  Count(prepared);
  return std::optional<PreparedRow>(std::move(prepared));
}

void Importer::Decide(const std::vector<Match>& matches, bool is_update, PreparedRow& prepared) {
  const bool is_changing = options_.mode != ImportMode::kCreate;
  bool is_repeated = false, is_same_key = false;
  for (const Match& match : matches) {
    if (is_update && match.record == prepared.target) continue;  // the record itself
    const Field& field = *match.source->field;
    const bool is_in_file = match.row != 0;
    is_repeated = true;
    // Of two rows for one key the first stands and the second is named, whatever the policy.
    if (is_changing && field.id == options_.key && is_in_file) is_same_key = true;
    if (is_in_file && prepared.repeats_row == 0) prepared.repeats_row = match.row;
    if (!is_in_file && prepared.target.is_nil()) prepared.target = match.record;
    const bool is_left_out = options_.duplicates != DuplicatePolicy::kFlag && !is_update;
    // Two rows may change one record.
    const auto earlier = targets_.find(match.row);
    const bool is_of_target = is_update && is_in_file && !is_changing && earlier != targets_.end() && earlier->second == prepared.target;
    const bool is_reason = field.is_unique_block && !is_left_out && !is_same_key && !is_of_target;
    const std::string where = is_in_file ? "row " + std::to_string(match.row) + " of this file" : "the pool";
    AddIssue(*match.source, is_reason ? Severity::kBlock : Severity::kWarn,
             is_in_file ? "duplicate_in_file" : "duplicate_in_pool", "'" + field.key + "' is the same as in " + where,
             prepared);
  }
  if (!is_repeated && !is_update && options_.duplicates == DuplicatePolicy::kSkip && options_.likely != nullptr) {
    prepared.target = options_.likely->FindLikely(prepared.cells);
    is_repeated = !prepared.target.is_nil();
    if (is_repeated) prepared.issues.push_back(TableIssue{prepared.row, 0, Severity::kWarn, "duplicate_in_pool", "the pool most likely has this record"});
  }
  const bool is_skipped = is_repeated && !is_update && options_.duplicates != DuplicatePolicy::kFlag;
  if (is_same_key || is_skipped) {
    prepared.decision = ImportDecision::kDuplicate;
  } else if (HasBlock(prepared.issues)) {
    prepared.decision = ImportDecision::kReject;
  } else if (is_update) {
    prepared.decision = ImportDecision::kUpdate;
  } else if (options_.mode == ImportMode::kUpdate) {
    prepared.decision = ImportDecision::kReject;
    prepared.issues.push_back(
        TableIssue{prepared.row, 0, Severity::kBlock, "key_unknown", "no record of the pool has this row's key"});
  } else {
    prepared.decision = ImportDecision::kCreate;
    prepared.is_flagged = is_repeated;
  }
}

void Importer::Count(const PreparedRow& prepared) {
  ++counts_.read;
  switch (prepared.decision) {
    case ImportDecision::kCreate:
      ++counts_.created;
      if (prepared.is_flagged) ++counts_.flagged;
      break;
    case ImportDecision::kUpdate: ++counts_.updated; break;
    case ImportDecision::kDuplicate: ++counts_.duplicates; break;
    case ImportDecision::kReject: ++counts_.rejected; break;
  }
}

Result<bool> Importer::Step(TableStream& stream, std::size_t max_rows, std::vector<PreparedRow>& out) {
  TableRow row;
  for (std::size_t taken = 0; taken < max_rows; ++taken) {
    if (!stream.Next(row)) {
      const std::optional<TableIssue>& failure = stream.failure();
      if (failure.has_value()) return Error{ErrorCode::kTooLarge, failure->message};
      return false;
    }
    if (row.is_header) continue;
    KEDANG_ASSIGN(std::optional<PreparedRow> prepared, Prepare(row.number, row.cells));
    if (prepared.has_value()) out.push_back(std::move(*prepared));
  }
  return true;
}

}  // namespace kedang
