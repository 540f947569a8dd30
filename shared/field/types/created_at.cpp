// Created at: when the record was made.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kCreatedAtType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "calendar-clock", .is_assigned = true},
};

}  // namespace kedang
