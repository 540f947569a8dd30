// A record of the schema Field::target names.
#include "shared/field/types/plain_value.h"
#include "shared/field/types/record_title.h"

namespace kedang {

const FieldTypeRow kReferenceType = {
    .parse = ParseRecordTitle,
    .format = FormatRecord,
    .edit = EditRecord,
    .normal_form = PlainForm,
    .search = SearchRecord,
    .check = CheckRecordValue,
    .traits = {.editor = EditorKind::kRecord,
               .expression = ExpressionForm::kRecord,
               .icon = "link",
               .example = "杭州华测检测有限公司",
               .has_target = true},
};

}  // namespace kedang
