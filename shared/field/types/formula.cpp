// Formula: an expression over the record and what it is related to.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kFormulaType = ComputedRow("sigma");

}  // namespace kedang
