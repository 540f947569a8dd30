// Changed by: who changed the record last.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kChangedByType = kComputedRow;

}  // namespace kedang
