#include "shared/sync/apply.h"

#include <algorithm>
#include <map>

#include "shared/check/overlay_records.h"
#include "shared/check/record_check.h"
#include "shared/field/date_text.h"
#include "shared/field/field_types.h"
#include "shared/model/auto_number.h"
#include "shared/model/computed_field.h"
#include "shared/model/withheld.h"
#include "shared/sync/merge.h"
#include "shared/sync/messages.h"
#include "shared/sync/migrate.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

// Auto numbers count by the calendar day in China.
constexpr int kZoneMinutes = 8 * 60;

class StoreUniqueLookup final : public UniqueLookup {
 public:
  explicit StoreUniqueLookup(ServerStore& store) : store_(store) {}
  std::optional<Id> FindOther(SchemaId schema, FieldId field, std::string_view normal_form, Id except) override {
    auto found = store_.FindUnique(schema, field, normal_form, except);
    if (found.ok()) return found.value();
    status_ = found.error();
    return std::nullopt;
  }
  const Status& status() const { return status_; }

 private:
  ServerStore& store_;
  Status status_;
};

// Whether the value can be kept and read again: what came over the wire was made by a program of any kind. A day needs four
// digits for its year, an amount its opposite. What stands for a value that a device does not have is none.
bool IsStorable(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kDate: return IsWritableDate(value.date());
    case Value::Kind::kDecimal: return value.decimal().units != INT64_MIN;
    default: return !IsWithheld(value);
  }
}

struct Draft {
  Record record;
  Record before;  // as it was in the store; of a fresh one nothing
  bool is_new = false;
  bool is_fresh = false;
  bool is_changed = false;
  std::vector<FieldId> touched;
};

// Plans a whole group in memory; nothing is written before every mutation is accepted.
class GroupPlan {
 public:
  GroupPlan(const ApplyContext& context, const Group& group)
      : context_(context), group_(group), now_(context.clock.NowMs()) {}

  Result<std::vector<MutationResult>> Run() {
    for (const Mutation& mutation : group_.mutations) KEDANG_RETURN_IF_ERROR(Plan(mutation));
    if (!is_refused_) CheckOwners();
    if (!is_refused_) KEDANG_RETURN_IF_ERROR(CheckDrafts());
    if (is_refused_) {
      KEDANG_RETURN_IF_ERROR(Refuse());
    } else {
      KEDANG_RETURN_IF_ERROR(Write());
    }
    return std::move(results_);
  }

 private:
  Status Plan(const Mutation& mutation) {
    MutationResult result;
    result.mid = mutation.mid;
    KEDANG_ASSIGN(result.outcome, Decide(mutation, result));
    if (!IsAccepted(result.outcome) && result.outcome != Outcome::kVoid) is_refused_ = true;
    results_.push_back(std::move(result));
    return {};
  }

  Result<Outcome> Decide(const Mutation& mutation, MutationResult& result) {
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
  Result<Outcome> Decide(const Mutation& mutation, bool is_older, MutationResult& result) {
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
      if (edit.field == 0 && mutation.kind == MutationKind::kDelete) continue;
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
        if (draft == nullptr || draft->record.is_deleted) return Outcome::kGone;
        return Merge(*schema, mutation, *draft, result);
      case MutationKind::kDelete: return Delete(mutation, draft, result);
      case MutationKind::kRestore: return RestoreRecord(mutation, draft, result);
      case MutationKind::kResolve: return Resolve(*schema, mutation, draft, result);
    }
    return Outcome::kInvalid;
  }

  Outcome Block(MutationResult& result, FieldId field, std::string code, std::string message) {
    Issue issue;
    issue.field = field;
    issue.code = std::move(code);
    issue.message = std::move(message);
    result.issues.push_back(std::move(issue));
    return Outcome::kInvalid;
  }

  Result<Draft*> FindDraft(Id id) {
    const auto found = drafts_.find(id);
    if (found != drafts_.end()) return &found->second;
    KEDANG_ASSIGN(auto stored, context_.store.Find(id));
    if (!stored) return static_cast<Draft*>(nullptr);
    Draft draft;
    draft.record = std::move(*stored);
    draft.before = draft.record;
    return &drafts_.emplace(id, std::move(draft)).first->second;
  }

  Result<Version> TakeVersion() {
    KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
    return Version{context_.store.epoch().number, sequence};
  }

  HistoryEntry& AddHistory(const Mutation& mutation, Version version, Outcome outcome) {
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

  void Change(Draft& draft, Version version) {
    draft.record.changed = version;
    draft.record.changed_ms = now_;
    draft.is_changed = true;
  }

  Result<Outcome> Insert(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result) {
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
  void KeepAuthor(const Schema& schema, bool is_made, Record& record, Version version) {
    if (context_.principal.user.is_nil()) return;
    for (const Field& field : schema.fields) {
      const bool is_kept = field.type == FieldType::kChangedBy || (is_made && field.type == FieldType::kCreatedBy);
      if (is_kept && !field.is_retired) record.Set(field.id, Value::Text(FormatId(context_.principal.user)), version);
    }
  }

  // Editors and imports fill default values themselves, where a person sees them and may empty them again; only what was sent
  // by a program or a form gets them here.
  void FillDefaults(Record& record, HistoryEntry& entry, const MutationResult& result) {
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

  // The version that the author's own earlier mutation made, whether of this group or of an earlier push.
  Result<Version> OwnVersion(MutationNumber mid) {
    if (mid == 0) return Version();
    for (const MutationResult& result : results_) {
      if (result.mid == mid) return IsAccepted(result.outcome) ? result.version : Version();
    }
    KEDANG_ASSIGN(const auto result, context_.store.FindResult(context_.replica, mid));
    return result && IsAccepted(result->outcome) ? result->version : Version();
  }

  Result<Outcome> Merge(const Schema& schema, const Mutation& mutation, Draft& draft, MutationResult& result) {
    Outcome outcome = Outcome::kApplied;
    std::vector<HistoryChange> changes;
    std::vector<Conflict> conflicts;
    std::vector<std::pair<FieldId, Value>> written;
    for (const CellEdit& edit : mutation.edits) {
      if (edit.field == 0) continue;
      const Cell* current = draft.record.FindCell(edit.field);
      KEDANG_ASSIGN(const Version own, OwnVersion(edit.base_mid));
      MergedCell merged = MergeCell(*schema.Find(edit.field), current, edit, own);
      if (merged.has_conflict) {
        outcome = Outcome::kConflict;
        conflicts.push_back(MakeConflict(mutation, edit, *current));
        KEDANG_RETURN_IF_ERROR(NameEarlierAuthor(conflicts.back(), *current));
        conflicts.back().is_later_current = merged.is_later_current;
      } else if (merged.is_joined && outcome == Outcome::kApplied) {
        outcome = Outcome::kMerged;
      }
      if (!merged.is_written) continue;
      changes.push_back({edit.field, current != nullptr ? current->value : Value(), merged.value});
      written.emplace_back(edit.field, std::move(merged.value));
      draft.touched.push_back(edit.field);
    }
    KEDANG_ASSIGN(result.version, TakeVersion());
    for (auto& [field, value] : written) draft.record.Set(field, std::move(value), result.version);
    for (Conflict& conflict : conflicts) {
      conflict.version = result.version;
      conflicts_.push_back(std::move(conflict));
    }
    if (!written.empty()) {
      Change(draft, result.version);
      KeepAuthor(schema, false, draft.record, result.version);
    }
    if (!written.empty() || outcome == Outcome::kConflict) {
      AddHistory(mutation, result.version, outcome).changes = std::move(changes);
    }
    return outcome;
  }

  Conflict MakeConflict(const Mutation& mutation, const CellEdit& edit, const Cell& current) {
    Conflict conflict;
    conflict.id = MakeId(now_, context_.random);
    conflict.schema = mutation.schema;
    conflict.record = mutation.record;
    conflict.field = edit.field;
    conflict.base = edit.base_value;
    conflict.earlier = current.value;
    conflict.later = edit.value;
    conflict.later_author = context_.principal.user;
    conflict.later_ms = mutation.client_ms;
    return conflict;
  }

  Status NameEarlierAuthor(Conflict& conflict, const Cell& current) {
    for (const HistoryEntry& entry : history_) {
      if (entry.version == current.version) {
        conflict.earlier_author = entry.author;
        conflict.earlier_ms = entry.server_ms;
        return {};
      }
    }
    KEDANG_ASSIGN(const auto entries, context_.store.History(conflict.record, 100));
    for (const HistoryEntry& entry : entries) {
      if (!(entry.version == current.version)) continue;
      conflict.earlier_author = entry.author;
      conflict.earlier_ms = entry.server_ms;
    }
    return {};
  }

  Result<Outcome> Delete(const Mutation& mutation, Draft* draft, MutationResult& result) {
    if (draft == nullptr || draft->record.is_deleted) return Outcome::kGone;
    if (mutation.edits.empty()) return Block(result, 0, "delete_base", "a delete says what it saw");
    const CellEdit& seen = mutation.edits.front();
    KEDANG_ASSIGN(const Version own, OwnVersion(seen.base_mid));
    const bool is_current = draft->record.changed == seen.base_version || draft->record.changed == own;
    KEDANG_ASSIGN(result.version, TakeVersion());
    if (!is_current) {
      // Somebody edited what is being deleted: the record stays and people decide.
      Conflict conflict = MakeConflict(mutation, seen, Cell{0, Value(), draft->record.changed});
      KEDANG_RETURN_IF_ERROR(NameEarlierAuthor(conflict, Cell{0, Value(), draft->record.changed}));
      conflict.is_later_current = false;
      conflict.version = result.version;
      conflicts_.push_back(std::move(conflict));
      AddHistory(mutation, result.version, Outcome::kConflict);
      return Outcome::kConflict;
    }
    draft->record.is_deleted = true;
    Change(*draft, result.version);
    AddHistory(mutation, result.version, Outcome::kApplied);
    return Outcome::kApplied;
  }

  Result<Outcome> RestoreRecord(const Mutation& mutation, Draft* draft, MutationResult& result) {
    if (draft == nullptr) return Outcome::kGone;
    if (!draft->record.is_deleted) return Outcome::kVoid;
    KEDANG_ASSIGN(result.version, TakeVersion());
    draft->record.is_deleted = false;
    draft->is_new = true;  // it comes back as a whole and is judged as a whole
    Change(*draft, result.version);
    AddHistory(mutation, result.version, Outcome::kApplied);
    return Outcome::kApplied;
  }

  Result<Outcome> Resolve(const Schema& schema, const Mutation& mutation, Draft* draft, MutationResult& result) {
    if (draft == nullptr) return Outcome::kGone;
    KEDANG_ASSIGN(auto conflict, context_.store.FindConflict(mutation.conflict));
    if (!conflict || !(conflict->record == mutation.record)) return Outcome::kGone;
    if (!conflict->is_open) return Outcome::kVoid;  // somebody else decided first; their choice is in the history
    KEDANG_ASSIGN(const Outcome outcome, Merge(schema, mutation, *draft, result));
    conflict->is_open = false;
    conflict->version = result.version;
    conflicts_.push_back(std::move(*conflict));
    return outcome;
  }

  // Who may change what is known when the whole group is: owner and visibility may be part of it.
  void CheckOwners() {
    for (const auto& [id, draft] : drafts_) {
      const Schema* schema = context_.schemas.Find(draft.record.schema);
      if (!draft.is_changed || schema == nullptr) continue;
      if (MayChange(context_.principal, *schema, draft.is_fresh ? nullptr : &draft.before, draft.record)) continue;
      is_refused_ = true;
      for (std::size_t i = 0; i < results_.size(); ++i) {
        if (group_.mutations[i].record == id) results_[i].outcome = Outcome::kDenied;
      }
    }
  }

  Status CheckDrafts() {
    StoreUniqueLookup lookup(context_.store);
    CheckContext check;
    check.lexicon = &context_.lexicon;
    check.unique = &lookup;
    check.today = DateOf(now_, kZoneMinutes);
    check.offset_minutes = kZoneMinutes;
    check.user = context_.principal.user;
    RuleJudge judge(context_.rules);
    check.rules = &judge;
    // Rules see the whole group as it will be, whatever the order of its mutations.
    StoreLookup stored(context_.store);
    OverlayRecords records(&stored);
    for (const auto& [id, draft] : drafts_) records.Lay(draft.record);
    check.related = &records;
    for (auto& [id, draft] : drafts_) {
      if (!draft.is_changed || draft.record.is_deleted) continue;
      const Schema* schema = context_.schemas.Find(draft.record.schema);
      RecordChange change;
      change.before = draft.is_fresh ? nullptr : &draft.before;
      change.is_whole = draft.is_new;
      change.source = group_.provenance.kind;
      Issues blocks = BlockingIssues(CheckRecord(*schema, draft.record, check, change), draft.touched, draft.is_new);
      KEDANG_RETURN_IF_ERROR(lookup.status());
      KEDANG_RETURN_IF_ERROR(stored.status());
      if (blocks.empty()) continue;
      is_refused_ = true;
      for (std::size_t i = 0; i < results_.size(); ++i) {
        if (!(group_.mutations[i].record == id)) continue;
        results_[i].outcome = Outcome::kInvalid;
        results_[i].issues = blocks;
      }
    }
    return {};
  }

  Status Refuse() {
    for (std::size_t i = 0; i < results_.size(); ++i) {
      MutationResult& result = results_[i];
      if (IsAccepted(result.outcome) || result.outcome == Outcome::kVoid) {
        result.outcome = Outcome::kInvalid;
        Issue issue;
        issue.code = "group_refused";
        issue.message = "another change of the same group was refused";
        result.issues.push_back(std::move(issue));
      }
      result.version = Version();
      KEDANG_RETURN_IF_ERROR(
          context_.store.KeepRejected(context_.principal, context_.replica, group_.mutations[i], result, now_));
    }
    return {};
  }

  Status Write() {
    for (const auto& [id, draft] : drafts_) {
      if (!draft.is_changed) continue;
      const Schema* schema = context_.schemas.Find(draft.record.schema);
      KEDANG_RETURN_IF_ERROR(context_.store.PutWithKeys(draft.record, UniqueKeysOf(*schema, draft.record)));
    }
    for (const HistoryEntry& entry : history_) KEDANG_RETURN_IF_ERROR(context_.store.AppendHistory(entry));
    for (const Conflict& conflict : conflicts_) KEDANG_RETURN_IF_ERROR(context_.store.PutConflict(conflict));
    return {};
  }

  const ApplyContext& context_;
  const Group& group_;
  TimeMs now_;
  std::map<Id, Draft> drafts_;
  std::vector<MutationResult> results_;
  std::vector<HistoryEntry> history_;
  std::vector<Conflict> conflicts_;
  bool is_refused_ = false;
};

}  // namespace

Result<std::vector<MutationResult>> ApplyGroup(const ApplyContext& context, const Group& group) {
  return GroupPlan(context, group).Run();
}

std::vector<ServerStore::UniqueKey> UniqueKeysOf(const Schema& schema, const Record& record) {
  std::vector<ServerStore::UniqueKey> keys;
  if (record.is_deleted) return keys;
  for (const Field& field : schema.fields) {
    if (!field.is_unique || field.is_retired) continue;
    std::string normal = NormalForm(field, record.Get(field.id));
    if (!normal.empty()) keys.push_back({field.id, std::move(normal)});
  }
  return keys;
}

Issues BlockingIssues(const Issues& issues, const std::vector<FieldId>& touched, bool is_new) {
  Issues blocks;
  for (const Issue& issue : issues) {
    if (issue.severity != Severity::kBlock) continue;
    const bool is_answerable = is_new || issue.field == 0 || IsOfRules(issue) ||
                               std::find(touched.begin(), touched.end(), issue.field) != touched.end();
    if (is_answerable) blocks.push_back(issue);
  }
  return blocks;
}

}  // namespace kedang
