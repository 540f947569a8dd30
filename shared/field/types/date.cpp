// Calendar days.
#include "shared/field/date_text.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

#include <algorithm>

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  DateText read = ReadDate(text);
  Note(context.changes, TextChange::kDate, context.changes != nullptr && read.date.has_value() && FormatDate(*read.date) != text);
  if (!read.date.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Of(*read.date), std::move(read.issues)};
}

void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (!IsWritableDate(value.date())) issues.push_back(MakeIssue(Severity::kBlock, "date_missing_day"));
}

bool LooksLike(std::string_view text) {
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  if (digits < 6 || digits > 8 || text.size() > 17 || text.size() == digits) return false;
  return text[0] == '1' || text[0] == '2';
}

}  // namespace

const FieldTypeRow kDateType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = Check,
    .traits = {.editor = EditorKind::kDate,
               .expression = ExpressionForm::kDate,
               .icon = "calendar",
               .example = "2026-11-22",
               .is_right_aligned = true},
    .looks_like = LooksLike,
};

}  // namespace kedang
