// RecordLookup: what rules and computed fields see of other records, each schema's in the order of their ids.
#pragma once

#include "shared/expr/runtime.h"

namespace kedang {

class RecordLookup : public RelatedRecords {
 public:
  // Nobody needs the records found until now any more.
  virtual void Release() = 0;
};

}  // namespace kedang
