// Workspace's facets and what queries ask: the columns are set with the search index, row by row. Values that are computed of
// other records, or of the day, are made anew in slices when somebody looks.
#include "wasm/app/workspace.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr int kRowsPerLook = 32;

}  // namespace

void Workspace::IndexFacets(Row row, const Record& record) {
  if (!facets_.has_computed(record.schema)) {
    facets_.Set(row, record);
    return;
  }
  const RuleBook& book = Book();
  const std::string user = user_.is_nil() ? std::string() : FormatId(user_);
  const CheckContext context = World();
  const EvaluationContext world = WorldOf(context, user);
  bool is_partial = false;
  facets_.Set(row, record, [&](FieldId field) {
    const ComputedField* computed = book.computed().Find(record.schema, field);
    if (computed == nullptr || !computed->reads_records) return readers_->faceted.Get(record, field, world);
    is_partial = true;
    return Value();
  });
  readers_->faceted.Forget();
  if (!is_partial) return;
  StaleFacets& stale = stale_facets_[record.schema];
  stale.rows.Add(row);
  stale.next = std::min(stale.next, row);
}

void Workspace::NoteFacetsStale(SchemaId changed) {
  for (const Schema& schema : schemas().schemas) {
    const auto& fields = facets_.FieldsOf(schema.id);
    const bool is_touched = std::any_of(fields.begin(), fields.end(), [&](const FacetField& field) {
      const ComputedField* computed = field.is_computed ? Book().computed().Find(schema.id, field.field) : nullptr;
      if (computed == nullptr || !computed->reads_records) return false;
      return std::any_of(computed->reads.begin(), computed->reads.end(), [=](const FieldRead& read) { return read.schema == changed; });
    });
    if (is_touched) MakeFacetsStale(schema.id);
  }
}

void Workspace::MakeFacetsStale(SchemaId schema) {
  StaleFacets& stale = stale_facets_[schema];
  stale.rows = facets_.RowsOf(schema);
  stale.next = 0;
}

bool Workspace::IsFacetCurrent(SchemaId schema, FieldId field) const {
  if (is_indexing_ || !facets_.Has(schema, field)) return false;
  const ComputedField* computed = Book().computed().Find(schema, field);
  if (computed == nullptr) return true;
  if (computed->is_volatile && facet_day_ != Today()) return false;
  const auto stale = stale_facets_.find(schema);
  return stale == stale_facets_.end() || !(computed->reads_records || computed->is_volatile);
}

bool Workspace::FacetStep(SchemaId schema, const std::function<bool()>& is_over) {
  if (is_indexing_) return false;
  if (facet_day_ != Today()) {
    facet_day_ = Today();
    for (const Schema& one : schemas().schemas) {
      const auto& fields = facets_.FieldsOf(one.id);
      const bool is_volatile = std::any_of(fields.begin(), fields.end(), [&](const FacetField& field) {
        const ComputedField* computed = field.is_computed ? Book().computed().Find(one.id, field.field) : nullptr;
        return computed != nullptr && computed->is_volatile;
      });
      if (is_volatile) MakeFacetsStale(one.id);
    }
  }
  const auto found = stale_facets_.find(schema);
  if (found == stale_facets_.end()) return true;
  Book();
  const std::string user = user_.is_nil() ? std::string() : FormatId(user_);
  const CheckContext context = World();
  const EvaluationContext world = WorldOf(context, user);
  StaleFacets& stale = found->second;
  const Row limit = stale.rows.limit();
  while (stale.next < limit) {
    for (int i = 0; i < kRowsPerLook && stale.next < limit; ++stale.next) {
      if (!stale.rows.Has(stale.next)) continue;
      ++i;
      const auto record = client_.records().RecordAt(stale.next);
      if (!record || record->is_deleted || record->schema != schema) continue;
      facets_.SetComputed(stale.next, schema, [&](FieldId field) { return readers_->faceted.Get(*record, field, world); });
      readers_->faceted.Forget();
      computed_lookup_.Release();
    }
    if (stale.next < limit && is_over()) return false;
  }
  stale_facets_.erase(found);
  ++facet_revision_;
  return true;
}

// ---- what queries ask --------------------------------------------------------------------------------------------------

QueryWorld Workspace::Asking(bool is_english) {
  Book();
  user_text_ = user_.is_nil() ? std::string() : FormatId(user_);
  QueryWorld world;
  world.index = &index_;
  world.records = &client_.records();
  world.scope.schemas = &schemas();
  world.scope.lexicon = &lexicon_;
  world.scope.names = this;
  world.scope.people = this;
  world.scope.is_english = is_english;
  world.scope.offset_minutes = zone_minutes_;
  world.context = WorldOf(World(), user_text_);
  world.context.computed = &readers_->asked;
  world.revision = revision_;
  world.journal = &journal_;
  world.columns = this;
  world.memory = &conditions_;
  world.release = [this] {
    readers_->asked.Forget();
    computed_lookup_.Release();
  };
  return world;
}

std::vector<std::pair<Id, std::string>> Workspace::Users() const {
  std::vector<std::pair<Id, std::string>> users;
  for (const Person& person : client_.state().people) {
    if (person.is_active) users.emplace_back(person.id, person.name);
  }
  return users;
}

bool Workspace::RowsWith(SchemaId schema, FieldId field, std::span<const std::string> values, RowSet& rows) {
  if (!IsFacetCurrent(schema, field)) return false;
  rows = facets_.RowsWith(schema, field, std::vector<std::string>(values.begin(), values.end()));
  return true;
}

bool Workspace::RowsWithout(SchemaId schema, FieldId field, RowSet& rows) {
  return RowsWith(schema, field, std::vector<std::string>{""}, rows);
}

}  // namespace kedang
