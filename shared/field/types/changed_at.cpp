// Changed at: when a cell of the record was last changed.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kChangedAtType = ComputedRow("clock");

}  // namespace kedang
