// Created by: who made the record.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kCreatedByType = kComputedRow;

}  // namespace kedang
