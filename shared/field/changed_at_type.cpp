// Changed at: when a cell of the record was last changed.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kChangedAtType = kComputedRow;

}  // namespace kedang
