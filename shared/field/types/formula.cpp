// Formula: an expression over the record and what it is related to.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kFormulaType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "sigma", .is_assigned = true},
};

}  // namespace kedang
