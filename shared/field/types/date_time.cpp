// Moments, kept as milliseconds since 1970 in UTC; typed and shown by the reader's clock.
#include "shared/field/date_time_text.h"

#include <algorithm>

#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  DateTimeText read = ReadDateTime(text, context.offset_minutes);
  if (!read.time.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Integer(*read.time), std::move(read.issues)};
}

std::string Edit(const Field&, const Value& value, const FormatContext& context) {
  if (!IsWritableTime(value.integer())) return FormatPlain(value);
  return WriteDateTime(value.integer(), context.offset_minutes);
}

// To the minute.
std::string Format(const Field& field, const Value& value, const FormatContext& context) {
  constexpr std::size_t kToTheMinute = 16;
  return Edit(field, value, context).substr(0, kToTheMinute);
}

void Search(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  out += Format(field, value, context);
}

void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (!IsWritableTime(value.integer())) issues.push_back(MakeIssue(Severity::kBlock, "date_missing_day"));
}

bool LooksLike(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), IsDigit);
  return digits >= 9 && digits <= 17 && text.find(':') != std::string_view::npos && (text[0] == '1' || text[0] == '2');
}

}  // namespace

const FieldTypeRow kDateTimeType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kDateTime,
               .expression = ExpressionForm::kMoment,
               .icon = "calendar-clock",
               .example = "2026-11-22 18:30",
               .is_right_aligned = true},
    .looks_like = LooksLike,
};

}  // namespace kedang
