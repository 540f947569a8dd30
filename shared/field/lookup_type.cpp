// Lookup: a field of the record that a reference of this one points to.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kLookupType = kComputedRow;

}  // namespace kedang
