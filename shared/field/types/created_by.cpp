// Created by: who made the record.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kCreatedByType = ComputedRow("user-plus");

}  // namespace kedang
