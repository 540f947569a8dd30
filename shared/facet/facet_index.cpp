#include "shared/facet/facet_index.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

constexpr std::uint8_t kNameWeight = 2;  // tags searched from this weight on are names

bool IsFacet(const Field& field, const Field& shown) {
  if (field.is_retired || field.is_sensitive || field.is_unique) return false;
  const FieldTraits& traits = TraitsOf(shown.type);
  switch (traits.editor) {
    case EditorKind::kSwitch:
    case EditorKind::kChoice:
    case EditorKind::kChoices:
    case EditorKind::kTree:
    case EditorKind::kPerson:
    case EditorKind::kRating: return true;
    case EditorKind::kTags: return !shown.choices.empty() || field.search_weight < kNameWeight;
    default: return shown.type == FieldType::kDepartment;
  }
}

FacetTree TreeOf(FieldType type) {
  if (type == FieldType::kRegion) return FacetTree::kRegions;
  return type == FieldType::kIndustry ? FacetTree::kIndustries : FacetTree::kFlat;
}

}  // namespace

// Trees, tags and the owner stand before other choices, free words and who made it last.
std::vector<FacetField> FacetsOf(const SchemaSet& schemas, const Schema& schema) {
  std::vector<FacetField> fields;
  const auto add = [&](const Field& field) {
    const Field shown = ShownField(&schemas, schema, field);
    if (!IsFacet(field, shown)) return;
    const auto is_same = [&field](const FacetField& known) { return known.field == field.id; };
    if (std::any_of(fields.begin(), fields.end(), is_same)) return;
    fields.push_back({schema.id, field.id, shown.type, TreeOf(shown.type), IsComputed(field.type)});
  };
  for (const FieldId first : {schema.level, schema.stage}) {
    if (const Field* field = schema.Find(first)) add(*field);
  }
  for (const Field& field : schema.fields) {
    const bool is_by_server = field.type == FieldType::kCreatedBy || field.type == FieldType::kChangedBy;
    if (IsComputed(field.type) && !is_by_server) add(field);
  }
  const auto add_all = [&](auto&& is_next) {
    for (const Field& field : schema.fields) {
      if (is_next(field)) add(field);
    }
  };
  add_all([](const Field& field) { return TreeOf(field.type) != FacetTree::kFlat; });
  add_all([](const Field& field) { return field.type == FieldType::kTags && !field.choices.empty(); });
  add_all([&](const Field& field) { return field.id == schema.owner; });
  add_all([&](const Field& field) { return field.type != FieldType::kTags && !IsReadOnly(field.type) && field.id != schema.template_field; });
  add_all([](const Field&) { return true; });
  return fields;
}

bool FacetIndex::SetSchemas(const SchemaSet& schemas) {
  std::vector<Sheet> made;
  bool is_same = schemas.schemas.size() == sheets_.size();
  for (const Schema& schema : schemas.schemas) {
    made.emplace_back();
    made.back().schema = schema.id;
    made.back().fields = FacetsOf(schemas, schema);
    const Sheet* known = SheetOf(schema.id);
    is_same = is_same && known != nullptr && known->fields == made.back().fields;
  }
  if (is_same) return false;
  for (Sheet& sheet : made) {
    sheet.facets.reserve(sheet.fields.size());
    for (const FacetField& field : sheet.fields) sheet.facets.push_back(Facet{field, FacetColumn(field.tree, lexicon_)});
  }
  sheets_ = std::move(made);
  return true;
}

FacetIndex::Sheet* FacetIndex::SheetOf(SchemaId schema) {
  const auto found = std::find_if(sheets_.begin(), sheets_.end(), [schema](const Sheet& sheet) { return sheet.schema == schema; });
  return found != sheets_.end() ? &*found : nullptr;
}

const FacetIndex::Facet* FacetIndex::FacetOf(SchemaId schema, FieldId field) const {
  const Sheet* sheet = SheetOf(schema);
  if (sheet == nullptr) return nullptr;
  const auto found = std::find_if(sheet->facets.begin(), sheet->facets.end(), [field](const Facet& facet) { return facet.field.field == field; });
  return found != sheet->facets.end() ? &*found : nullptr;
}

// ---- rows --------------------------------------------------------------------------------------------------------------

void FacetIndex::SetValue(Facet& facet, Row row, const Value& value) {
  keys_.clear();
  std::string number;
  switch (value.kind()) {
    case Value::Kind::kText: keys_.push_back(value.text()); break;
    case Value::Kind::kList: keys_.assign(value.list().begin(), value.list().end()); break;
    case Value::Kind::kBoolean: keys_.push_back(value.boolean() ? "true" : "false"); break;
    case Value::Kind::kInteger:
      number = std::to_string(value.integer());
      keys_.push_back(number);
      break;
    default: break;
  }
  facet.column.Set(row, keys_);
}

void FacetIndex::Set(Row row, const Record& record, const Computed& computed) {
  Sheet* sheet = record.is_deleted ? nullptr : SheetOf(record.schema);
  if (sheet == nullptr || !sheet->rows.Has(row)) Remove(row);
  if (sheet == nullptr) return;
  sheet->rows.Add(row);
  for (Facet& facet : sheet->facets) {
    if (!facet.field.is_computed) SetValue(facet, row, record.Get(facet.field.field));
    else SetValue(facet, row, computed ? computed(facet.field.field) : Value());
  }
}

void FacetIndex::SetComputed(Row row, SchemaId schema, const Computed& computed) {
  Sheet* sheet = SheetOf(schema);
  if (sheet == nullptr || !sheet->rows.Has(row)) return;
  for (Facet& facet : sheet->facets) {
    if (facet.field.is_computed) SetValue(facet, row, computed(facet.field.field));
  }
}

void FacetIndex::Remove(Row row) {
  for (Sheet& sheet : sheets_) {
    if (!sheet.rows.Has(row)) continue;
    sheet.rows.Remove(row);
    for (Facet& facet : sheet.facets) facet.column.Remove(row);
  }
}

void FacetIndex::Clear() {
  for (Sheet& sheet : sheets_) {
    sheet.rows = RowSet();
    for (Facet& facet : sheet.facets) facet.column.Clear();
  }
}

// ---- questions ---------------------------------------------------------------------------------------------------------

const std::vector<FacetField>& FacetIndex::FieldsOf(SchemaId schema) const {
  static const std::vector<FacetField> kNone;
  const Sheet* sheet = SheetOf(schema);
  return sheet != nullptr ? sheet->fields : kNone;
}

bool FacetIndex::has_computed(SchemaId schema) const {
  const std::vector<FacetField>& fields = FieldsOf(schema);
  return std::any_of(fields.begin(), fields.end(), [](const FacetField& field) { return field.is_computed; });
}

bool FacetIndex::Has(SchemaId schema, FieldId field) const {
  const Facet* facet = FacetOf(schema, field);
  return facet != nullptr && facet->column.is_usable();
}

const RowSet& FacetIndex::RowsOf(SchemaId schema) const {
  static const RowSet kNone;
  const Sheet* sheet = SheetOf(schema);
  return sheet != nullptr ? sheet->rows : kNone;
}

std::vector<FacetCount> FacetIndex::Count(SchemaId schema, FieldId field, const RowSet& rows) const {
  const Facet* facet = FacetOf(schema, field);
  if (facet == nullptr) return {};
  return facet->column.Count(rows, RowsOf(schema));
}

RowSet FacetIndex::RowsWith(SchemaId schema, FieldId field, const std::vector<std::string>& keys) const {
  const Facet* facet = FacetOf(schema, field);
  if (facet == nullptr) return {};
  std::vector<std::string_view> views(keys.begin(), keys.end());
  if (facet->field.shown == FieldType::kTags) facet->column.AddAlike(views);  // words are asked for however they are written
  return facet->column.RowsWith(views);
}

std::size_t FacetIndex::memory_bytes() const {
  std::size_t bytes = 0;
  for (const Sheet& sheet : sheets_) {
    bytes += sheet.rows.words().capacity() * sizeof(std::uint64_t);
    for (const Facet& facet : sheet.facets) bytes += facet.column.memory_bytes();
  }
  return bytes;
}

}  // namespace kedang
