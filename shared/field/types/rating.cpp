// One to five stars, or to as many as Field::format says.
#include "shared/field/rating.h"

#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

void CheckStars(const Field& field, std::int64_t stars, Issues& issues) {
  const std::int64_t most = MostStars(field.format);
  if (stars >= 1 && stars <= most) return;
  issues.push_back(MakeIssue(Severity::kBlock, "rating_range", {{"limit", std::to_string(most)}}));
}

Parsed Parse(const Field& field, std::string_view text, const CheckContext&) {
  const auto read = ReadRating(text);
  Parsed parsed;
  const std::int64_t most = MostStars(field.format);
  // 4/10 in a field of five stars: nobody can know whether 2 or 4 is meant.
  if (!read.has_value() || (read->most != 0 && read->most != most)) {
    parsed.issues.push_back(MakeIssue(Severity::kBlock, "rating_format", {{"limit", std::to_string(most)}}));
    return parsed;
  }
  CheckStars(field, read->stars, parsed.issues);
  if (parsed.issues.empty()) parsed.value = Value::Integer(read->stars);
  return parsed;
}

std::string Format(const Field& field, const Value& value, const FormatContext&) {
  return FormatPlain(value) + "/" + std::to_string(MostStars(field.format));
}

void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  CheckStars(field, value.integer(), issues);
}

bool LooksLike(std::string_view text) { return text.starts_with("★") || text.starts_with("☆"); }

}  // namespace

const FieldTypeRow kRatingType = {
    .parse = Parse,
    .format = Format,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchNothing,
    .check = Check,
    .traits = {.editor = EditorKind::kRating,
               .keyboard = Keyboard::kNumber,
               .expression = ExpressionForm::kNumber,
               .icon = "star",
               .example = "4星",
               .has_format = true},
    .looks_like = LooksLike,
};

}  // namespace kedang
