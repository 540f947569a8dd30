// Computed fields: formulas, lookups, roll-ups, smart tags, who made and changed a record and when. Nobody writes them and nothing of them is
// stored, but for who: that the server keeps in the cell. shared/check/computed_reader.h gives their values. Here is what the other rooms need to know of them.
#pragma once

#include "shared/model/schema.h"

namespace kedang {

bool IsComputed(FieldType type);
// Made by the server or computed: people and imports cannot write it.
bool IsReadOnly(FieldType type);

// The stored or formula field whose values a lookup shows or a roll-up summarises in the end, over lookups of lookups; null when
// there is none, and for a count.
const Field* SourceOf(const SchemaSet& schemas, const Schema& schema, const Field& field);

// What a computed field is shown, compared, searched and exported as: a copy whose type is that of its values, with the
// choices, unit, format and target that belong to them. Any other field is itself. `schemas` may be null: then lookups and
// roll-ups go by their `result`. A roll-up without a result is like its source.
Field ShownField(const SchemaSet* schemas, const Schema& schema, const Field& field);
// The same of the field a lookup or roll-up reads over there; an empty text field when there is none.
Field ShownSource(const SchemaSet& schemas, const Schema& schema, const Field& field);

}  // namespace kedang
