// Formula: an expression over the record and what it is related to.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kFormulaType = kComputedRow;

}  // namespace kedang
