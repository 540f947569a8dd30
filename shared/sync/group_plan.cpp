#include "shared/sync/group_plan.h"

#include "shared/check/record_check.h"
#include "shared/field/date_text.h"
#include "shared/field/field_types.h"
#include "shared/model/auto_number.h"
#include "shared/model/computed_field.h"
#include "shared/model/withheld.h"
#include "shared/sync/messages.h"
#include "shared/sync/migrate.h"
#include "shared/sync/mutant.h"
#include "shared/sync/record_merge.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

// Whether the value can be kept and read again: what came over the wire was made by a program of any kind. A day needs four
// digits for its year, an amount its opposite. What stands for a value that a device does not have is none.
bool IsStorable(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kDate: return IsWritableDate(value.date());
    case Value::Kind::kDecimal: return value.decimal().units != INT64_MIN;
    default: return !IsWithheld(value);
  }
}

}  // namespace

Result<std::vector<MutationResult>> GroupPlan::Run() {
  for (const Mutation& mutation : group_.mutations) KEDANG_RETURN_IF_ERROR(Plan(mutation));
  if (!is_refused_) CheckOwners();
  if (!is_refused_) KEDANG_RETURN_IF_ERROR(CheckDrafts());
  if (is_refused_) {
    if (IsPlanted(Mutant::kHalfGroups)) KEDANG_RETURN_IF_ERROR(Write());
    KEDANG_RETURN_IF_ERROR(Refuse());
  } else {
    KEDANG_RETURN_IF_ERROR(Write());
  }
  return std::move(results_);
}

Status GroupPlan::Plan(const Mutation& mutation) {
  MutationResult result;
  result.mid = mutation.mid;
  KEDANG_ASSIGN(result.outcome, Decide(mutation, result));
  if (!IsAccepted(result.outcome) && result.outcome != Outcome::kVoid) is_refused_ = true;
  results_.push_back(std::move(result));
  return {};
}

Result<Outcome> GroupPlan::Decide(const Mutation& mutation, MutationResult& result) {
  const std::uint32_t made_under = mutation.schema_version;
  if (made_under == 0 || made_under == context_.schemas.version) return Decide(mutation, false, result);
  KEDANG_ASSIGN(const std::shared_ptr<const SchemaSet> then, context_.store.SchemasAt(made_under));
  Mutation migrated = mutation;
  CheckContext check;
  check.lexicon = &context_.lexicon;
  check.today = DateOf(now_, kZoneMinutes);
  if (auto issue = MigrateMutation(then.get(), context_.schemas, check, migrated)) {
    result.issues.push_back(std::move(*issue));
    return Outcome::kInvalid;
  }
  return Decide(migrated, made_under < context_.schemas.version, result);
}

// `is_older`: made before the schemas in force, when a field that is retired now was not.
Result<Outcome> GroupPlan::Decide(const Mutation& mutation, bool is_older, MutationResult& result) {
  const Schema* schema = context_.schemas.Find(mutation.schema);
  if (schema == nullptr) return Block(result, 0, "schema_unknown", "the server has no such template");
  if (mutation.record.is_nil()) return Block(result, 0, "record_id", "a record needs an id");
  const bool is_removal = mutation.kind == MutationKind::kDelete || mutation.kind == MutationKind::kRestore;
  if (is_removal && !MayDelete(context_.principal, *schema)) return Outcome::kDenied;
  if (!is_removal && !MayWrite(context_.principal, *schema, 0)) return Outcome::kDenied;
  for (const CellEdit& edit : mutation.edits) {
    // What the author saw is kept, too, when it comes to a conflict.
    for (const Value* value : {&edit.value, &edit.base_value}) {
      if (!IsStorable(*value)) return Block(result, edit.field, "value_kind", "not a value that can be kept");
      if (FormatPlain(*value).size() > kMaxValueBytes) return Block(result, edit.field, "value_too_long", "more than 64 KiB");
    }
    if (mutation.kind == MutationKind::kDelete) continue;  // what its author saw, not what he writes
    if (!MayWrite(context_.principal, *schema, edit.field)) return Outcome::kDenied;
    const Field* field = schema->Find(edit.field);
    if (field == nullptr || (field->is_retired && !is_older)) {
      return Block(result, edit.field, "field_unknown", "the template has no such field any more");
    }
    if (IsComputed(field->type)) return Block(result, edit.field, "field_computed", "the field is computed; it cannot be written");
    if (field->type == FieldType::kAutoNumber) {
      return Block(result, edit.field, "field_read_only", "this number is made by the server");
    }
    if (!edit.value.is_null() && edit.value.kind() != KindOf(field->type)) {
      return Block(result, edit.field, "value_kind", "the value is of another kind than the field");
    }
  }
  KEDANG_ASSIGN(Draft * draft, FindDraft(mutation.record));
  if (draft != nullptr && draft->record.schema != mutation.schema) {
    return Block(result, 0, "schema_differs", "the record belongs to another template");
  }
  if (draft != nullptr && !draft->is_fresh && !MaySee(context_.principal, *schema, draft->before)) return Outcome::kGone;
  switch (mutation.kind) {
    case MutationKind::kInsert: return Insert(*schema, mutation, draft, result);
    case MutationKind::kSet:
      if (draft == nullptr) return Outcome::kGone;
      if (draft->record.is_deleted) return SayWhereItIs(*schema, mutation.record, result);
      return Merge(*schema, mutation, *draft, result);
    case MutationKind::kDelete: return Delete(mutation, draft, result);
    case MutationKind::kRestore: return RestoreRecord(mutation, draft, result);
    case MutationKind::kResolve: return Resolve(*schema, mutation, draft, result);
    case MutationKind::kRevert: break;  // RevertBatch's
  }
  return Outcome::kInvalid;
}

// Of a record that became part of another: where its author may write what he wanted to.
Result<Outcome> GroupPlan::SayWhereItIs(const Schema& schema, Id record, MutationResult& result) {
  constexpr std::size_t kMostDecisions = 50;  // looked at: anybody may write one

  const Schema* decisions = context_.schemas.Find(kDecisionSchema);
  const Field* merged = decisions != nullptr ? decisions->Find("records") : nullptr;
  if (merged == nullptr) return Outcome::kGone;
  Status status;
  const Id survivor = SurvivorOf(*decisions, record, [&](Id id) {
    std::vector<Record> found;
    const Status scanned = context_.store.ScanReferring(decisions->id, merged->id, id, [&](const Record& decision) {
      if (MaySee(context_.principal, *decisions, decision)) found.push_back(decision);
      return found.size() < kMostDecisions;
    });
    if (!scanned.ok()) status = scanned;
    return found;
  });
  KEDANG_RETURN_IF_ERROR(status);
  if (survivor.is_nil()) return Outcome::kGone;
  // A decision may be old, or somebody's invention: only what is there, and theirs to see, is named.
  KEDANG_ASSIGN(const auto kept, context_.store.Find(survivor));
  if (!kept || kept->is_deleted || kept->schema != schema.id || !MaySee(context_.principal, schema, *kept)) return Outcome::kGone;
  Issue issue;
  issue.code = "merged_into";
  issue.message = "the record became part of another one";
  issue.details = {{"survivor", FormatId(survivor)}};
  result.issues.push_back(std::move(issue));
  return Outcome::kGone;
}

Outcome GroupPlan::Block(MutationResult& result, FieldId field, std::string code, std::string message) {
  Issue issue;
  issue.field = field;
  issue.code = std::move(code);
  issue.message = std::move(message);
  result.issues.push_back(std::move(issue));
  return Outcome::kInvalid;
}

Result<GroupPlan::Draft*> GroupPlan::FindDraft(Id id) {
  const auto found = drafts_.find(id);
  if (found != drafts_.end()) return &found->second;
  KEDANG_ASSIGN(auto stored, context_.store.Find(id));
  if (!stored) return static_cast<Draft*>(nullptr);
  Draft draft;
  draft.record = std::move(*stored);
  draft.before = draft.record;
  return &drafts_.emplace(id, std::move(draft)).first->second;
}

Result<Version> GroupPlan::TakeVersion() {
  KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
  return Version{context_.store.epoch().number, sequence};
}

HistoryEntry& GroupPlan::AddHistory(const Mutation& mutation, Version version, Outcome outcome) {
  HistoryEntry entry;
  entry.version = version;
  entry.schema = mutation.schema;
  entry.record = mutation.record;
  entry.kind = mutation.kind;
  entry.outcome = outcome;
  entry.author = context_.principal.user;
  entry.server_ms = now_;
  entry.client_ms = mutation.client_ms;
  entry.provenance = group_.provenance;
  history_.push_back(std::move(entry));
  return history_.back();
}

void GroupPlan::Change(Draft& draft, Version version) {
  draft.record.changed = version;
  draft.record.changed_ms = now_;
  draft.is_changed = true;
}

Result<Outcome> GroupPlan::Insert(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result) {
  if (draft != nullptr) return Outcome::kVoid;  // a replay after a restore: it is here already
  Draft fresh;
  fresh.is_new = fresh.is_fresh = true;
  fresh.record = Record(mutation.schema, mutation.record);
  KEDANG_ASSIGN(result.version, TakeVersion());
  fresh.record.created = result.version;
  fresh.record.created_ms = now_;
  HistoryEntry& entry = AddHistory(mutation, result.version, Outcome::kApplied);
  for (const CellEdit& edit : mutation.edits) {
    if (edit.value.is_null()) continue;
    fresh.record.Set(edit.field, edit.value, result.version);
    entry.changes.push_back({edit.field, Value(), edit.value});
  }
  FillDefaults(fresh.record, entry, result);
  KeepAuthor(schema, true, fresh.record, result.version);
  const Date today = DateOf(now_, kZoneMinutes);
  for (const Field& field : schema.fields) {
    if (field.type != FieldType::kAutoNumber || field.is_retired) continue;
    KEDANG_ASSIGN(const std::uint64_t number,
                  context_.store.NextNumber(schema.id, field.id, AutoNumberScope(field.format, today)));
    Value value = Value::Text(FormatAutoNumber(field.format, today, number));
    entry.changes.push_back({field.id, Value(), value});
    fresh.record.Set(field.id, std::move(value), result.version);
  }
  Change(fresh, result.version);
  drafts_.emplace(mutation.record, std::move(fresh));
  return Outcome::kApplied;
}

// Who made and changed a record is kept in its cells of those types, for as long as the schema has had them.
void GroupPlan::KeepAuthor(const Schema& schema, bool is_made, Record& record, Version version) {
  if (context_.principal.user.is_nil()) return;
  for (const Field& field : schema.fields) {
    const bool is_kept = field.type == FieldType::kChangedBy || (is_made && field.type == FieldType::kCreatedBy);
    if (is_kept && !field.is_retired) record.Set(field.id, Value::Text(FormatId(context_.principal.user)), version);
  }
}

// Editors and imports fill default values themselves, where a person sees them and may empty them again; only what was sent
// by a program or a form gets them here.
void GroupPlan::FillDefaults(Record& record, HistoryEntry& entry, const MutationResult& result) {
  const SourceKind source = group_.provenance.kind;
  if (source != SourceKind::kApi && source != SourceKind::kForm) return;
  StoreLookup stored(context_.store);
  CheckContext check;
  check.lexicon = &context_.lexicon;
  check.today = DateOf(now_, kZoneMinutes);
  check.offset_minutes = kZoneMinutes;
  check.user = context_.principal.user;
  check.related = &stored;
  Issues told;
  for (const FieldId field : RuleJudge(context_.rules).FillDefaults(record, {}, check, told)) {
    const Value value = record.Get(field);
    record.Set(field, value, result.version);
    entry.changes.push_back({field, Value(), value});
  }
}

Result<Outcome> GroupPlan::Delete(const Mutation& mutation, Draft* draft, MutationResult& result) {
  if (draft == nullptr || draft->record.is_deleted) return Outcome::kGone;
  if (mutation.edits.empty()) return Block(result, 0, "delete_base", "a delete says what it saw");
  const CellEdit& seen = mutation.edits.front();
  KEDANG_ASSIGN(const Version own, OwnVersion(seen.base_mid, draft->record.changed));
  bool is_current = draft->record.changed == seen.base_version || draft->record.changed == own;
  if (mutation.edits.size() > 1) {
    KEDANG_ASSIGN(is_current, HasSeenAll(mutation, *draft, own));
  }
  if (IsPlanted(Mutant::kDeleteWins)) is_current = true;
  KEDANG_ASSIGN(result.version, TakeVersion());
  if (!is_current) {
    // Somebody edited what is being deleted: the record stays and people decide.
    Conflict conflict = MakeConflict(mutation, seen, Cell{0, Value(), draft->record.changed});
    KEDANG_RETURN_IF_ERROR(NameEarlierAuthor(conflict, Cell{0, Value(), draft->record.changed}));
    conflict.is_later_current = false;
    conflict.version = result.version;
    conflicts_.push_back(std::move(conflict));
    draft->is_contested = true;
    AddHistory(mutation, result.version, Outcome::kConflict);
    return Outcome::kConflict;
  }
  draft->record.is_deleted = true;
  Change(*draft, result.version);
  AddHistory(mutation, result.version, Outcome::kApplied);
  return Outcome::kApplied;
}

Result<Outcome> GroupPlan::RestoreRecord(const Mutation& mutation, Draft* draft, MutationResult& result) {
  if (draft == nullptr) return Outcome::kGone;
  if (!draft->record.is_deleted) return Outcome::kVoid;
  KEDANG_ASSIGN(result.version, TakeVersion());
  draft->record.is_deleted = false;
  draft->is_new = true;  // it comes back as a whole and is judged as a whole
  Change(*draft, result.version);
  AddHistory(mutation, result.version, Outcome::kApplied);
  return Outcome::kApplied;
}

Result<Outcome> GroupPlan::Resolve(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result) {
  if (draft == nullptr) return Outcome::kGone;
  KEDANG_ASSIGN(auto conflict, context_.store.FindConflict(mutation.conflict));
  if (!conflict) {
    // A restored server does not know the conflict any more, but the value that was chosen then is an edit like any other.
    if (mutation.edits.empty() || draft->record.is_deleted) return Outcome::kGone;
    return Merge(schema, mutation, *draft, result);
  }
  if (!(conflict->record == mutation.record)) return Outcome::kGone;
  if (!conflict->is_open) return Outcome::kVoid;  // somebody else decided first; their choice is in the history
  // Who decides has seen both sides, whatever stood on top of them on his screen: an own edit that was refused, say.
  Mutation decision = mutation;
  const Cell* cell = draft->record.FindCell(conflict->field);
  for (CellEdit& edit : decision.edits) {
    const bool is_side = cell != nullptr && (cell->value == conflict->earlier || cell->value == conflict->later);
    if (edit.field == conflict->field && is_side) edit.base_value = cell->value;
  }
  KEDANG_ASSIGN(const Outcome outcome, Merge(schema, decision, *draft, result));
  conflict->is_open = false;
  conflict->version = result.version;
  conflicts_.push_back(std::move(*conflict));
  return outcome;
}

}  // namespace kedang
