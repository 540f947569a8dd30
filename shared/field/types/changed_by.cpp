// Changed by: who changed the record last.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kChangedByType = ComputedRow("user-check");

}  // namespace kedang
