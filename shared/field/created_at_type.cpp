// Created at: when the record was made.
#include "shared/field/computed_row.h"

namespace kedang {

const FieldTypeRow kCreatedAtType = kComputedRow;

}  // namespace kedang
