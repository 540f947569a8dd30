#include "shared/quality/stored_form.h"

#include "shared/field/field_types.h"
#include "shared/field/party_name.h"
#include "shared/field/phone.h"
#include "shared/field/uscc.h"
#include "shared/model/withheld.h"

namespace kedang {
namespace {

bool HasNormalForm(const Field& field) {
  switch (field.type) {
    case FieldType::kPhone:
    case FieldType::kEmail:
    case FieldType::kUrl:
    case FieldType::kUscc:
    case FieldType::kIdentityCard:
    case FieldType::kPostcode:
    case FieldType::kAddress: return true;
    case FieldType::kText: return field.format == "company_name" || field.format == "person_name";
    default: return false;
  }
}

// Most values are: seen at a glance.
bool IsPlainlyNormal(const Field& field, std::string_view text) {
  if (field.type == FieldType::kPhone) return ParsePhoneKind(field.format) != PhoneKind::kLandline && IsGoodMobile(text);
  if (field.type == FieldType::kUscc) return IsGoodUscc(text);
  return field.format == "company_name" && IsGoodCompanyName(text);
}

}  // namespace

std::optional<Value> OtherStoredForm(const Field& field, const Value& value, const CheckContext& context) {
  if (value.kind() != Value::Kind::kText || !HasNormalForm(field)) return std::nullopt;
  if (IsPlainlyNormal(field, value.text()) || IsWithheld(value)) return std::nullopt;
  const Parsed parsed = ParseField(field, value.text(), context);
  if (HasBlock(parsed.issues) || parsed.value.is_null() || parsed.value == value) return std::nullopt;
  return parsed.value;
}

}  // namespace kedang
