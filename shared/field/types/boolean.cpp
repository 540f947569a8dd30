// Yes or no.
#include "shared/field/number_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  const auto value = ReadBoolean(text);
  if (!value.has_value()) return Parsed{Value(), {MakeIssue(Severity::kBlock, "boolean_format")}};
  Note(context.changes, TextChange::kWord);
  return Parsed{Value::Boolean(*value), {}};
}

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  if (context.is_english) return value.boolean() ? "Yes" : "No";
  return value.boolean() ? "是" : "否";
}

}  // namespace

// "是" would match everywhere: a yes or no is found by filters, not by words.
const FieldTypeRow kBooleanType = {
    .parse = Parse,
    .format = Format,
    .edit = Format,
    .normal_form = PlainForm,
    .search = SearchNothing,
    .check = CheckNothing,
    .traits = {.editor = EditorKind::kSwitch,
               .expression = ExpressionForm::kBoolean,
               .icon = "toggle-right",
               .example = "是",
               .own_words = "无"},
};

}  // namespace kedang
