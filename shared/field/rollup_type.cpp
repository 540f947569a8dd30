// Roll-up: count, sum, average, least, greatest or latest over the records that refer to this one.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kRollupType = kComputedRow;

}  // namespace kedang
