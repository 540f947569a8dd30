// Laws of the checks over generated text: what is canonical stays canonical, what is shown for editing reads back, and a
// slip in a code is never accepted.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/field/email.h"
#include "shared/field/field_types.h"
#include "shared/field/identity_card.h"
#include "shared/field/party_name.h"
#include "shared/field/phone.h"
#include "shared/field/plain_text.h"
#include "shared/field/url.h"
#include "shared/field/uscc.h"

namespace kedang {
namespace {

constexpr std::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// Text made of pieces that matter to the readers, so that much of it comes near to being valid.
rc::Gen<std::string> NearText() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          "1", "3", "8", "0", "13", "0571", "86", "+", "-", " ", "(", ")", "（", "）", "a", "B", "@", ".", "cn", "com",
          "qq.com", "www.", "http://", "/", "年", "月", "日", "2026", "万", ",", "，", "、", "公司", "杭州", "张", "·",
          "１", "Ａ", "　", "\t", "转", "\"", "[", "]", ":", "X", "亿", "元", "#", "?", "\xE2\x80\x8B")),
      [](const std::vector<std::string>& pieces) {
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        return text;
      });
}

Field FieldOf(FieldType type, std::string format = {}) {
  Field field;
  field.id = 1;
  field.key = "f";
  field.type = type;
  field.format = std::move(format);
  if (type == FieldType::kChoice || type == FieldType::kMultipleChoice) {
    field.choices = {Choice{"a", {"甲", "Alpha"}, 1, {"杭州"}}, Choice{"b", {"乙", "Beta"}, 2, {"1"}}};
  }
  return field;
}

std::vector<Field> AllFields() {
  std::vector<Field> fields;
  for (int type = 0; type < kFieldTypeCount; ++type) fields.push_back(FieldOf(static_cast<FieldType>(type)));
  fields.push_back(FieldOf(FieldType::kText, "company_name"));
  fields.push_back(FieldOf(FieldType::kText, "person_name"));
  fields.push_back(FieldOf(FieldType::kPhone, "mobile"));
  fields.push_back(FieldOf(FieldType::kPhone, "landline"));
  return fields;
}

RC_GTEST_PROP(CheckProperty, EditTextReadsBackAndNormalisingIsIdempotent, ()) {
  const std::string text = *NearText();
  for (const Field& field : AllFields()) {
    const Parsed parsed = ParseField(field, text, {});
    if (parsed.value.is_null() || HasBlock(parsed.issues)) continue;
    const std::string edited = EditText(field, parsed.value);
    const Parsed again = ParseField(field, edited, {});
    RC_LOG() << FieldTypeName(field.type) << " " << field.format << " [" << text << "] [" << edited << "]";
    RC_ASSERT(again.value == parsed.value);
    RC_ASSERT(!HasBlock(again.issues));
    // The verdict on the value is the verdict on the text.
    RC_ASSERT(!HasBlock(CheckValue(field, parsed.value, {})));
    RC_ASSERT(NormalForm(field, parsed.value) == NormalForm(field, again.value));
  }
}

// What is taken as good at a glance is what the validator takes unchanged and without a word.
RC_GTEST_PROP(CheckProperty, GoodAtAGlanceIsGood, ()) {
  const auto text = *rc::gen::oneOf(
      NearText(), rc::gen::container<std::string>(rc::gen::arbitrary<char>()),
      rc::gen::map(NearText(), [](const std::string& near) { return "杭州云锦澄野数据" + near; }));
  const auto is_silent = [&](const Checked& checked) { return checked.value == text && checked.issues.empty(); };
  RC_ASSERT(!IsGoodCompanyName(text) || is_silent(CheckCompanyName(text)));
  RC_ASSERT(!IsGoodMobile(text) || is_silent(CheckPhone(text, PhoneKind::kAny)));
  RC_ASSERT(!IsGoodUscc(text) || is_silent(CheckUscc(text)));
}

RC_GTEST_PROP(CheckProperty, AnyBytesAreAnswered, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  for (const Field& field : AllFields()) ParseField(field, text, {});
}

std::string MakeUscc() {
  std::string code = "91";
  for (int i = 0; i < 6; ++i) code += *rc::gen::inRange('0', static_cast<char>('9' + 1));
  for (int i = 0; i < 9; ++i) code += kUsccAlphabet[*rc::gen::inRange<std::size_t>(0, kUsccAlphabet.size())];
  return code + UsccCheckCharacter(code);
}

RC_GTEST_PROP(CheckProperty, UsccGeneratedIsAcceptedAndEveryOneCharacterSlipRefused, ()) {
  const std::string code = MakeUscc();
  RC_ASSERT(CheckUscc(code).ok());
  const auto at = *rc::gen::inRange<std::size_t>(0, code.size());
  for (const char c : kUsccAlphabet) {
    if (c == code[at]) continue;
    std::string slip = code;
    slip[at] = c;
    RC_ASSERT(!CheckUscc(slip).ok());
  }
}

RC_GTEST_PROP(CheckProperty, IdentityCardSlipsAreRefused, ()) {
  std::string number = "110105";
  const Date date{*rc::gen::inRange(-20000, 20000)};
  for (const char c : FormatDate(date)) {
    if (c != '-') number += c;
  }
  for (int i = 0; i < 3; ++i) number += *rc::gen::inRange('0', static_cast<char>('9' + 1));
  number += IdentityCardCheckCharacter(number);
  RC_ASSERT(CheckIdentityCard(number, std::nullopt).ok());
  const auto at = *rc::gen::inRange<std::size_t>(0, 17);
  std::string slip = number;
  slip[at] = slip[at] == '9' ? '0' : static_cast<char>(slip[at] + 1);
  RC_ASSERT(!CheckIdentityCard(slip, std::nullopt).ok());
}

RC_GTEST_PROP(CheckProperty, DatesReadBackInEveryForm, ()) {
  const Date date{*rc::gen::inRange(-100000, 100000)};
  const CivilDate civil = ToCivil(date);
  const std::string y = std::to_string(civil.year), m = std::to_string(civil.month), d = std::to_string(civil.day);
  const Field field = FieldOf(FieldType::kDate);
  for (const std::string& text : {FormatDate(date), y + "/" + m + "/" + d, y + "." + m + "." + d,
                                  y + "年" + m + "月" + d + "日", y + "-" + m + "-" + d + " 00:00:00"}) {
    RC_ASSERT(ParseField(field, text, {}).value == Value::Of(date));
  }
}

RC_GTEST_PROP(CheckProperty, NumbersReadBack, ()) {
  const auto units = *rc::gen::arbitrary<std::int64_t>();
  const auto scale = *rc::gen::inRange(0, 10);
  const auto number = NormalizeDecimal(Decimal{units, scale});
  RC_ASSERT(number.has_value());
  const Field field = FieldOf(FieldType::kDecimal);
  const Value value = Value::Of(*number);
  RC_ASSERT(ParseField(field, EditText(field, value), {}).value == value);
  RC_ASSERT(ParseField(field, FormatField(field, value, {}), {}).value == value);
}

}  // namespace
}  // namespace kedang
