// Lookup: a field of the record that a reference of this one points to.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kLookupType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "link", .is_assigned = true},
};

}  // namespace kedang
