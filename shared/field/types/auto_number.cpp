// Numbers the server makes by a pattern (shared/model/auto_number.h); those of an older system that an import brings are
// kept.
#include "shared/field/types/plain_value.h"
#include "shared/field/types/text_value.h"

namespace kedang {

const FieldTypeRow kAutoNumberType = {
    .parse = ParseLine,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = FoldedForm,
    .search = SearchPlain,
    .check = CheckLine,
    .traits = {.editor = EditorKind::kNone,
               .palette = Palette::kComputed,
               .icon = "tag",
               .example = "KH-2026-00318",
               .is_assigned = true,
               .has_format = true},
};

}  // namespace kedang
