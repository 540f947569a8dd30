#include "shared/sync/record_merge.h"

#include <algorithm>
#include <map>

#include "shared/field/field_types.h"
#include "shared/sync/messages.h"

namespace kedang {
namespace {

constexpr std::string_view kVerdicts[] = {"merged", "different", "related", "later"};
constexpr std::size_t kMaxTitleBytes = 190;

// The fields of the decision schema by their keys, so that administrators may add their own.
std::pair<FieldId, Value> CellOf(const Schema& schema, std::string_view key, Value value) {
  const Field* field = schema.Find(key);
  return {field != nullptr ? field->id : 0, std::move(value)};
}

std::string TextOf(const Schema& schema, const Record& record, std::string_view key) {
  const Field* field = schema.Find(key);
  const Value value = field != nullptr ? record.Get(field->id) : Value();
  return value.kind() == Value::Kind::kText ? value.text() : std::string();
}

// As visible as the least visible of the records: nobody hears of a record by what was decided about it.
void AddVisibility(const Schema& decisions, const Schema& schema, const std::vector<Record>& records,
                   std::vector<std::pair<FieldId, Value>>& cells) {
  std::string seen_by = "everyone";
  std::string team;
  for (const Record& record : records) {
    if (schema.visibility == 0) break;
    const std::string own = record.Get(schema.visibility).text();
    const std::string own_team = schema.team != 0 ? record.Get(schema.team).text() : std::string();
    const bool is_other_team = own == "team" && seen_by == "team" && own_team != team;
    if (own == "private" || is_other_team) seen_by = "private";
    if (own == "team" && seen_by == "everyone") {
      seen_by = "team";
      team = own_team;
    }
  }
  cells.push_back({decisions.visibility, Value::Text(seen_by)});
  if (seen_by == "team" && decisions.team != 0) cells.push_back({decisions.team, Value::Text(team)});
}

Result<Mutation> Decide(const SchemaSet& schemas, const std::vector<Record>& records, std::size_t titled, DuplicateVerdict verdict,
                        Id author, Id id, std::vector<std::pair<FieldId, Value>> more, const std::vector<Id>& named, EditMaker& edits) {
  const Schema* decisions = schemas.Find(kDecisionSchema);
  const Schema* schema = records.empty() ? nullptr : schemas.Find(records.front().schema);
  if (decisions == nullptr || schema == nullptr) return Error{ErrorCode::kUnsupported, "merge: there is no template for decisions"};
  TextList ids;
  for (const Id record : named) ids.push_back(FormatId(record));
  // Who sees the records may change; the decision stays as it is and would go on naming them.
  std::string title = schema->title != 0 && schema->visibility == 0 ? FormatPlain(records[titled].Get(schema->title)) : std::string();
  if (title.size() > kMaxTitleBytes) {
    std::size_t end = kMaxTitleBytes;
    while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0) == 0x80) --end;
    title.resize(end);
  }
  std::vector<std::pair<FieldId, Value>> cells = std::move(more);
  if (!title.empty()) cells.push_back(CellOf(*decisions, "title", Value::Text(std::move(title))));
  cells.push_back(CellOf(*decisions, "decision", Value::Text(std::string(DuplicateVerdictName(verdict)))));
  cells.push_back(CellOf(*decisions, "schema", Value::Text(schema->key)));
  cells.push_back(CellOf(*decisions, "records", Value::List(std::move(ids))));
  if (!author.is_nil() && decisions->owner != 0) cells.push_back({decisions->owner, Value::Text(FormatId(author))});
  if (decisions->visibility != 0) AddVisibility(*decisions, *schema, records, cells);
  std::erase_if(cells, [](const auto& cell) { return cell.first == 0; });
  return edits.MakeInsert(decisions->id, id, std::move(cells));
}

// What points to the merged records points to the kept one.
class ReferenceMover {
 public:
  ReferenceMover(const MergeRequest& request, RecordLookup& related) : request_(request), related_(related) {}

  Status Find(const SchemaSet& schemas) {
    const Schema* own = schemas.Find(request_.records.front().schema);
    for (const Schema& schema : schemas.schemas) {
      for (const Field& field : schema.fields) {
        const bool points = field.type == FieldType::kReference || field.type == FieldType::kReferences;
        if (!points || field.is_retired || own == nullptr || field.target != own->key) continue;
        KEDANG_RETURN_IF_ERROR(FindIn(schema, field));
      }
    }
    return {};
  }
  const std::map<Id, std::pair<Record, std::vector<std::pair<FieldId, Value>>>>& moved() const { return moved_; }

 private:
  bool IsOneOfThem(Id id) const {
    return std::any_of(request_.records.begin(), request_.records.end(), [id](const Record& record) { return record.id == id; });
  }

  Status FindIn(const Schema& schema, const Field& field) {
    const std::string kept = FormatId(request_.records[request_.kept].id);
    for (std::size_t i = 0; i < request_.records.size(); ++i) {
      if (i == request_.kept) continue;
      std::vector<const Record*> found;
      related_.FindReferring(schema.id, field.id, request_.records[i].id, kMaxPushMutations + 1, found);
      for (const Record* child : found) {
        if (IsOneOfThem(child->id)) continue;  // among themselves: MakeMerge sees to the kept one
        const auto [place, is_new] = moved_.try_emplace(child->id, *child, std::vector<std::pair<FieldId, Value>>());
        auto& cells = place->second.second;
        const bool is_there = std::any_of(cells.begin(), cells.end(), [&](const auto& cell) { return cell.first == field.id; });
        if (!is_there) cells.emplace_back(field.id, Moved(field, child->Get(field.id), kept));
        if (moved_.size() > kMaxPushMutations) {
          return Error{ErrorCode::kTooLarge, "merge: more than " + std::to_string(kMaxPushMutations) + " records point to them"};
        }
      }
      related_.Release();
    }
    return {};
  }

  Value Moved(const Field& field, const Value& value, const std::string& kept) const {
    if (field.type == FieldType::kReference) return Value::Text(kept);
    TextList list;
    for (const std::string& item : value.list()) {
      const auto id = ParseId(item);
      const std::string& now = id && IsOneOfThem(*id) ? kept : item;
      if (std::find(list.begin(), list.end(), now) == list.end()) list.push_back(now);
    }
    return Value::List(std::move(list));
  }

  const MergeRequest& request_;
  RecordLookup& related_;
  std::map<Id, std::pair<Record, std::vector<std::pair<FieldId, Value>>>> moved_;
};

// The kept record's new values; one that would point to itself is emptied.
std::vector<std::pair<FieldId, Value>> KeptCells(const Schema& schema, const MergeRequest& request) {
  const Record& kept = request.records[request.kept];
  const auto is_one = [&request](const std::string& text) {
    return std::any_of(request.records.begin(), request.records.end(),
                       [&text](const Record& record) { return FormatId(record.id) == text; });
  };
  std::vector<std::pair<FieldId, Value>> cells;
  for (const GoldenField& golden : request.golden) {
    const Field* field = schema.Find(golden.field);
    if (field == nullptr || !IsMerged(*field)) continue;
    Value value = golden.value;
    if (field->target == schema.key) {
      if (value.kind() == Value::Kind::kText && is_one(value.text())) value = Value();
      if (value.kind() == Value::Kind::kList) {
        TextList list = value.list();
        std::erase_if(list, is_one);
        value = Value::List(std::move(list));
      }
    }
    const bool is_same = kept.Get(field->id) == value ||
                         (kept.Get(field->id).is_null() && value.kind() == Value::Kind::kList && value.list().empty());
    if (!is_same) cells.emplace_back(field->id, std::move(value));
  }
  return cells;
}

CellEdit EditOf(const Record& now, FieldId field, Value value) {
  const Cell* cell = now.FindCell(field);
  return {field, std::move(value), now.Get(field), cell != nullptr ? cell->version : Version(), 0};
}

}  // namespace

std::string_view DuplicateVerdictName(DuplicateVerdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::optional<DuplicateDecision> ReadDecision(const Schema& schema, const Record& record) {
  DuplicateDecision decision;
  decision.id = record.id;
  const std::string word = TextOf(schema, record, "decision");
  const auto verdict = std::find(std::begin(kVerdicts), std::end(kVerdicts), word);
  const Field* records = schema.Find("records");
  if (verdict == std::end(kVerdicts) || records == nullptr || record.Get(records->id).kind() != Value::Kind::kList) return std::nullopt;
  decision.verdict = static_cast<DuplicateVerdict>(verdict - std::begin(kVerdicts));
  decision.schema = TextOf(schema, record, "schema");
  decision.survivor = ParseId(TextOf(schema, record, "survivor")).value_or(Id{});
  decision.batch = ParseId(TextOf(schema, record, "batch")).value_or(Id{});
  if (record.Get(records->id).list().size() > kMostOfOneDecision) return std::nullopt;
  for (const std::string& item : record.Get(records->id).list()) {
    if (const auto id = ParseId(item)) decision.records.push_back(*id);
  }
  if (decision.verdict == DuplicateVerdict::kMerged && decision.survivor.is_nil()) return std::nullopt;
  return decision;
}

Mutation StoredEditMaker::MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.kind = MutationKind::kInsert;
  mutation.schema = schema;
  mutation.record = id;
  for (auto& [field, value] : cells) mutation.edits.push_back({field, std::move(value), Value(), Version(), 0});
  return mutation;
}

Mutation StoredEditMaker::MakeSet(const Record& now, std::vector<std::pair<FieldId, Value>> cells) {
  Mutation mutation;
  mutation.schema = now.schema;
  mutation.record = now.id;
  for (auto& [field, value] : cells) mutation.edits.push_back(EditOf(now, field, std::move(value)));
  return mutation;
}

Mutation StoredEditMaker::MakeDelete(const Record& now) {
  Mutation mutation;
  mutation.kind = MutationKind::kDelete;
  mutation.schema = now.schema;
  mutation.record = now.id;
  mutation.edits.push_back({0, Value(), Value(), now.changed, 0});
  return mutation;
}

Result<MergeAnswer> MakeMerge(const SchemaSet& schemas, const MergeRequest& request, RecordLookup& related, EditMaker& edits) {
  if (request.records.size() < 2 || request.kept >= request.records.size()) {
    return Error{ErrorCode::kInvalidArgument, "merge: two records at least"};
  }
  const Record& kept = request.records[request.kept];
  const Schema* schema = schemas.Find(kept.schema);
  const Schema* decisions = schemas.Find(kDecisionSchema);
  if (schema == nullptr || decisions == nullptr) return Error{ErrorCode::kUnsupported, "merge: there is no template for decisions"};
  ReferenceMover mover(request, related);
  KEDANG_RETURN_IF_ERROR(mover.Find(schemas));

  MergeAnswer answer;
  Group& group = answer.group;
  group.provenance = {SourceKind::kMerge, "", request.batch};
  std::vector<Id> merged;
  for (std::size_t i = 0; i < request.records.size(); ++i) {
    if (i == request.kept) continue;
    if (request.records[i].schema != kept.schema) return Error{ErrorCode::kInvalidArgument, "merge: records of one template"};
    merged.push_back(request.records[i].id);
  }
  auto cells = KeptCells(*schema, request);
  if (!cells.empty()) group.mutations.push_back(edits.MakeSet(kept, std::move(cells)));
  for (const auto& [id, child] : mover.moved()) group.mutations.push_back(edits.MakeSet(child.first, child.second));
  answer.moved = mover.moved().size();
  for (std::size_t i = 0; i < request.records.size(); ++i) {
    if (i != request.kept) group.mutations.push_back(edits.MakeDelete(request.records[i]));
  }
  std::vector<std::pair<FieldId, Value>> more = {CellOf(*decisions, "survivor", Value::Text(FormatId(kept.id))),
                                                 CellOf(*decisions, "batch", Value::Text(FormatId(request.batch)))};
  const Field* probability = decisions->Find("probability");
  const auto units = static_cast<std::int64_t>(request.probability * 10'000);
  const auto decimal = NormalizeDecimal(Decimal{units, 4});
  if (probability != nullptr && decimal && request.probability > 0) more.emplace_back(probability->id, Value::Of(*decimal));
  KEDANG_ASSIGN(Mutation decision, Decide(schemas, request.records, request.kept, DuplicateVerdict::kMerged, request.author,
                                          request.decision, std::move(more), merged, edits));
  group.mutations.push_back(std::move(decision));
  if (group.mutations.size() > kMaxPushMutations) {
    return Error{ErrorCode::kTooLarge, "merge: more than " + std::to_string(kMaxPushMutations) + " changes at once"};
  }
  return answer;
}

Result<Mutation> MakeDecision(const SchemaSet& schemas, const std::vector<Record>& records, DuplicateVerdict verdict, Id author,
                              Id id, EditMaker& edits) {
  std::vector<Id> named;
  for (const Record& record : records) named.push_back(record.id);
  return Decide(schemas, records, 0, verdict, author, id, {}, named, edits);
}

Id SurvivorOf(const Schema& decisions, Id merged, const std::function<std::vector<Record>(Id)>& referring) {
  constexpr int kLongestChain = 100;
  Id survivor;
  for (int steps = 0; steps < kLongestChain; ++steps) {
    const Id asked = survivor.is_nil() ? merged : survivor;
    Id next;
    for (const Record& record : referring(asked)) {
      const auto decision = ReadDecision(decisions, record);
      const bool is_merge = decision && decision->verdict == DuplicateVerdict::kMerged && !record.is_deleted;
      if (is_merge && std::find(decision->records.begin(), decision->records.end(), asked) != decision->records.end()) next = decision->survivor;
    }
    if (next.is_nil() || next == merged) break;
    survivor = next;
  }
  return survivor;
}

}  // namespace kedang
