// ConditionIndex: somebody who knows rows by the values of a field, so that a condition need not look at the records: the
// columns behind facets.
#pragma once

#include <span>
#include <string>

#include "shared/model/schema.h"
#include "shared/search/row_set.h"

namespace kedang {

class ConditionIndex {
 public:
  virtual ~ConditionIndex() = default;

  // Sets `rows` to the live rows of `schema` whose field holds one of the values, as QueryValue::text has them: keys of choices,
  // codes of regions and industries (what lies within them is meant, too), ids of users, tags, "true", "false". False: not known
  // for this field, or not at the moment; `rows` is then of no use. The rows must be those of the records as they are.
  virtual bool RowsWith(SchemaId schema, FieldId field, std::span<const std::string> values, RowSet& rows) = 0;
  // The same for rows where the field is empty.
  virtual bool RowsWithout(SchemaId schema, FieldId field, RowSet& rows) = 0;
};

}  // namespace kedang
