#include "shared/field/email.h"
#include "shared/field/field_type_row.h"
#include "shared/field/phone.h"
#include "shared/field/plain_text.h"
#include "shared/field/url.h"
#include "shared/field/uscc.h"

namespace kedang {
namespace {

Parsed ToParsed(const Field& field, Checked checked) {
  CheckLength(field, checked.value, checked.issues);
  return Parsed{Value::Text(std::move(checked.value)), std::move(checked.issues)};
}

void Take(Checked checked, Issues& issues) {
  for (Issue& issue : checked.issues) issues.push_back(std::move(issue));
}

Parsed ParsePhone(const Field& field, std::string_view text, const CheckContext&) {
  return ToParsed(field, CheckPhone(text, ParsePhoneKind(field.format)));
}
Parsed ParseEmail(const Field& field, std::string_view text, const CheckContext&) {
  return ToParsed(field, CheckEmail(text));
}
Parsed ParseUrl(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed = ToParsed(field, CheckUrl(text));
  return parsed;
}
Parsed ParseUscc(const Field& field, std::string_view text, const CheckContext&) {
  return ToParsed(field, CheckUscc(text));
}

std::string Plain(const Field&, const Value& value, const FormatContext&) { return value.text(); }
std::string FormatPhoneField(const Field&, const Value& value, const FormatContext&) { return FormatPhone(value.text()); }

std::string PhoneForm(const Field&, const Value& value) { return value.text(); }
std::string EmailForm(const Field&, const Value& value) { return LowerAscii(value.text()); }
std::string UrlForm(const Field&, const Value& value) { return UrlNormalForm(value.text()); }
std::string UsccForm(const Field&, const Value& value) { return UpperAscii(value.text()); }

void SearchPlain(const Field&, const Value& value, const FormatContext&, std::string& out) { out += value.text(); }

// 0571-88122630 is also found as 057188122630.
void SearchPhone(const Field&, const Value& value, const FormatContext&, std::string& out) {
  const std::string& number = value.text();
  out += number;
  if (number.find('-') == std::string::npos) return;
  out += ' ';
  for (const char c : number) {
    if (c != '-') out += c;
  }
}

void CheckPhoneValue(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  Take(CheckPhone(value.text(), ParsePhoneKind(field.format)), issues);
}
void CheckEmailValue(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  Take(CheckEmail(value.text()), issues);
}
void CheckUrlValue(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  Take(CheckUrl(value.text()), issues);
  CheckLength(field, value.text(), issues);
}
void CheckUsccValue(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  Take(CheckUscc(value.text()), issues);
}

}  // namespace

const FieldTypeRow kPhoneType = {ParsePhone, FormatPhoneField, FormatPhoneField, PhoneForm, SearchPhone, CheckPhoneValue};
const FieldTypeRow kEmailType = {ParseEmail, Plain, Plain, EmailForm, SearchPlain, CheckEmailValue};
const FieldTypeRow kUrlType = {ParseUrl, Plain, Plain, UrlForm, SearchPlain, CheckUrlValue};
const FieldTypeRow kUsccType = {ParseUscc, Plain, Plain, UsccForm, SearchPlain, CheckUsccValue};

}  // namespace kedang
