#include "shared/field/checked.h"
#include "shared/field/date_text.h"
#include "shared/field/field_type_row.h"
#include "shared/field/number_text.h"

namespace kedang {
namespace {

// Digits grouped by threes: 12345678.5 → 12,345,678.5.
std::string Grouped(std::string digits) {
  const std::size_t start = !digits.empty() && digits[0] == '-' ? 1 : 0;
  std::size_t end = digits.find('.');
  if (end == std::string::npos) end = digits.size();
  while (end > start + 3) digits.insert(end -= 3, ",");
  return digits;
}

Parsed ParseInteger(const Field&, std::string_view text, const CheckContext&) {
  NumberText read = ReadNumber(text);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  if (read.number->scale != 0) return Parsed{Value(), {MakeIssue(Severity::kBlock, "integer_format")}};
  return Parsed{Value::Integer(read.number->units), std::move(read.issues)};
}

Parsed ParseDecimalField(const Field&, std::string_view text, const CheckContext&) {
  NumberText read = ReadCurrency(text);
  if (!read.number.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Of(*read.number), std::move(read.issues)};
}

Parsed ParseDateField(const Field&, std::string_view text, const CheckContext&) {
  DateText read = ReadDate(text);
  if (!read.date.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Of(*read.date), std::move(read.issues)};
}

Parsed ParseBoolean(const Field&, std::string_view text, const CheckContext&) {
  const auto value = ReadBoolean(text);
  if (!value.has_value()) return Parsed{Value(), {MakeIssue(Severity::kBlock, "boolean_format")}};
  return Parsed{Value::Boolean(*value), {}};
}

std::string FormatInteger(const Field&, const Value& value, const FormatContext&) {
  return Grouped(std::to_string(value.integer()));
}
std::string FormatDecimalField(const Field&, const Value& value, const FormatContext&) {
  return Grouped(FormatDecimal(value.decimal()));
}
std::string FormatBoolean(const Field&, const Value& value, const FormatContext& context) {
  if (context.is_english) return value.boolean() ? "Yes" : "No";
  return value.boolean() ? "是" : "否";
}
std::string Plain(const Field&, const Value& value, const FormatContext&) { return FormatPlain(value); }
std::string PlainForm(const Field&, const Value& value) { return FormatPlain(value); }

void SearchPlain(const Field&, const Value& value, const FormatContext&, std::string& out) { out += FormatPlain(value); }
// "是" would match everywhere: a yes or no is found by filters, not by words.
void SearchNothing(const Field&, const Value&, const FormatContext&, std::string&) {}
void CheckNothing(const Field&, const Value&, const CheckContext&, Issues&) {}

}  // namespace

const FieldTypeRow kIntegerType = {ParseInteger, FormatInteger, Plain, PlainForm, SearchPlain, CheckNothing};
const FieldTypeRow kDecimalType = {ParseDecimalField, FormatDecimalField, Plain, PlainForm, SearchPlain, CheckNothing};
const FieldTypeRow kDateType = {ParseDateField, Plain, Plain, PlainForm, SearchPlain, CheckNothing};
const FieldTypeRow kBooleanType = {ParseBoolean, FormatBoolean, FormatBoolean, PlainForm, SearchNothing, CheckNothing};

}  // namespace kedang
