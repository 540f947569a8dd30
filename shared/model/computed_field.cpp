#include "shared/model/computed_field.h"

namespace kedang {
namespace {

// Lookups of lookups of lookups: a chain longer than this goes round.
constexpr int kMostSteps = 16;

const Schema* SchemaBehind(const SchemaSet& schemas, const Schema& schema, const Field& field) {
  if (field.type == FieldType::kRollup) return schemas.Find(field.computation.through);
  const Field* reference = schema.Find(field.computation.through);
  if (reference == nullptr) return nullptr;
  return schemas.Find(ShownField(&schemas, schema, *reference).target);
}

void TakeLook(const Field& source, Field& shown) {
  if (shown.choices.empty()) shown.choices = source.choices;
  if (shown.unit.empty()) shown.unit = source.unit;
  if (shown.format.empty()) shown.format = source.format;
  if (shown.target.empty()) shown.target = source.target;
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
    case FieldType::kChangedBy: return true;
    default: return false;
  }
}

bool IsReadOnly(FieldType type) { return type == FieldType::kAutoNumber || IsComputed(type); }

const Field* SourceOf(const SchemaSet& schemas, const Schema& schema, const Field& field) {
  const Schema* owner = &schema;
  const Field* at = &field;
  for (int step = 0; step < kMostSteps; ++step) {
    const bool leads_on = at->type == FieldType::kLookup || (at->type == FieldType::kRollup && at == &field);
    if (!leads_on) return at == &field ? nullptr : at;
    const Schema* behind = SchemaBehind(schemas, *owner, *at);
    const Field* source = behind != nullptr ? behind->Find(at->computation.source) : nullptr;
    if (source == nullptr) return nullptr;
    owner = behind;
    at = source;
  }
  return nullptr;
}

Field ShownField(const SchemaSet* schemas, const Schema& schema, const Field& field) {
  Field shown = field;
  if (!IsComputed(field.type)) return shown;
  const FieldType result = IsComputed(field.computation.result) ? FieldType::kText : field.computation.result;
  shown.type = result;
  shown.is_required = shown.is_unique = false;
  switch (field.type) {
    case FieldType::kCreatedAt:
    case FieldType::kChangedAt: shown.type = FieldType::kDate; return shown;
    case FieldType::kCreatedBy:
    case FieldType::kChangedBy: shown.type = FieldType::kUser; return shown;
    case FieldType::kLookup:
    case FieldType::kRollup: break;
    default: return shown;
  }
  if (field.computation.summary == "count") {
    shown.type = FieldType::kInteger;
    return shown;
  }
  const Field* source = schemas != nullptr ? SourceOf(*schemas, schema, field) : nullptr;
  if (source == nullptr) return shown;
  FieldType type = source->type;
  if (IsComputed(type)) type = ShownField(nullptr, schema, *source).type;
  if (field.type == FieldType::kLookup || result == FieldType::kText) shown.type = type;
  const bool is_mean = field.computation.summary == "average";
  if (is_mean && shown.type == FieldType::kInteger) shown.type = FieldType::kDecimal;
  TakeLook(*source, shown);
  return shown;
}

}  // namespace kedang
