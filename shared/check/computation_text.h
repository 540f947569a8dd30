// Lookups, roll-ups and smart tags as expressions: one language computes everything, so that cost limits, nulls and rights are those of
// the language.
#pragma once

#include <string>

#include "shared/model/schema.h"

namespace kedang {

struct ComputationText {
  std::string source;  // an expression; empty when the computation names nothing
  // Where the field's own formula or condition stands in it, so that an error can be shown there.
  std::size_t offset = 0;
};

// For a formula its own text, for smart tags the list of the keys whose `when` holds. A roll-up `latest` of dates is the latest date, of anything else the value of the record made last.
// `is_dated`: the source holds dates.
ComputationText TextOfComputation(const Field& field, bool is_dated);

}  // namespace kedang
