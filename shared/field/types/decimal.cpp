// Exact numbers with up to nine digits behind the point. Amounts as people write them are read, too.
#include "shared/field/number_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  NumberText read = ReadCurrency(text, context.changes);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Of(*read.number), std::move(read.issues)};
}

std::string Format(const Field&, const Value& value, const FormatContext&) {
  return GroupDigits(FormatDecimal(value.decimal()));
}

}  // namespace

const FieldTypeRow kDecimalType = {
    .parse = Parse,
    .format = Format,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = CheckLowest,
    .traits = {.editor = EditorKind::kNumber,
               .keyboard = Keyboard::kDecimal,
               .expression = ExpressionForm::kNumber,
               .icon = "hash",
               .example = "1,234.5",
               .is_right_aligned = true,
               .has_unit = true},
};

}  // namespace kedang
