// Where the rows of an import come from: its source, its profile, and the record that it was done.
#include <algorithm>

#include "wasm/app/import_job.h"

namespace kedang {
namespace {

struct KindWord {
  DuplicateKind kind;
  std::string_view word;
};
constexpr KindWord kKindWords[] = {{DuplicateKind::kPool, "pool"}, {DuplicateKind::kPossible, "possible"}, {DuplicateKind::kFile, "file"}};

struct ActionWord {
  DuplicateAction action;
  std::string_view word;
};
constexpr ActionWord kActionWords[] = {{DuplicateAction::kCreate, "create"}, {DuplicateAction::kMark, "mark"},
                                       {DuplicateAction::kSkip, "skip"},     {DuplicateAction::kFillEmpty, "fill"},
                                       {DuplicateAction::kUpdate, "update"}, {DuplicateAction::kTrust, "trust"}};

constexpr Encoding kEncodings[] = {Encoding::kUtf8, Encoding::kGb18030, Encoding::kUtf16Le, Encoding::kUtf16Be};

}  // namespace

void ImportJob::SetSource(Id source) {
  if (source == source_) return;
  source_ = source;
  if (phase_ == ImportPhase::kReview) StartJudging();
}

ImportedFile ImportJob::content() const {
  const std::string sheet = is_workbook_ && settings_.sheet > 0 ? std::to_string(settings_.sheet) : std::string();
  return {hash_text_, schema_->key, sheet};
}

const ImportRun* ImportJob::Earlier() { return phase_ == ImportPhase::kMapping ? book_.FindSame(content()) : nullptr; }

TrustRank ImportJob::OwnTrust() const {
  const Source* const source = book_.FindSource(source_);
  return source != nullptr ? TrustOfSource(*source) : 0;
}

// ---- profile ----------------------------------------------------------------------------------------------------------

const ImportProfile* ImportJob::FittingProfile() {
  return FindProfile(book_.profiles(), schema_->key, source_, sample_.headers);
}

bool ImportJob::ApplyProfile(const ImportProfile& profile) {
  if (phase_ != ImportPhase::kMapping || profile.schema != schema_->key) return false;
  const ImportPlan& plan = profile.plan;
  ImportSettings settings = settings_;
  for (const Encoding encoding : kEncodings) {
    if (EncodingName(encoding) == plan.encoding && !is_workbook_) settings.encoding = encoding;
  }
  if (!plan.delimiter.empty()) settings.delimiter = plan.delimiter;
  if (plan.has_header) settings.has_header = plan.has_header;
  const auto sheet = std::find(sample_.sheets.begin(), sample_.sheets.end(), plan.sheet);
  const bool is_other_sheet = !plan.sheet.empty() && sheet != sample_.sheets.end();
  if (is_other_sheet) settings.sheet = static_cast<std::uint32_t>(sheet - sample_.sheets.begin() + 1);
  if (is_other_sheet && settings.sheet == sample_.sheet) settings.sheet = settings_.sheet;  // it is that one anyway
  SetSettings(settings);
  if (phase_ != ImportPhase::kMapping) return false;
  MapAgain();
  if (!ApplyPlan(plan, *schema_, sample_.headers, mapping_)) return false;
  profile_ = profile.id;
  rules_.clear();
  for (const KindWord& kind : kKindWords) {
    const auto said = plan.duplicates.find(std::string(kind.word));
    if (said == plan.duplicates.end()) continue;
    for (const ActionWord& action : kActionWords) {
      if (action.word == said->second) rules_[kind.kind] = action.action;
    }
  }
  ForgetFound();
  are_rows_current_ = false;
  return true;
}

void ImportJob::LeaveProfile() {
  profile_ = Id();
  rules_.clear();
  ForgetFound();
  if (phase_ == ImportPhase::kMapping) MapAgain();
}

void ImportJob::MapAgain() {
  mapping_ = MapColumns(*schema_, sample_.headers, sample_.rows);
  mapping_.columns.resize(std::max(mapping_.columns.size(), sample_.column_count));
}

// What was found is forgotten; the profile's rules stay.
void ImportJob::ForgetFound() {
  found_.Clear(false);
  for (const auto& [kind, action] : rules_) found_.SetRule(kind, action);
}

ImportPlan ImportJob::PlanNow() const {
  ImportPlan plan;
  plan.columns = ColumnsOfMapping(*schema_, sample_.headers, mapping_);
  plan.made = MadeOfMapping(*schema_, sample_.headers, mapping_);
  if (is_workbook_) {
    if (sample_.sheet > 0 && sample_.sheet <= sample_.sheets.size()) plan.sheet = sample_.sheets[sample_.sheet - 1];
  } else {
    if (settings_.encoding) plan.encoding = std::string(EncodingName(*settings_.encoding));
    plan.delimiter = settings_.delimiter;
  }
  plan.has_header = settings_.has_header;
  for (const KindWord& kind : kKindWords) {
    for (const ActionWord& action : kActionWords) {
      if (found_.rule(kind.kind) == action.action) plan.duplicates[std::string(kind.word)] = std::string(action.word);
    }
  }
  return plan;
}

std::optional<Group> ImportJob::MakeProfile(const std::string& name, Id author) {
  const Schema* const schema = book_.SchemaOf(kProfileSchema);
  if (schema == nullptr) return std::nullopt;
  ImportProfile profile;
  profile.name = name;
  profile.schema = schema_->key;
  profile.source = source_;
  profile.plan = PlanNow();
  SyncClient& client = workspace_.client();
  CellList cells = ProfileCells(*schema, profile);
  Group group;
  const ImportProfile* const known = book_.FindProfile(profile_);
  const auto record = known != nullptr && known->name == name && known->source == source_ ? workspace_.records().FindRecord(known->id) : std::nullopt;
  if (record) {
    group.mutations.push_back(client.MakeSet(*record, std::move(cells)));
    return group;
  }
  const Field* const owner = schema->Find(schema->owner);
  if (owner != nullptr && !author.is_nil()) cells.emplace_back(owner->id, Value::Text(FormatId(author)));
  profile_ = client.NewId();
  group.mutations.push_back(client.MakeInsert(schema->id, profile_, std::move(cells)));
  return group;
}

bool ImportJob::IsProfileNews() {
  const ImportProfile* const profile = book_.FindProfile(profile_);
  return profile == nullptr || !(profile->source == source_) || !(profile->plan == PlanNow());
}

// ---- the record of it -------------------------------------------------------------------------------------------------

// Into the slice that is about to be stored: what there is of the import by then.
void ImportJob::NoteRun(bool is_last) {
  const Schema* const schema = book_.SchemaOf(kRunSchema);
  if (schema == nullptr || written_ == 0) return;
  ImportRun run;
  run.file = name_;
  run.content = content();
  run.size = size_;
  run.source = source_;
  run.profile = profile_;
  run.batch = provenance_.batch;
  run.read = rows_.size();
  run.updated = updates_.size();
  run.created = written_ - updates_.size();
  run.duplicates = verdicts_.counts().duplicates;
  run.rejected = verdicts_.counts().blocked + verdicts_.counts().left_out;
  run.author = workspace_.client().state().principal.user;
  const CellList counts = RunCounts(*schema, run);
  const RunState state = is_last ? RunState::kWritten : RunState::kUnfinished;
  SyncClient& client = workspace_.client();
  if (run_.is_nil()) {
    run_ = client.NewId();
    CellList cells = RunCells(*schema, run);
    Record made(schema->id, run_);
    for (const auto& [field, value] : cells) made.Set(field, value);
    cells.insert(cells.end(), counts.begin(), counts.end());
    std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    groups_.AddAlone(Provenance(), client.MakeInsert(schema->id, run_, std::move(cells)));
    groups_.AddAlone(provenance_, client.MakeSet(made, RunStateCells(*schema, state)));
    return;
  }
  const auto record = workspace_.records().FindRecord(run_);
  if (!record) return;
  groups_.AddAlone(Provenance(), client.MakeSet(*record, counts));
  if (is_last) groups_.AddAlone(provenance_, client.MakeSet(*record, RunStateCells(*schema, state)));
}

void ImportJob::NoteUndone() {
  const Schema* const schema = book_.SchemaOf(kRunSchema);
  const auto record = schema != nullptr && !run_.is_nil() ? workspace_.records().FindRecord(run_) : std::nullopt;
  if (record) groups_.AddAlone(provenance_, workspace_.client().MakeSet(*record, RunStateCells(*schema, RunState::kTakenBack)));
}

}  // namespace kedang
