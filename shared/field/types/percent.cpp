// Shares, kept as the fraction: 15% is 0.15.
#include "shared/field/number_text.h"
#include "shared/field/percent_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext&) {
  NumberText read = ReadPercent(text);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Of(*read.number), std::move(read.issues)};
}

std::string Edit(const Field&, const Value& value, const FormatContext&) {
  std::string text = PercentText(value.decimal());
  return text.empty() ? FormatPlain(value) : text;
}
std::string Format(const Field& field, const Value& value, const FormatContext& context) {
  std::string text = Edit(field, value, context);
  if (!text.ends_with('%')) return text;
  text.pop_back();
  return GroupDigits(std::move(text)) + "%";
}
void Search(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  out += Edit(field, value, context);
}
void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (PercentText(value.decimal()).empty()) issues.push_back(MakeIssue(Severity::kBlock, "number_too_large"));
}

bool LooksLike(std::string_view text) { return text.ends_with("%") || text.ends_with("％"); }

}  // namespace

const FieldTypeRow kPercentType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kNumber,
               .keyboard = Keyboard::kDecimal,
               .expression = ExpressionForm::kNumber,
               .icon = "percent",
               .example = "15%",
               .is_right_aligned = true},
    .looks_like = LooksLike,
};

}  // namespace kedang
