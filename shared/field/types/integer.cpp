// Whole numbers.
#include "shared/field/number_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  NumberText read = ReadNumber(text, context.changes);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  if (read.number->scale != 0) return Parsed{Value(), {MakeIssue(Severity::kBlock, "integer_format")}};
  return Parsed{Value::Integer(read.number->units), std::move(read.issues)};
}

std::string Format(const Field&, const Value& value, const FormatContext&) {
  return GroupDigits(std::to_string(value.integer()));
}

}  // namespace

const FieldTypeRow kIntegerType = {
    .parse = Parse,
    .format = Format,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = CheckLowest,
    .traits = {.editor = EditorKind::kNumber,
               .keyboard = Keyboard::kNumber,
               .expression = ExpressionForm::kNumber,
               .icon = "hash",
               .example = "1,200",
               .is_right_aligned = true,
               .has_unit = true},
};

}  // namespace kedang
