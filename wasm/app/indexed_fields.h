// IndexedFields: what a workspace reads of each record of a schema to find it: by words, and by unique values, titles, references
// and facets. Worked out once for a version of the schemas, for it is asked of every row.
#pragma once

#include <functional>
#include <vector>

#include "shared/facet/facet_index.h"
#include "shared/model/schema.h"

namespace kedang {

struct IndexedFields {
  IndexedFields() = default;
  // `is_own`: whether a computed field can be found by words.
  IndexedFields(const Schema& schema, const std::vector<FacetField>& facets, const std::function<bool(const Field&)>& is_own);

  // The stored field, unless it is retired.
  const Field* Find(const Schema& schema, FieldId field) const {
    const std::size_t place = field < places.size() ? places[field] : 0;
    return place > 0 && place <= schema.fields.size() ? &schema.fields[place - 1] : nullptr;
  }

  std::vector<std::size_t> places;      // by field: where it stands in the schema, counted from 1
  std::vector<FieldId> searched;        // stored fields that words are looked for in, ascending
  std::vector<FieldId> linked;          // stored fields of look-ups, references and facets, ascending
  std::vector<std::size_t> computed;    // places, counted from 0, of computed fields found by words or as the title
  bool has_computed_facets = false;
};

}  // namespace kedang
