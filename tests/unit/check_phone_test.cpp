#include <gtest/gtest.h>

#include "shared/field/phone.h"

namespace kedang {
namespace {

struct PhoneRow {
  const char* text;
  PhoneKind kind;
  const char* value;  // canonical; empty: refused
  const char* code;   // of the first issue; empty: none
  const char* suggestion;
};

TEST(CheckPhone, ReadsWhatPeopleWrite) {
  using enum PhoneKind;
  const PhoneRow rows[] = {
      {"13800138000", kMobile, "13800138000", "", ""},
      {"+86 138 0013 8000", kMobile, "13800138000", "", ""},
      {"0086-138-0013-8000", kMobile, "13800138000", "", ""},
      {"8613800138000", kMobile, "13800138000", "", ""},
      {"１３８００１３８０００", kMobile, "13800138000", "", ""},
      {"(138)00138000", kMobile, "13800138000", "", ""},
      {"手机：138-0013-8000", kMobile, "13800138000", "", ""},
      {"14012345678", kMobile, "14012345678", "phone_mobile_range", ""},
      {"1064912345678", kMobile, "", "phone_iot", ""},
      {"1380013800", kMobile, "", "phone_mobile_length", ""},
      {"12345678901", kMobile, "", "phone_mobile_format", ""},
      {"0571-88122630", kMobile, "", "phone_mobile_format", ""},
      {"0571-88122630", kLandline, "0571-88122630", "", ""},
      {"057188122630", kAny, "0571-88122630", "", ""},
      {"(0571) 8812 2630", kAny, "0571-88122630", "", ""},
      {"0571-88122630-801", kAny, "0571-88122630-801", "", ""},
      {"0571-88122630转801", kAny, "0571-88122630-801", "", ""},
      {"010-62345678 ext. 12", kAny, "010-62345678-12", "", ""},
      {"+86 571 8812 2630", kAny, "0571-88122630", "", ""},
      {"86-10-62345678", kAny, "010-62345678", "", ""},
      {"4008208820", kAny, "400-820-8820", "", ""},
      {"400-820-8820", kLandline, "400-820-8820", "", ""},
      {"95588", kAny, "95588", "", ""},
      {"88122630", kAny, "", "phone_area_missing", ""},
      {"57188122630", kAny, "", "phone_leading_zero", "0571-88122630"},
      {"1012345678", kLandline, "", "phone_leading_zero", "010-12345678"},
      {"0571-881226", kAny, "", "phone_landline_length", ""},
      {"0571-881226301", kAny, "", "phone_landline_length", ""},
      {"+852 2123 4567", kAny, "+85221234567", "", ""},
      {"+1 (212) 555-1234", kAny, "+12125551234", "", ""},
      {"+44 (0)20 7946 0958", kAny, "+442079460958", "", ""},
      {"+999 1234567", kAny, "", "phone_country", ""},
      {"+852 123", kAny, "", "phone_international_length", ""},
      {"+852 91234567", kMobile, "", "phone_mobile_country", ""},
      {"0571-88122630/13800138000", kAny, "", "phone_several", "0571-88122630"},
      {"1380013800O", kMobile, "", "phone_character", ""},
      {"13800138000", kLandline, "", "phone_landline_format", ""},
      {"", kAny, "", "phone_landline_format", ""},
      {"+", kAny, "", "phone_landline_format", ""},
  };
  for (const PhoneRow& row : rows) {
    const Checked checked = CheckPhone(row.text, row.kind);
    EXPECT_EQ(checked.ok() ? checked.value : "", row.value) << row.text;
    EXPECT_EQ(checked.issues.empty() ? "" : checked.issues.front().code, row.code) << row.text;
    EXPECT_EQ(checked.issues.empty() ? "" : checked.issues.front().suggestion, row.suggestion) << row.text;
  }
}

TEST(CheckPhone, EveryRangeIsGoodAtAGlanceOrTold) {
  for (int prefix = 0; prefix < 1000; ++prefix) {
    std::string number = std::to_string(prefix) + "00138000";
    number.insert(0, 11 - number.size(), '0');
    for (const PhoneKind kind : {PhoneKind::kAny, PhoneKind::kMobile}) {
      const Checked checked = CheckPhone(number, kind);
      EXPECT_EQ(IsGoodMobile(number), checked.value == number && checked.issues.empty()) << number;
    }
  }
  EXPECT_TRUE(IsGoodMobile("13800138000"));
  for (const char* text : {"", "1380013800", "138001380000", "1380013800O", "１３８００１", "+13800138000"}) EXPECT_FALSE(IsGoodMobile(text)) << text;
}

TEST(FormatPhone, GroupsDigits) {
  EXPECT_EQ(FormatPhone("13800138000"), "138 0013 8000");
  EXPECT_EQ(FormatPhone("021-61882630"), "021-6188 2630");
  EXPECT_EQ(FormatPhone("0573-8123456-12"), "0573-812 3456-12");
  EXPECT_EQ(FormatPhone("+85221234567"), "+852 2123 4567");
  EXPECT_EQ(FormatPhone("400-820-8820"), "400-820-8820");
  EXPECT_EQ(FormatPhone("anything"), "anything");
  EXPECT_EQ(AreaCodeOf("0571-88122630"), "0571");
  EXPECT_EQ(AreaCodeOf("400-820-8820"), "");
}

}  // namespace
}  // namespace kedang
