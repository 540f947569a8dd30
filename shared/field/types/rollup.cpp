// Roll-up: count, sum, average, least, greatest or latest over the records that refer to this one.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kRollupType = ComputedRow("layers");

}  // namespace kedang
