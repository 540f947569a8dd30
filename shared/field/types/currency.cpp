// Amounts of the currency Field::unit names, else yuan. Amounts in another currency are refused, never converted.
#include "shared/field/currency.h"

#include "shared/field/number_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

std::string_view UnitOf(const Field& field) { return field.unit.empty() ? std::string_view("CNY") : std::string_view(field.unit); }

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  const std::string_view unit = UnitOf(field);
  std::string_view rest = text;
  // A code this list has no words for can still be written.
  if (FindCurrency(unit) == nullptr && rest.starts_with(unit)) rest.remove_prefix(unit.size());
  MoneyText read = ReadMoney(rest, unit, context.changes);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  if (!read.currency.empty() && read.currency != unit) {
    return Parsed{Value(), {MakeIssue(Severity::kBlock, "currency_mismatch", {{"currency", read.currency}, {"unit", unit}})}};
  }
  return Parsed{Value::Of(*read.number), std::move(read.issues)};
}

std::string Format(const Field& field, const Value& value, const FormatContext&) {
  return FormatMoney(value.decimal(), UnitOf(field));
}

bool LooksLike(std::string_view text) {
  return text.starts_with("¥") || text.starts_with("￥") || text.ends_with("元") || text.ends_with("万元");
}

}  // namespace

const FieldTypeRow kCurrencyType = {
    .parse = Parse,
    .format = Format,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = CheckLowest,
    .traits = {.editor = EditorKind::kNumber,
               .keyboard = Keyboard::kDecimal,
               .expression = ExpressionForm::kNumber,
               .icon = "japanese-yen",
               .example = "12.5万",
               .is_right_aligned = true,
               .has_unit = true},
    .looks_like = LooksLike,
};

}  // namespace kedang
