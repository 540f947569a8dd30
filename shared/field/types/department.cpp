// A department: a record of the schema "department", which the schema parser sets as the field's target.
#include "shared/field/types/plain_value.h"
#include "shared/field/types/record_title.h"

namespace kedang {
namespace {

// As with people, a name nobody here knows leaves the field empty and does not hold up an import.
Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  Parsed parsed = ParseRecordTitle(field, text, context);
  if (!HasBlock(parsed.issues)) return parsed;
  const bool is_ambiguous = parsed.issues.front().code == "reference_ambiguous";
  return Parsed{Value(), {MakeIssue(Severity::kWarn, is_ambiguous ? "department_ambiguous" : "department_unknown", {{"value", text}})}};
}

}  // namespace

const FieldTypeRow kDepartmentType = {
    .parse = Parse,
    .format = FormatRecord,
    .edit = EditRecord,
    .normal_form = PlainForm,
    .search = SearchRecord,
    .check = CheckRecordValue,
    .traits = {.editor = EditorKind::kRecord,
               .expression = ExpressionForm::kRecord,
               .palette = Palette::kCustomer,
               .icon = "users",
               .example = "华东销售部",
               .has_target = true},
};

}  // namespace kedang
