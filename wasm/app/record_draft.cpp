#include "wasm/app/record_draft.h"

#include <algorithm>

#include "shared/check/overlay_records.h"
#include "shared/check/record_check.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/sync/apply.h"

namespace kedang {
namespace {

std::uint64_t NextStamp() {
  static std::uint64_t stamp = 0;
  return ++stamp;
}

}  // namespace

RecordDraft::RecordDraft(Workspace& workspace, const Schema& schema, std::vector<std::pair<FieldId, Value>> given)
    : workspace_(&workspace),
      schema_(&schema),
      schema_version_(workspace.client().schema_version()),
      is_new_(true),
      record_(schema.id, workspace.client().NewId()) {
  seen_ = record_;
  for (auto& [field, value] : given) SetValue(field, std::move(value));
  given_count_ = touched_.size();
  FillDefaults();
}

RecordDraft::RecordDraft(Workspace& workspace, const Schema& schema, Record seen)
    : workspace_(&workspace),
      schema_(&schema),
      schema_version_(workspace.client().schema_version()),
      seen_(std::move(seen)),
      record_(seen_) {
  Recheck();
}

CheckContext RecordDraft::Context() const {
  CheckContext context = workspace_->Check();
  if (rules_ != nullptr) context.rules = rules_;
  return context;
}

void RecordDraft::UseRules(RuleJudge& rules) {
  rules_ = &rules;
  computed_ = std::make_shared<ComputedReader>(rules.book().computed());
  if (is_new_) FillDefaults();
  else Recheck();
}

Value RecordDraft::ValueOf(FieldId field) const {
  if (computed_ == nullptr) return workspace_->ValueOfDraft(record_, field, stamp_);
  if (computed_->fields().Find(schema_->id, field) == nullptr) return record_.Get(field);
  const CheckContext context = Context();
  const std::string user = context.user.is_nil() ? std::string() : FormatId(context.user);
  OverlayRecords overlay(context.related);
  overlay.Lay(record_);
  EvaluationContext world = WorldOf(context, user);
  world.related = &overlay;
  computed_->Forget();  // a form of a preview is small: nothing has to be remembered
  Value value = computed_->Get(record_, field, world);
  overlay.Release();
  return value;
}

const Field& RecordDraft::ShownField(const Field& field) const {
  return computed_ == nullptr ? workspace_->ShownField(schema_->id, field) : computed_->fields().Shown(schema_->id, field);
}

const std::string& RecordDraft::TextOf(FieldId field) const {
  static const std::string empty;
  const auto found = texts_.find(field);
  if (found != texts_.end()) return found->second;
  const Field* definition = FieldOf(field);
  if (definition == nullptr) return empty;
  return texts_[field] = EditText(*definition, record_.Get(field), workspace_->Format(false));
}

void RecordDraft::SetText(FieldId field, std::string_view text) {
  const Field* definition = FieldOf(field);
  if (definition == nullptr || IsComputed(definition->type)) return;
  texts_[field] = std::string(text);
  Parsed parsed = ParseField(*definition, text, Context());
  parse_issues_[field] = std::move(parsed.issues);
  record_.Set(field, std::move(parsed.value));
  if (std::find(touched_.begin(), touched_.end(), field) == touched_.end()) touched_.push_back(field);
  if (is_new_) FillDefaults();
  else Recheck();
}

void RecordDraft::SetValue(FieldId field, Value value) {
  const Field* definition = FieldOf(field);
  if (definition == nullptr || IsComputed(definition->type)) return;
  texts_.erase(field);
  parse_issues_.erase(field);
  record_.Set(field, std::move(value));
  if (std::find(touched_.begin(), touched_.end(), field) == touched_.end()) touched_.push_back(field);
  if (is_new_) FillDefaults();
  else Recheck();
}

void RecordDraft::Revert(FieldId field) {
  SetValue(field, seen_.Get(field));
  touched_.erase(std::remove(touched_.begin(), touched_.end(), field), touched_.end());
  Recheck();
}

bool RecordDraft::IsChanged(FieldId field) const { return !(record_.Get(field) == seen_.Get(field)); }

std::vector<FieldId> RecordDraft::changed_fields() const {
  std::vector<FieldId> changed;
  for (const Field& field : schema_->fields) {
    if (!IsComputed(field.type) && IsChanged(field.id)) changed.push_back(field.id);
  }
  return changed;
}

bool RecordDraft::has_changes() const {
  for (const FieldId field : changed_fields()) {
    if (std::find(defaulted_.begin(), defaulted_.end(), field) == defaulted_.end()) return true;
  }
  // Text that could not become a value is a change, too: closing would lose it.
  return std::any_of(parse_issues_.begin(), parse_issues_.end(), [](const auto& entry) { return HasBlock(entry.second); });
}

// Defaults that read what is typed follow it as long as nobody has touched their own field.
void RecordDraft::FillDefaults() {
  for (const FieldId field : defaulted_) {
    if (std::find(touched_.begin(), touched_.end(), field) != touched_.end()) continue;
    record_.Set(field, Value());
    texts_.erase(field);
  }
  default_issues_.clear();
  defaulted_ = rules_ == nullptr ? workspace_->FillDefaults(record_, touched_, default_issues_)
                                 : rules_->FillDefaults(record_, touched_, Context(), default_issues_);
  for (const FieldId field : defaulted_) texts_.erase(field);
  Recheck();
}

std::string RecordDraft::ComputedText(const Field& field, bool is_english) const {
  const Value value = ValueOf(field.id);
  return value.is_null() ? std::string() : FormatField(ShownField(field), value, workspace_->Format(is_english));
}

void RecordDraft::Recheck() {
  stamp_ = NextStamp();
  RecordChange change;
  if (!is_new_) change.before = &seen_;
  record_issues_ = CheckRecord(*schema_, record_, Context(), change);
}

bool RecordDraft::IsTyped(FieldId field) const {
  const auto parsed = parse_issues_.find(field);
  return IsChanged(field) || (parsed != parse_issues_.end() && HasBlock(parsed->second));
}

void RecordDraft::Rebase(Record now, const std::vector<FieldId>& kept) {
  Record seen = now, record = std::move(now);
  const auto is_kept = [&kept](FieldId field) { return std::find(kept.begin(), kept.end(), field) != kept.end(); };
  for (const FieldId field : kept) {
    record.Set(field, record_.Get(field));
    const Cell* old = seen_.FindCell(field);
    const Cell* fresh = seen.FindCell(field);
    // An own edit is what the next one builds on; the same value with a newer version is no change.
    const bool is_own = fresh != nullptr && IsPendingVersion(fresh->version);
    if (is_own || seen.Get(field) == seen_.Get(field)) continue;
    seen.Set(field, seen_.Get(field), old != nullptr ? old->version : Version());
  }
  for (auto text = texts_.begin(); text != texts_.end();) text = is_kept(text->first) ? std::next(text) : texts_.erase(text);
  for (auto issues = parse_issues_.begin(); issues != parse_issues_.end();) {
    issues = is_kept(issues->first) ? std::next(issues) : parse_issues_.erase(issues);
  }
  touched_.erase(std::remove_if(touched_.begin(), touched_.end(), [&](FieldId field) { return !is_kept(field); }), touched_.end());
  seen_ = std::move(seen);
  record_ = std::move(record);
  schema_version_ = workspace_->client().schema_version();
  Recheck();
}

Issues RecordDraft::IssuesOf(FieldId field) const {
  Issues issues;
  const auto parsed = parse_issues_.find(field);
  if (parsed != parse_issues_.end()) issues = parsed->second;
  const bool is_touched = std::find(touched_.begin(), touched_.end(), field) != touched_.end();
  const bool is_silent = is_new_ && !is_touched && !shows_all_;
  for (const Issue& issue : default_issues_) {
    if (issue.field == field && record_.Get(field).is_null()) issues.push_back(issue);
  }
  if (is_silent) return issues;
  for (const Issue& issue : record_issues_) {
    if (issue.field != field) continue;
    const bool is_known = std::any_of(issues.begin(), issues.end(), [&](const Issue& known) { return known.code == issue.code; });
    if (!is_known) issues.push_back(issue);
  }
  return issues;
}

Issues RecordDraft::Blocks() const {
  Issues blocks = BlockingIssues(record_issues_, touched_, is_new_);
  for (const auto& [field, issues] : parse_issues_) {
    for (const Issue& issue : issues) {
      if (issue.severity != Severity::kBlock) continue;
      const bool is_known = std::any_of(blocks.begin(), blocks.end(),
                                        [&, id = field](const Issue& known) { return known.field == id && known.code == issue.code; });
      if (is_known) continue;
      blocks.push_back(issue);
      blocks.back().field = field;
    }
  }
  return blocks;
}

Group RecordDraft::MakeGroup(Workspace& workspace) const {
  std::vector<std::pair<FieldId, Value>> cells;
  for (const FieldId field : changed_fields()) cells.emplace_back(field, record_.Get(field));
  Group group;
  if (is_new_) {
    group.mutations.push_back(workspace.client().MakeInsert(schema_->id, record_.id, std::move(cells)));
  } else if (!cells.empty()) {
    group.mutations.push_back(workspace.client().MakeSet(seen_, std::move(cells)));
  }
  for (Mutation& mutation : group.mutations) mutation.schema_version = schema_version_;
  return group;
}

namespace {

// Lists are joined item by item, so what was saved may stand there in another order.
bool HaveSameItems(const Value& a, const Value& b) {
  if (a.kind() != Value::Kind::kList || b.kind() != Value::Kind::kList) return a == b;
  TextList one = a.list(), other = b.list();
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  return one == other;
}

}  // namespace

Group MakeUndo(Workspace& workspace, const Group& saved, const std::vector<Record>& before) {
  Group undo;
  undo.provenance.kind = SourceKind::kUndo;
  undo.provenance.batch = saved.provenance.batch;
  SyncClient& client = workspace.client();
  for (auto mutation = saved.mutations.rbegin(); mutation != saved.mutations.rend(); ++mutation) {
    const auto now = workspace.records().FindRecord(mutation->record);
    const auto old = std::find_if(before.begin(), before.end(),
                                  [&](const Record& record) { return record.id == mutation->record; });
    if (mutation->kind == MutationKind::kDelete) {
      // A delete that the server has confirmed has left this replica; its old state is all that is needed.
      if (old != before.end() && (!now || now->is_deleted)) undo.mutations.push_back(client.MakeRestore(*old));
      continue;
    }
    if (!now) continue;
    if (mutation->kind == MutationKind::kInsert) {
      if (!now->is_deleted) undo.mutations.push_back(client.MakeDelete(*now));
      continue;
    }
    if (old == before.end()) continue;
    std::vector<std::pair<FieldId, Value>> cells;
    for (const CellEdit& edit : mutation->edits) {
      const bool is_still_mine = HaveSameItems(now->Get(edit.field), edit.value);
      if (is_still_mine && !HaveSameItems(old->Get(edit.field), edit.value)) cells.emplace_back(edit.field, old->Get(edit.field));
    }
    if (!cells.empty()) undo.mutations.push_back(client.MakeSet(*now, std::move(cells)));
  }
  return undo;
}

}  // namespace kedang
