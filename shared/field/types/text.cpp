// One line of text; by Field::format the name of a company or a person.
#include "shared/field/mask.h"
#include "shared/field/party_name.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/text_value.h"

namespace kedang {
namespace {

enum class NameKind { kNone, kCompany, kPerson };

NameKind NameKindOf(const Field& field) {
  if (field.format == "company_name") return NameKind::kCompany;
  return field.format == "person_name" ? NameKind::kPerson : NameKind::kNone;
}

Checked CheckName(const Field& field, std::string_view text, TextChanges* changes = nullptr) {
  return NameKindOf(field) == NameKind::kCompany ? CheckCompanyName(text, changes) : CheckPersonName(text, changes);
}

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  if (NameKindOf(field) == NameKind::kNone) return ParseLine(field, text, context);
  Parsed parsed = ParsedText(field, CheckName(field, text, context.changes));
  if (parsed.value.is_null()) return Parsed();
  return parsed;
}

std::string Form(const Field& field, const Value& value) {
  return NameKindOf(field) == NameKind::kCompany ? CompanyNormalForm(value.text()) : Fold(value.text());
}

void Check(const Field& field, const Value& value, const CheckContext& context, Issues& issues) {
  const NameKind kind = NameKindOf(field);
  if (kind == NameKind::kCompany && IsGoodCompanyName(value.text())) return CheckLength(field, value.text(), issues);
  CheckLine(field, value, context, issues);
  if (kind == NameKind::kNone) return;
  TakeIssues(CheckName(field, value.text()), issues);
}

std::string Mask(const Field& field, const Value& value, const FormatContext&) {
  return NameKindOf(field) == NameKind::kPerson ? MaskName(value.text()) : MaskText(value.text());
}

}  // namespace

const FieldTypeRow kTextType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = Check,
    .traits = {.icon = "type", .example = "华测检测", .is_prose = true, .may_keep_typed = true, .has_format = true},
    .mask = Mask,
};

}  // namespace kedang
