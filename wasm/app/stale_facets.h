// StaleFacets: rows of a template whose computed facets are to be made anew, from the row `next` on.
#pragma once

#include "shared/search/row_set.h"

namespace kedang {

struct StaleFacets {
  RowSet rows;
  Row next = 0;
};

}  // namespace kedang
