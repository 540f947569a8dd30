#include "shared/model/computed_field.h"

namespace kedang {
namespace {

// Lookups of lookups of lookups: a chain longer than this goes round.
constexpr int kMostSteps = 16;

Field ShownAt(const SchemaSet* schemas, const Schema& schema, const Field& field, int steps);

const Schema* SchemaBehind(const SchemaSet& schemas, const Schema& schema, const Field& field, int steps) {
  if (field.type == FieldType::kRollup) return schemas.Find(field.computation.through);
  const Field* reference = schema.Find(field.computation.through);
  return reference != nullptr ? schemas.Find(ShownAt(&schemas, schema, *reference, steps).target) : nullptr;
}

// The field over there, and its schema in `schema`.
const Field* NextSource(const SchemaSet& schemas, const Schema*& schema, const Field& field, int steps) {
  if (field.type != FieldType::kLookup && field.type != FieldType::kRollup) return nullptr;
  if (field.computation.summary == "count" || steps <= 0) return nullptr;
  schema = SchemaBehind(schemas, *schema, field, steps - 1);
  return schema != nullptr ? schema->Find(field.computation.source) : nullptr;
}

void TakeLook(const Field& source, Field& shown) {
  if (shown.choices.empty()) shown.choices = source.choices;
  if (shown.unit.empty()) shown.unit = source.unit;
  if (shown.format.empty()) shown.format = source.format;
  if (shown.target.empty()) shown.target = source.target;
}

Field ShownAt(const SchemaSet* schemas, const Schema& schema, const Field& field, int steps) {
  Field shown = field;
  if (!IsComputed(field.type)) return shown;
  FieldType result = IsComputed(field.computation.result) ? FieldType::kText : field.computation.result;
  // An expression knows days, not moments.
  if (result == FieldType::kDateTime) result = FieldType::kDate;
  shown.type = result;
  shown.is_required = shown.is_unique = false;
  switch (field.type) {
    case FieldType::kCreatedAt:
    case FieldType::kChangedAt: shown.type = FieldType::kDateTime; return shown;
    case FieldType::kCreatedBy:
    case FieldType::kChangedBy: shown.type = FieldType::kUser; return shown;
    case FieldType::kSmartTags: shown.type = FieldType::kMultipleChoice; return shown;
    case FieldType::kLookup:
    case FieldType::kRollup: break;
    default: return shown;
  }
  if (field.computation.summary == "count") {
    shown.type = FieldType::kInteger;
    return shown;
  }
  const Schema* owner = &schema;
  const Field* source = schemas != nullptr ? NextSource(*schemas, owner, field, steps) : nullptr;
  if (source == nullptr) return shown;
  const Field like = ShownAt(schemas, *owner, *source, steps - 1);
  if (field.type == FieldType::kLookup || result == FieldType::kText) shown.type = like.type;
  if (shown.type == FieldType::kDateTime) shown.type = FieldType::kDate;
  if (field.computation.summary == "average" && shown.type == FieldType::kInteger) shown.type = FieldType::kDecimal;
  TakeLook(like, shown);
  return shown;
}

}  // namespace

bool IsComputed(FieldType type) {
  switch (type) {
    case FieldType::kFormula:
    case FieldType::kLookup:
    case FieldType::kRollup:
    case FieldType::kCreatedAt:
    case FieldType::kChangedAt:
    case FieldType::kCreatedBy:
    case FieldType::kChangedBy:
    case FieldType::kSmartTags: return true;
    default: return false;
  }
}

bool IsReadOnly(FieldType type) { return type == FieldType::kAutoNumber || IsComputed(type); }

const Field* SourceOf(const SchemaSet& schemas, const Schema& schema, const Field& field) {
  const Schema* owner = &schema;
  const Field* at = &field;
  int steps = kMostSteps;
  while (const Field* next = NextSource(schemas, owner, *at, steps)) {
    at = next;
    --steps;
  }
  return at == &field || at->type == FieldType::kLookup || at->type == FieldType::kRollup ? nullptr : at;
}

Field ShownField(const SchemaSet* schemas, const Schema& schema, const Field& field) {
  return ShownAt(schemas, schema, field, kMostSteps);
}

Field ShownSource(const SchemaSet& schemas, const Schema& schema, const Field& field) {
  const Schema* owner = &schema;
  const Field* source = NextSource(schemas, owner, field, kMostSteps);
  return source != nullptr ? ShownField(&schemas, *owner, *source) : Field();
}

}  // namespace kedang
