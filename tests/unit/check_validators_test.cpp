#include <gtest/gtest.h>

#include "shared/field/date_text.h"
#include "shared/field/email.h"
#include "shared/field/identity_card.h"
#include "shared/field/number_text.h"
#include "shared/field/party_name.h"
#include "shared/field/url.h"
#include "shared/field/uscc.h"

namespace kedang {
namespace {

struct Row {
  const char* text;
  const char* value;  // canonical; empty: refused
  const char* code = "";
  const char* suggestion = "";
};

template <typename Check>
void ExpectRows(std::initializer_list<Row> rows, Check check) {
  for (const Row& row : rows) {
    const Checked checked = check(row.text);
    EXPECT_EQ(checked.ok() ? checked.value : "", row.value) << row.text;
    EXPECT_EQ(checked.issues.empty() ? "" : checked.issues.front().code, row.code) << row.text;
    EXPECT_EQ(checked.issues.empty() ? "" : checked.issues.front().suggestion, row.suggestion) << row.text;
  }
}

TEST(CheckEmail, TakesEnvelopeAddressesOnly) {
  ExpectRows(
      {
          {"Info@YunJin.Example", "Info@yunjin.example"},
          {" a@b.cn ", "a@b.cn"},
          {"ａ＠ｂ．ｃｎ", "a@b.cn"},
          {"a@b。cn", "a@b.cn"},
          {"张三@例子.中国", "张三@例子.中国"},
          {"a@163.con", "a@163.con", "email_typo", "a@163.com"},
          {"a@qq.cm", "a@qq.cm", "email_typo", "a@qq.com"},
          {"a@gmial.com", "a@gmial.com", "email_typo", "a@gmail.com"},
          {"a@qqq.com", "a@qqq.com"},
          {"a@[127.0.0.1]", "a@[127.0.0.1]", "email_unusual"},
          {"\"a b\"@c.cn", "\"a b\"@c.cn", "email_unusual"},
          {"a@localhost", "a@localhost", "email_unusual"},
          {"a..b@c.cn", "", "email_local"},
          {"a@-b.cn", "", "email_domain"},
          {"a@b.cn.", "", "email_domain", "a@b.cn"},
          {"a.cn", "", "email_at"},
          {"a@b.cn;c@d.cn", "", "email_several", "a@b.cn"},
          {"Li <a@b.cn>", "", "email_local", "a@b.cn"},
          {"a@b@c.cn", "", "email_several"},
      },
      [](std::string_view text) { return CheckEmail(text); });
}

TEST(CheckUrl, TakesWebAddresses) {
  ExpectRows(
      {
          {"HTTP://WWW.A.CN/", "http://www.a.cn"},
          {"www.a.cn/Path?q=1#f", "www.a.cn/Path?q=1#f"},
          {"例子.中国", "例子.中国"},
          {"a。cn", "a.cn"},
          {"https://1.2.3.4:8080/x", "https://1.2.3.4:8080/x"},
          {"http://[::1]/", "http://[::1]"},
          {"javascript://a.cn", "", "url_scheme"},
          {"info@a.cn", "", "url_email"},
          {"localhost", "", "url_host"},
          {"http://a.cn:0", "", "url_port"},
          {"http://a b.cn", "", "url_format"},
      },
      [](std::string_view text) { return CheckUrl(text); });
  EXPECT_EQ(UrlNormalForm("https://www.a.cn/"), UrlNormalForm("A.cn"));
}

TEST(CheckUscc, FindsTheFault) {
  ExpectRows(
      {
          {"91330106673959654P", "91330106673959654P"},
          {" 9133 0106 6739 5965 4p ", "91330106673959654P"},
          {"９１３３０１０６６７３９５９６５４Ｐ", "91330106673959654P"},
          {"91330106673959654N", "", "uscc_check_digit", "91330106673959654P"},
          {"9133O106673959654P", "", "uscc_character", "91330106673959654P"},
          {"91330106673959654中", "", "uscc_character"},
          {"9133010667395965", "", "uscc_length"},
      },
      [](std::string_view text) { return CheckUscc(text); });
  std::string code = "22330106673959654";
  code += UsccCheckCharacter(code);
  EXPECT_EQ(CheckUscc(code).issues.front().code, "uscc_department");
  EXPECT_TRUE(CheckUscc(code).ok());
}

TEST(CheckIdentityCard, ChecksRegionDateAndCharacter) {
  const auto today = MakeDate(2026, 11, 22);
  ExpectRows(
      {
          {"11010519491231002x", "11010519491231002X"},
          {"110105194912310021", "", "identity_card_check_digit", "11010519491231002X"},
          {"110101491001001", "110101491001001"},
          {"010105194912310021", "", "identity_card_region"},
          {"110105194902310021", "", "identity_card_birth_date"},
          {"110105202812310021", "", "identity_card_birth_date"},
          {"11010519491231A021", "", "identity_card_character"},
          {"1101051949123100", "", "identity_card_length"},
      },
      [&](std::string_view text) { return CheckIdentityCard(text, today); });
}

// The short way to "nothing to say" is taken for what is usual, and only where the long way says the same.
TEST(CheckNames, TheUsualOnesAreGoodAtAGlance) {
  for (const char* name : {"华测检测认证集团股份有限公司", "云锦澄野(杭州)数据有限公司", "Siemens", "3M中国贸易有限公司上海"}) {
    EXPECT_TRUE(IsGoodCompanyName(name)) << name;
    const Checked checked = CheckCompanyName(name);
    EXPECT_TRUE(checked.value == name && checked.issues.empty()) << name;
  }
  for (const char* name : {"", "云锦", "12345", "云锦澄野（杭州）数据有限公司", "杭州 云锦科技有限公司", "杭州云锦科技有限公司\x01",
                           "ABC  Trading", "\xE6\x9D"}) {
    EXPECT_FALSE(IsGoodCompanyName(name)) << name;
  }
}

TEST(CheckUscc, EveryPairIsGoodAtAGlanceOrTold) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::size_t good = 0;
  for (const char first : kAlphabet) {
    for (const char second : kAlphabet) {
      std::string code = std::string(1, first) + second + "330100799655058";
      code += UsccCheckCharacter(code);
      const Checked checked = CheckUscc(code);
      EXPECT_EQ(IsGoodUscc(code), checked.issues.empty()) << code;
      EXPECT_EQ(checked.value, code);
      good += IsGoodUscc(code) ? 1U : 0U;
      code.back() = code.back() == '0' ? '1' : '0';
      EXPECT_FALSE(IsGoodUscc(code)) << code;
    }
  }
  EXPECT_EQ(good, 43U);
  for (const char* text : {"", "91330100799655058", "91330100799655058b", "9133010079965505\xC3\xA9", "9133O100799655058B"}) {
    EXPECT_FALSE(IsGoodUscc(text)) << text;
  }
}

TEST(CheckNames, KeepOneFormOfEach) {
  ExpectRows(
      {
          {"云锦澄野（杭州）数据有限公司", "云锦澄野(杭州)数据有限公司"},
          {" 杭州　云锦 科技有限公司", "杭州云锦科技有限公司"},
          {"ABC  Trading Co., Ltd.", "ABC Trading Co., Ltd."},
          {"云锦", "云锦", "company_name_short"},
          {"12345", "", "company_name_letters"},
      },
      [](std::string_view text) { return CheckCompanyName(text); });
  EXPECT_EQ(CompanyNormalForm("雲錦（杭州）有限公司"), CompanyNormalForm("云锦(杭州)有限公司"));
  EXPECT_NE(CompanyNormalForm("云锦集团有限公司"), CompanyNormalForm("云锦有限公司"));
  ExpectRows(
      {
          {"张 三", "张三"},
          {"阿卜杜拉•买买提", "阿卜杜拉·买买提"},
          {"Mary-Ann O'Neil", "Mary-Ann O'Neil"},
          {"李总", "李总", "person_name_title"},
          {"13800138000", "", "person_name_character"},
          {"a@b.cn", "", "person_name_character"},
      },
      [](std::string_view text) { return CheckPersonName(text); });
}

TEST(ReadDate, TakesEveryUsualForm) {
  for (const char* text : {"2026-01-02", "2026/1/2", "2026.1.2", "2026年1月2日", "2026年01月02号", "二〇二六年一月二日",
                           "20260102", "２０２６－０１－０２", "2026-01-02T10:11:12Z", "2026/1/2 0:00:00", "2-Jan-2026",
                           "January 2, 2026", "2026 1 2"}) {
    const DateText read = ReadDate(text);
    ASSERT_TRUE(read.date.has_value()) << text;
    EXPECT_EQ(FormatDate(*read.date), "2026-01-02") << text;
  }
  EXPECT_EQ(FormatDate(*ReadDate("二〇二六年十一月三十日").date), "2026-11-30");
  EXPECT_EQ(FormatDate(*ReadDate("25/12/2026").date), "2026-12-25");
  EXPECT_EQ(FormatDate(*ReadDate("12/25/2026").date), "2026-12-25");
  EXPECT_EQ(FormatDate(*ReadDate("3/4/2026", DateOrder::kDayMonth).date), "2026-04-03");
  EXPECT_EQ(FormatDate(*ReadDate("3/4/2026", DateOrder::kMonthDay).date), "2026-03-04");
  EXPECT_EQ(FormatDate(*ReadDate("46024").date), "2026-01-02");
  const std::pair<const char*, const char*> refused[] = {
      {"3/4/2026", "date_ambiguous"},   {"26-01-02", "date_two_digit_year"}, {"1/2/26", "date_two_digit_year"},
      {"2026-02-30", "date_missing_day"}, {"2026-13-01", "date_missing_day"},  {"2026年1月", "date_incomplete"},
      {"2026", "date_incomplete"},      {"2026/01-02", "date_format"},       {"yesterday", "date_format"},
      {"2026-01-02 25:00", "date_format"}};
  for (const auto& [text, code] : refused) {
    const DateText read = ReadDate(text);
    EXPECT_FALSE(read.date.has_value()) << text;
    ASSERT_FALSE(read.issues.empty()) << text;
    EXPECT_EQ(read.issues.front().code, code) << text;
  }
}

TEST(ReadNumber, IsExact) {
  const std::pair<const char*, const char*> rows[] = {
      {"1234.50", "1234.5"},   {"1,234,567", "1234567"}, {"１２３４", "1234"},     {"1.5万", "15000"}, {"3亿", "300000000"},
      {"0.1", "0.1"},          {"-12", "-12"},           {"(1,200)", "-1200"},     {"1.5E+3", "1500"}, {"1 234", "1234"},
      {"0.000000001", "0.000000001"}, {"9223372036854775807", "9223372036854775807"}, {".5", "0.5"}};
  for (const auto& [text, value] : rows) {
    const NumberText read = ReadNumber(text);
    ASSERT_TRUE(read.number.has_value()) << text;
    EXPECT_EQ(FormatDecimal(*read.number), value) << text;
  }
  const std::pair<const char*, const char*> refused[] = {
      {"1,23", "number_grouping"}, {"1,234,5", "number_grouping"}, {"1.234,5", "number_grouping"}, {"abc", "number_format"},
      {"1e", "number_format"},     {"0.0000000001", "number_scale"}, {"9223372036854775808", "number_too_large"},
      {"12%", "number_format"},    {"-", "number_format"},           {"万", "number_format"}};
  for (const auto& [text, code] : refused) {
    const NumberText read = ReadNumber(text);
    EXPECT_FALSE(read.number.has_value()) << text;
    ASSERT_FALSE(read.issues.empty()) << text;
    EXPECT_EQ(read.issues.front().code, code) << text;
  }
  EXPECT_EQ(FormatDecimal(*ReadCurrency("2,260(万元人民币)").number), "22600000");
  EXPECT_EQ(FormatDecimal(*ReadCurrency("¥1,234.50").number), "1234.5");
  EXPECT_EQ(FormatDecimal(*ReadCurrency("-￥5元").number), "-5");
  EXPECT_EQ(ReadCurrency("US$5").issues.front().code, "currency_other");
  EXPECT_EQ(ReadBoolean("是"), true);
  EXPECT_EQ(ReadBoolean("NO"), false);
  EXPECT_EQ(ReadBoolean("也许"), std::nullopt);
}

}  // namespace
}  // namespace kedang
