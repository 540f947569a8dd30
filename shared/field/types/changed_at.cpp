// Changed at: when a cell of the record was last changed.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kChangedAtType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "clock", .is_assigned = true},
};

}  // namespace kedang
