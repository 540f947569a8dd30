#include "wasm/app/workspace.h"

#include <algorithm>
#include <set>

#include "shared/check/overlay_records.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/text/fold.h"

namespace kedang {

Workspace::Workspace(ClientStorage& storage, Clock& clock, Random& random, const Lexicon& lexicon, std::string build,
                     std::function<void()> on_change)
    : clock_(clock),
      lexicon_(lexicon),
      on_change_(std::move(on_change)),
      client_(storage, *this, clock, random, std::move(build)),
      index_(lexicon.pinyin()),
      facets_(lexicon) {}

FormatContext Workspace::Format(bool is_english) const {
  FormatContext format;
  format.is_english = is_english;
  format.lexicon = &lexicon_;
  format.names = this;
  format.offset_minutes = zone_minutes_;
  return format;
}

CheckContext Workspace::Check() {
  CheckContext check;
  check.lexicon = &lexicon_;
  check.unique = this;
  check.names = this;
  check.today = Today();
  check.offset_minutes = zone_minutes_;
  check.user = user_;
  Book();
  check.rules = judge_.get();
  check.related = &lookup_;
  return check;
}

const RuleBook& Workspace::Book() const {
  if (rules_ != nullptr && rules_->version() == schemas().version) return *rules_;
  // What reads the old book goes before it.
  readers_ = nullptr;
  judge_ = nullptr;
  rules_ = std::make_unique<RuleBook>(schemas(), lexicon_);
  judge_ = std::make_unique<RuleJudge>(*rules_);
  readers_ = std::make_unique<ComputedReaders>(rules_->computed());
  return *rules_;
}

CheckContext Workspace::World() const {
  CheckContext world;
  world.lexicon = &lexicon_;
  world.today = Today();
  world.offset_minutes = zone_minutes_;
  world.related = &computed_lookup_;
  return world;
}

Value Workspace::ValueOf(const Record& record, FieldId field) const {
  const ComputedField* computed = Book().computed().Find(record.schema, field);
  if (computed == nullptr) return record.Get(field);
  // Who refers to whom is not known for these seconds, and looking through all rows for each cell would freeze the page.
  if (is_indexing_ && computed->reads_records) return Value();
  if (computed_revision_ != revision_ || computed_day_ != Today()) {
    computed_revision_ = revision_;
    computed_day_ = Today();
    readers_->saved.Forget();
  }
  const std::string user = user_.is_nil() ? std::string() : FormatId(user_);
  const CheckContext context = World();
  Value value = readers_->saved.Get(record, field, WorldOf(context, user));
  computed_lookup_.Release();
  return value;
}

Value Workspace::ValueOfDraft(const Record& draft, FieldId field, std::uint64_t stamp) const {
  if (Book().computed().Find(draft.schema, field) == nullptr) return draft.Get(field);
  if (drafted_revision_ != revision_ || drafted_stamp_ != stamp) {
    drafted_revision_ = revision_;
    drafted_stamp_ = stamp;
    readers_->drafted.Forget();
  }
  const std::string user = user_.is_nil() ? std::string() : FormatId(user_);
  const CheckContext context = World();
  OverlayRecords overlay(&computed_lookup_);
  overlay.Lay(draft);
  EvaluationContext world = WorldOf(context, user);
  world.related = &overlay;
  Value value = readers_->drafted.Get(draft, field, world);
  computed_lookup_.Release();
  return value;
}

bool Workspace::IsOwnOf(SchemaId schema, const Field& field) const {
  const ComputedField* computed = Book().computed().Find(schema, field.id);
  return computed == nullptr || (!computed->reads_records && !computed->is_volatile);
}

bool Workspace::IsIndexed(SchemaId schema, const Field& field) const {
  const ComputedField* computed = Book().computed().Find(schema, field.id);
  if (computed == nullptr) return true;
  return !computed->program.is_empty() && !computed->reads_records && !computed->is_volatile;
}

std::vector<FieldId> Workspace::FillDefaults(Record& record, const std::vector<FieldId>& except, Issues& issues) {
  const CheckContext check = Check();
  return check.rules->FillDefaults(record, except, check, issues);
}

Date Workspace::Today() const { return DateOf(clock_.NowMs(), zone_minutes_); }

std::string Workspace::TitleOf(const Record& record) const {
  const Schema* schema = schemas().Find(record.schema);
  const Field* title = schema != nullptr ? schema->Find(schema->title) : nullptr;
  std::string text;
  if (title != nullptr) text = FormatField(ShownField(record.schema, *title), ValueOf(record, title->id), Format(false));
  return text.empty() ? FormatId(record.id) : text;
}

// ---- the program's own records ----------------------------------------------------------------------------------------

bool Workspace::IsSystemRow(Row row) const {
  const auto header = records().HeaderAt(row);
  const Schema* schema = header ? schemas().Find(header->schema) : nullptr;
  return schema != nullptr && schema->is_system;
}

const std::vector<Row>& Workspace::SystemRows() const {
  if (system_version_ == schemas().version) return system_rows_;
  system_version_ = schemas().version;
  system_rows_.clear();
  for (Row row = 0; row < records().row_limit(); ++row) {
    if (IsSystemRow(row)) system_rows_.push_back(row);
  }
  return system_rows_;
}

// With the version of the schemas: which of them are the program's own may have changed.
std::uint64_t Workspace::system_revision() const { return (std::uint64_t{schemas().version} << 40) + system_changes_; }

void Workspace::NoteSystemRow(Row row) {
  if (!IsSystemRow(row)) return;
  if (std::find(system_rows_.begin(), system_rows_.end(), row) == system_rows_.end()) system_rows_.push_back(row);
}

// ---- indexing ---------------------------------------------------------------------------------------------------------

// Of schemas() as they are; their facets are known by then.
const IndexedFields& Workspace::FieldsToIndex(const Schema& schema) {
  Book();
  if (indexed_version_ != schemas().version) indexed_fields_.clear();
  indexed_version_ = schemas().version;
  const auto found = indexed_fields_.find(schema.id);
  if (found != indexed_fields_.end()) return found->second;
  const auto is_own = [&](const Field& field) { return IsIndexed(schema.id, field); };
  return indexed_fields_.emplace(schema.id, IndexedFields(schema, facets_.FieldsOf(schema.id), is_own)).first->second;
}

const Schema* Workspace::SchemaToIndex(Row row) const {
  const auto header = records().HeaderAt(row);
  return header && !header->is_deleted ? schemas().Find(header->schema) : nullptr;
}

void Workspace::IndexRow(Row row) {
  IndexWords(row);
  IndexLinks(row);
}

void Workspace::IndexLinks(Row row) {
  const Schema* schema = SchemaToIndex(row);
  if (schema == nullptr) {
    facets_.Remove(row);
    return;
  }
  const IndexedFields& fields = FieldsToIndex(*schema);
  const bool is_stored = fields.computed.empty() && !fields.has_computed_facets;
  const auto record = is_stored ? records().CellsAt(row, fields.linked) : records().RecordAt(row);
  std::set<Id> targets;
  const auto add_target = [&targets](std::string_view text) {
    if (const auto id = ParseId(text)) targets.insert(*id);
  };
  for (const Cell& cell : record->cells()) {
    const Field* field = fields.Find(*schema, cell.field);
    if (field == nullptr || cell.value.is_null()) continue;
    if (field->is_unique) links_.AddKey(schema->id, field->id, NormalForm(*field, cell.value), row);
    if (field->id == schema->title) links_.AddKey(schema->id, 0, Fold(FormatPlain(cell.value)), row);
    if (!TraitsOf(field->type).has_target) continue;
    add_target(cell.value.text());
    for (const std::string& target : cell.value.list()) add_target(target);
  }
  EvaluationContext world;
  world.lexicon = &lexicon_;
  world.offset_minutes = zone_minutes_;
  for (const std::size_t place : fields.computed) {
    if (schema->fields[place].id != schema->title) continue;
    const Value& value = readers_->indexed.Get(*record, schema->title, world);
    if (!value.is_null()) links_.AddKey(schema->id, 0, Fold(FormatPlain(value)), row);
    readers_->indexed.Forget();
  }
  for (const Id target : targets) links_.AddTarget(target, row);
  links_.NoteAdded(row);
  IndexFacets(row, *record);
}

bool Workspace::IndexStep(std::size_t max_rows) {
  if (!is_indexing_) return true;
  const Row limit = client_.records().row_limit();
  if (next_unsearched_ < limit) {
    for (; max_rows > 0 && next_unsearched_ < limit; --max_rows) IndexWords(next_unsearched_++);
    ++revision_;
  }
  if (next_unindexed_ == 0 && next_unsearched_ >= limit) links_.Reserve(limit);
  // What is found does not change any more: lists are not asked to begin anew until all of it is there.
  for (; max_rows > 0 && next_unindexed_ < limit; --max_rows) IndexLinks(next_unindexed_++);
  is_indexing_ = next_unindexed_ < limit || next_unsearched_ < limit;
  if (!is_indexing_) ++revision_;
  return !is_indexing_;
}

void Workspace::IndexReferring(Id target, std::set<SchemaId>& schemas) {
  std::set<Row> rows;
  links_.ForTarget(target, [&rows](Row row) {
    rows.insert(row);
    return true;
  });
  for (const Row row : rows) {
    const auto header = client_.records().HeaderAt(row);
    if (!header || header->is_deleted) continue;
    IndexRow(row);
    orders_.Touch(row);
    journal_.Note(revision_ + 1, row);
    schemas.insert(header->schema);
  }
}

void Workspace::OnRecordsChanged(std::span<const Id> records) {
  std::set<SchemaId> schemas;
  std::vector<Id> retitled;
  for (const Id id : records) {
    const Row row = client_.records().RowOf(id);
    const auto header = row != kNoRow ? client_.records().HeaderAt(row) : std::nullopt;
    if (!header) {
      retitled.push_back(id);  // it is gone
      continue;
    }
    const Schema* schema = this->schemas().Find(header->schema);
    const auto title = [&] { return schema != nullptr ? index_.TextOf(row, schema->title) : std::u32string(); };
    const Field* field = schema != nullptr ? schema->Find(schema->title) : nullptr;
    const bool is_told = field != nullptr && field->search_weight > 0;
    const std::u32string before = title();
    IndexRow(row);
    if (!is_told || title() != before) retitled.push_back(id);
    NoteSystemRow(row);
    orders_.Touch(row);
    journal_.Note(revision_ + 1, row);
    schemas.insert(header->schema);
  }
  // A record that is gone has left its row free.
  for (const Row row : client_.records().free_rows()) {
    for (const Schema& schema : this->schemas().schemas) {
      if (index_.RowsOf(schema.id).Has(row)) schemas.insert(schema.id);
    }
    if (is_indexing_ || index_.RowsOf(0).Has(row)) journal_.Note(revision_ + 1, row);
    index_.Remove(row);
    facets_.Remove(row);
    orders_.Touch(row);
  }
  for (const Id id : retitled) IndexReferring(id, schemas);
  for (const SchemaId schema : schemas) NoteFacetsStale(schema);
  ++system_changes_;
  if (!is_indexing_) next_unindexed_ = next_unsearched_ = client_.records().row_limit();  // new rows were indexed just now
  ++revision_;
  on_change_();
}

void Workspace::OnBaseReplaced() {
  index_.Clear();
  facets_.SetSchemas(schemas());
  facets_.Clear();
  stale_facets_.clear();
  facet_day_ = Today();
  orders_.Clear();
  journal_.NoteAll(revision_ + 1);
  conditions_.Forget();
  links_.Clear();
  ++base_count_;
  system_version_ = 0;
  ++system_changes_;
  indexed_fields_.clear();
  next_unindexed_ = next_unsearched_ = 0;
  is_indexing_ = true;
  ++revision_;
  on_change_();
}

void Workspace::OnSyncStatusChanged() { on_change_(); }

// ---- look-ups ---------------------------------------------------------------------------------------------------------

std::optional<Id> Workspace::FindOther(SchemaId schema_id, FieldId field_id, std::string_view normal_form, Id except) {
  const Schema* schema = schemas().Find(schema_id);
  const Field* field = schema != nullptr ? schema->Find(field_id) : nullptr;
  if (field == nullptr) return std::nullopt;
  for (const Row row : links_.WithKey(schema_id, field_id, normal_form)) {
    const auto record = client_.records().RecordAt(row);
    if (!record || record->is_deleted || record->id == except || record->schema != schema_id) continue;
    if (NormalForm(*field, record->Get(field_id)) == normal_form) return record->id;
  }
  return std::nullopt;
}

std::string Workspace::UserName(Id user) const {
  for (const Person& person : client_.state().people) {
    if (person.id == user) return person.name;
  }
  return "";
}

std::vector<Id> Workspace::UsersNamed(std::string_view name) const {
  std::vector<Id> users;
  const std::string folded = Fold(name);
  for (const Person& person : client_.state().people) {
    if (Fold(person.name) == folded) users.push_back(person.id);
  }
  return users;
}

std::string Workspace::RecordTitle(std::string_view target, Id id) const {
  const auto record = client_.records().FindRecord(id);
  const Schema* schema = schemas().Find(target);
  if (!record || schema == nullptr || record->schema != schema->id) return "";
  return FormatPlain(ValueOf(*record, schema->title));
}

std::vector<Id> Workspace::RecordsTitled(std::string_view target, std::string_view title) const {
  std::vector<Id> found;
  const Schema* schema = schemas().Find(target);
  if (schema == nullptr) return found;
  const std::string folded = Fold(title);
  for (const Row row : links_.WithKey(schema->id, 0, folded)) {
    const auto record = client_.records().RecordAt(row);
    if (!record || record->is_deleted || record->schema != schema->id) continue;
    if (Fold(FormatPlain(ValueOf(*record, schema->title))) == folded) found.push_back(record->id);
  }
  return found;
}

std::vector<Id> Workspace::ReferencesTo(const Schema& schema, Id target) const {
  std::vector<Row> rows;
  links_.ForTarget(target, [&rows](Row row) {
    rows.push_back(row);
    return true;
  });
  std::sort(rows.begin(), rows.end(), std::greater<>());
  std::vector<Id> found;
  for (const Row row : rows) {
    const auto record = client_.records().RecordAt(row);
    if (!record || record->is_deleted || record->schema != schema.id) continue;
    const bool points_there = std::any_of(schema.fields.begin(), schema.fields.end(), [&](const Field& field) {
      return TraitsOf(field.type).has_target && record->RefersTo(field.id, target);
    });
    if (points_there) found.push_back(record->id);
  }
  return found;
}

}  // namespace kedang
