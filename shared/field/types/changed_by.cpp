// Changed by: who changed the record last.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kChangedByType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "user-check", .is_assigned = true},
};

}  // namespace kedang
