// Lookup: a field of the record that a reference of this one points to.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kLookupType = ComputedRow("link");

}  // namespace kedang
