// The readers of computed fields that a workspace keeps, one for each use: what they remember is forgotten at other times.
#pragma once

#include "shared/check/rule_book.h"

namespace kedang {

struct ComputedReaders {
  // The fields must outlive them.
  explicit ComputedReaders(const ComputedFields& fields) : saved(fields), drafted(fields), indexed(fields), faceted(fields), asked(fields) {}

  ComputedReader saved;    // of saved records
  ComputedReader drafted;  // of one draft
  ComputedReader indexed;  // of the row being indexed
  ComputedReader faceted;  // of the row whose facets are made
  ComputedReader asked;    // of the rows a query looks at
};

}  // namespace kedang
