#include "wasm/app/facet_counts.h"

#include <algorithm>

namespace kedang {
namespace {

// Whether the query says something of the field that every hit must keep to.
bool IsAsked(const Query& query, std::string_view field) {
  const std::vector<Query> parts = PartsOf(query);
  return std::any_of(parts.begin(), parts.end(), [field](const Query& part) {
    const Query& bare = part.kind == Query::Kind::kNot && !part.parts.empty() ? part.parts.front() : part;
    return bare.kind == Query::Kind::kCondition && bare.condition.field == field;
  });
}

}  // namespace

void FacetCounts::Show(std::vector<FieldId> fields) {
  if (fields == fields_) return;
  fields_ = std::move(fields);
  list_revision_ = 0;
}

bool FacetCounts::Step(const RecordList& list, const RecordList::IsOver& is_over) {
  if (schema_ != list.schema()) {
    schema_ = list.schema();
    counts_.clear();
    has_counts_ = false;
    list_revision_ = 0;
    ++revision_;
  }
  if (list_revision_ != list.settled_count() || facet_revision_ != workspace_.facet_revision()) {
    list_revision_ = list.settled_count();
    facet_revision_ = workspace_.facet_revision();
    is_current_ = false;
    is_asking_ = false;
    next_ = 0;
  }
  while (next_ < fields_.size()) {
    if (!CountNext(list, is_over)) return false;
    ++next_;
    if (next_ < fields_.size() && is_over()) return false;
  }
  if (is_current_) return true;
  is_current_ = has_counts_ = true;
  ++revision_;
  return true;
}

bool FacetCounts::CountNext(const RecordList& list, const RecordList::IsOver& is_over) {
  const FieldId id = fields_[next_];
  const Schema* schema = workspace_.schemas().Find(schema_);
  const Field* field = schema != nullptr ? schema->Find(id) : nullptr;
  if (field == nullptr || !workspace_.facets().Has(schema_, id)) return true;
  if (!workspace_.IsFacetCurrent(schema_, id) && !workspace_.FacetStep(schema_, is_over)) return false;
  facet_revision_ = workspace_.facet_revision();
  const bool is_asked = IsAsked(list.tree(), field->key);
  if (is_asked) {
    const QueryWorld world = workspace_.Asking();
    if (!is_asking_) {
      Query query = list.tree();
      RemoveConditions(query, field->key);
      run_.Start(world, query, schema_);
      is_asking_ = true;
    }
    if (!run_.Step(world, is_over)) return false;
    is_asking_ = false;
  }
  std::vector<Value>& values = counts_[id];
  values.clear();
  for (const FacetCount& count : workspace_.facets().Count(schema_, id, is_asked ? run_.found() : list.found())) {
    values.push_back({std::string(count.key), count.rows});
  }
  return true;
}

const std::vector<FacetCounts::Value>& FacetCounts::Of(FieldId field) const {
  static const std::vector<Value> kNone;
  const auto found = counts_.find(field);
  return found != counts_.end() ? found->second : kNone;
}

std::uint32_t FacetCounts::CountOf(FieldId field, std::string_view key) const {
  for (const Value& value : Of(field)) {
    if (value.key == key) return value.rows;
  }
  return 0;
}

}  // namespace kedang
