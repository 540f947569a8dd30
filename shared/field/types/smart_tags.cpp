// Smart tags: those of the field's choices whose rule (Choice::when) holds for the record.
#include "shared/field/types/computed_value.h"

namespace kedang {
namespace {

constexpr FieldTypeRow Row() {
  FieldTypeRow row = ComputedRow("bookmark");
  row.traits.has_choices = true;
  row.traits.needs_choices = true;
  return row;
}

}  // namespace

const FieldTypeRow kSmartTagsType = Row();

}  // namespace kedang
