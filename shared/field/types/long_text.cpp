// Text of several lines.
#include "shared/field/mask.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/text_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  Parsed parsed{Value::Text(NormalizeLines(text, context.changes)), {}};
  CheckLength(field, parsed.value.text(), parsed.issues);
  return parsed;
}

void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (HasControl(value.text(), true)) issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
  CheckLength(field, value.text(), issues);
}

std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskText(value.text()); }

}  // namespace

const FieldTypeRow kLongTextType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = FoldedForm,
    .search = SearchPlain,
    .check = Check,
    .traits = {.editor = EditorKind::kLines,
               .icon = "list",
               .example = "第一行\n第二行",
               .max_length = 100000,
               .is_prose = true,
               .may_keep_typed = true,
               .joins_columns = true},
    .mask = Mask,
};

}  // namespace kedang
