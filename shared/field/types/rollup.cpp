// Roll-up: count, sum, average, least, greatest or latest over the records that refer to this one.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kRollupType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "layers", .is_assigned = true},
};

}  // namespace kedang
