// FacetIndex: the columns of all facets of all schemas, kept row by row: how many rows of a set have which value, and which
// rows have a value. What is a facet follows from the schema: fields of few, closed values, stored or computed.
//
// Counts shown beside the values of a field are taken of the rows found without the field's own condition: else a chosen
// value would hide the others that could be chosen instead.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shared/facet/facet_column.h"
#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

struct FacetField {
  SchemaId schema = 0;
  FieldId field = 0;
  FieldType shown = FieldType::kChoice;  // of its values
  FacetTree tree = FacetTree::kFlat;
  bool is_computed = false;

  bool operator==(const FacetField&) const = default;
};

// The facets of a schema in the order a panel shows them: level and stage, what is computed, then as the form has them.
// Left out are retired and sensitive fields, and tags that are more names than classes (searched as such, without choices).
std::vector<FacetField> FacetsOf(const SchemaSet& schemas, const Schema& schema);

class FacetIndex {
 public:
  // Gives the value of a computed field of the record being set.
  using Computed = std::function<Value(FieldId)>;

  // The lexicon must outlive it.
  explicit FacetIndex(const Lexicon& lexicon) : lexicon_(lexicon) {}

  // Takes over what is a facet. True when that is not what it was: then nothing is known of any row.
  bool SetSchemas(const SchemaSet& schemas);

  // Replaces what is known of the row. Without `computed` those fields are empty.
  void Set(Row row, const Record& record, const Computed& computed = nullptr);
  // Only its computed fields; nothing for a row that is not there.
  void SetComputed(Row row, SchemaId schema, const Computed& computed);
  void Remove(Row row);
  void Clear();

  // In the order of FacetsOf.
  const std::vector<FacetField>& FieldsOf(SchemaId schema) const;
  bool has_computed(SchemaId schema) const;
  // Whether the field is one that is counted: it may have turned out to have too many values.
  bool Has(SchemaId schema, FieldId field) const;
  // All rows set and not removed.
  const RowSet& RowsOf(SchemaId schema) const;

  // Empty for a field that is not counted.
  std::vector<FacetCount> Count(SchemaId schema, FieldId field, const RowSet& rows) const;
  // Rows with one of these values, or with one below (a district of the province); "" stands for rows without a value. Tags
  // are the same when they fold to the same. Good for Has() only.
  RowSet RowsWith(SchemaId schema, FieldId field, const std::vector<std::string>& keys) const;

  std::size_t memory_bytes() const;

 private:
  struct Facet {
    FacetField field;
    FacetColumn column;
  };
  struct Sheet {  // of one schema
    SchemaId schema = 0;
    std::vector<FacetField> fields;
    std::vector<Facet> facets;
    RowSet rows;
  };

  Sheet* SheetOf(SchemaId schema);
  const Sheet* SheetOf(SchemaId schema) const { return const_cast<FacetIndex*>(this)->SheetOf(schema); }
  const Facet* FacetOf(SchemaId schema, FieldId field) const;
  void SetValue(Facet& facet, Row row, const Value& value);

  const Lexicon& lexicon_;
  std::vector<Sheet> sheets_;
  std::vector<std::string_view> keys_;  // of the value being set
};

}  // namespace kedang
