#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/field/party_name.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

enum class NameKind { kNone, kCompany, kPerson };

NameKind NameKindOf(const Field& field) {
  if (field.format == "company_name") return NameKind::kCompany;
  return field.format == "person_name" ? NameKind::kPerson : NameKind::kNone;
}

Checked CheckOneLine(const Field& field, std::string_view text) {
  switch (NameKindOf(field)) {
    case NameKind::kNone: return Checked{NormalizeText(text), {}};
    case NameKind::kCompany: return CheckCompanyName(text);
    case NameKind::kPerson: return CheckPersonName(text);
  }
  return Checked();
}

Parsed ParseText(const Field& field, std::string_view text, const CheckContext&) {
  Checked checked = CheckOneLine(field, text);
  CheckLength(field, checked.value, checked.issues);
  if (checked.value.empty()) return Parsed();
  return Parsed{Value::Text(std::move(checked.value)), std::move(checked.issues)};
}

Parsed ParseLongText(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed{Value::Text(NormalizeLines(text)), {}};
  CheckLength(field, parsed.value.text(), parsed.issues);
  return parsed;
}

// The server makes auto numbers; an import may bring those of an older system, which are kept.
Parsed ParseAutoNumber(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed{Value::Text(NormalizeText(text)), {}};
  CheckLength(field, parsed.value.text(), parsed.issues);
  return parsed;
}

std::string Plain(const Field&, const Value& value, const FormatContext&) { return value.text(); }

std::string TextNormalForm(const Field& field, const Value& value) {
  return NameKindOf(field) == NameKind::kCompany ? CompanyNormalForm(value.text()) : Fold(value.text());
}

void SearchText(const Field&, const Value& value, const FormatContext&, std::string& out) { out += value.text(); }

bool HasControl(std::string_view text, bool has_lines) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && !(has_lines && (c == '\n' || c == '\t'))) || byte == 0x7F) return true;
  }
  return false;
}

void CheckText(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (HasControl(value.text(), false)) issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
  CheckLength(field, value.text(), issues);
  if (NameKindOf(field) == NameKind::kNone) return;
  Checked checked = CheckOneLine(field, value.text());
  for (Issue& issue : checked.issues) issues.push_back(std::move(issue));
}

void CheckLongText(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (HasControl(value.text(), true)) issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
  CheckLength(field, value.text(), issues);
}

}  // namespace

const FieldTypeRow kTextType = {ParseText, Plain, Plain, TextNormalForm, SearchText, CheckText};
const FieldTypeRow kLongTextType = {ParseLongText, Plain, Plain, TextNormalForm, SearchText, CheckLongText};
const FieldTypeRow kAutoNumberType = {ParseAutoNumber, Plain, Plain, TextNormalForm, SearchText, CheckText};

}  // namespace kedang
