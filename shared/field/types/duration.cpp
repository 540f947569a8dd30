// Lengths of time, kept as whole minutes; the expression language sees the minutes.
#include "shared/field/duration_text.h"

#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext&) {
  DurationText read = ReadDuration(text);
  if (!read.minutes.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Integer(*read.minutes), std::move(read.issues)};
}

bool IsDuration(std::int64_t minutes) { return minutes >= 0 && minutes <= kMaxDurationMinutes; }

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  return IsDuration(value.integer()) ? WriteDuration(value.integer(), context.is_english) : FormatPlain(value);
}

void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (!IsDuration(value.integer())) issues.push_back(MakeIssue(Severity::kBlock, "duration_format"));
}

}  // namespace

const FieldTypeRow kDurationType = {
    .parse = Parse,
    .format = Format,
    .edit = Format,
    .normal_form = PlainForm,
    .search = SearchNothing,
    .check = Check,
    .traits = {.editor = EditorKind::kNumber,
               .expression = ExpressionForm::kNumber,
               .icon = "timer",
               .example = "2小时30分",
               .is_right_aligned = true},
};

}  // namespace kedang
