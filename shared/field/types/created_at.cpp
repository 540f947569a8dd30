// Created at: when the record was made.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kCreatedAtType = ComputedRow("calendar-clock");

}  // namespace kedang
