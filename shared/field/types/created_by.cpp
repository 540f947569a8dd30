// Created by: who made the record.
#include "shared/field/types/computed_value.h"

namespace kedang {

const FieldTypeRow kCreatedByType = {
    .parse = RefuseComputed,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = BlockComputed,
    .traits = {.editor = EditorKind::kNone, .palette = Palette::kComputed, .icon = "user-plus", .is_assigned = true},
};

}  // namespace kedang
