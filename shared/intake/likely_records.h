// Which record of the pool a row most likely is, where no unique field says so: asked by the importer, answered by the
// matching engine of whoever has the pool at hand.
#pragma once

#include <utility>
#include <vector>

#include "shared/model/record.h"

namespace kedang {

class LikelyRecords {
 public:
  virtual ~LikelyRecords() = default;
  // `cells` as PreparedRow has them. Nil: none that may be taken for it without a person looking.
  virtual Id FindLikely(const std::vector<std::pair<FieldId, Value>>& cells) = 0;
};

}  // namespace kedang
