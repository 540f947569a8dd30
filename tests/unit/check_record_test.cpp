#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "shared/check/record_check.h"
#include "shared/field/check_text.h"
#include "shared/field/checked.h"
#include "shared/field/field_types.h"
#include "shared/model/withheld.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

Schema Customer() {
  auto parsed = ParseSchema(ReadAsset("assets/schemas/customer.json"));
  EXPECT_TRUE(parsed.ok());
  return std::move(*parsed);
}

class OneTaken final : public UniqueLookup {
 public:
  OneTaken(std::string form, Id owner) : form_(std::move(form)), owner_(owner) {}
  std::optional<Id> FindOther(SchemaId, FieldId, std::string_view normal_form, Id except) override {
    if (normal_form != form_ || except == owner_) return std::nullopt;
    return owner_;
  }

 private:
  std::string form_;
  Id owner_;
};

class Fixture : public ::testing::Test {
 protected:
  Fixture() { context_.lexicon = &ShippedLexicon(); }
  void Set(const char* key, std::string_view text) {
    const Field& field = *schema_.Find(key);
    record_.Set(field.id, ParseField(field, text, context_).value);
  }
  std::string Codes() {
    std::string codes;
    for (const Issue& issue : CheckRecord(schema_, record_, context_)) {
      const Field* field = schema_.Find(issue.field);
      codes += (field == nullptr ? "?" : field->key) + ":" + issue.code + (issue.severity == Severity::kBlock ? "! " : " ");
    }
    return codes;
  }

  Schema schema_ = Customer();
  Record record_{1, Id{1, 1}};
  CheckContext context_;
};

TEST_F(Fixture, RequiredAndTypes) {
  EXPECT_EQ(Codes(), "name:required! ");
  Set("name", "杭州云锦科技有限公司");
  EXPECT_EQ(Codes(), "");
  Set("uscc", "91330106673959654N");
  Set("mobile", "138");
  EXPECT_EQ(Codes(), "uscc:uscc_check_digit! mobile:phone_mobile_format! ");
  record_.Set(schema_.Find("stage")->id, Value::Text("nonsense"));
  record_.Set(schema_.Find("tags")->id, Value::Integer(5));
  record_.Set(schema_.Find("address")->id, Value::Text(std::string(1000, 'x')));
  EXPECT_EQ(Codes(), "uscc:uscc_check_digit! stage:choice_unknown! tags:type_mismatch! address:text_too_long! "
                     "mobile:phone_mobile_format! ");
}

TEST_F(Fixture, UniqueByNormalForm) {
  Set("name", "云锦（杭州）有限公司");
  Field name = *schema_.Find("name");
  OneTaken lookup(NormalForm(name, Value::Text("云锦(杭州)有限公司")), Id{7, 7});
  context_.unique = &lookup;
  const Issues issues = CheckRecord(schema_, record_, context_);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, "unique_taken");
  EXPECT_EQ(issues[0].severity, Severity::kWarn);
  EXPECT_EQ(issues[0].details[0].second, FormatId(Id{7, 7}));
  record_.id = Id{7, 7};
  EXPECT_EQ(Codes(), "");
}

TEST_F(Fixture, AreaCodeMustFitTheRegion) {
  Set("name", "杭州云锦科技有限公司");
  Set("region", "浙江 杭州 滨江区");
  Set("phone", "0571-88122630");
  EXPECT_EQ(Codes(), "");
  Set("phone", "021-61882630");
  const Issues issues = CheckRecord(schema_, record_, context_);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, "phone_area_region");
  EXPECT_EQ(issues[0].severity, Severity::kWarn);
  EXPECT_EQ(issues[0].suggestion, "0571-61882630");
  Set("region", "上海");
  EXPECT_EQ(Codes(), "");
}

TEST_F(Fixture, FieldsShowWhatPeopleRead) {
  FormatContext format;
  format.lexicon = &ShippedLexicon();
  const auto shown = [&](const char* key, std::string_view text) {
    const Field& field = *schema_.Find(key);
    return FormatField(field, ParseField(field, text, context_).value, format);
  };
  EXPECT_EQ(shown("region", "浙江 杭州"), "浙江省 杭州市");
  EXPECT_EQ(shown("mobile", "+86 13800138000"), "138 0013 8000");
  EXPECT_EQ(shown("level", "战略"), "A 战略");
  EXPECT_EQ(shown("tags", "重点客户；高意向,重点客户"), "重点客户、高意向");
  EXPECT_EQ(shown("founded_on", "2008/6/26"), "2008-06-26");
  EXPECT_EQ(shown("founded_on", "N/A"), "");
  std::string search;
  AppendSearchText(*schema_.Find("stage"), Value::Text("active"), format, search);
  EXPECT_NE(search.find("跟进中"), std::string::npos);
  EXPECT_EQ(search.find("active"), std::string::npos);
  EXPECT_EQ(ParseField(*schema_.Find("owner"), "u001", context_).issues.front().code, "user_unknown");
}

TEST(IssueTexts, AreSortedAndInBothLanguages) {
  const auto texts = AllIssueTexts();
  EXPECT_TRUE(std::is_sorted(texts.begin(), texts.end(),
                             [](const IssueText& a, const IssueText& b) { return a.code < b.code; }));
  const auto zh = nlohmann::json::parse(ReadAsset("assets/locale/zh.json"), nullptr, false);
  const auto en = nlohmann::json::parse(ReadAsset("assets/locale/en.json"), nullptr, false);
  for (const IssueText& text : texts) {
    const std::string key = "issue." + std::string(text.code);
    EXPECT_TRUE(zh.contains(key)) << key;
    ASSERT_TRUE(en.contains(key)) << key;
    EXPECT_EQ(en[key].get<std::string>(), text.english) << key;
  }
}

TEST(CheckText, OptionsAndClosedLists) {
  const Lexicon& lexicon = ShippedLexicon();
  EXPECT_FALSE(CheckText("nonsense", "", "x", lexicon).ok());
  EXPECT_FALSE(CheckText("date", "{\"order\":\"x\"}", "x", lexicon).ok());
  EXPECT_FALSE(CheckText("date", "[", "x", lexicon).ok());
  EXPECT_EQ(CheckText("date", "{\"order\":\"dmy\"}", "3/4/2026", lexicon)->normalized, "2026-04-03");
  EXPECT_EQ(CheckText("region", "", "浙江杭州", lexicon)->normalized, "330100");
  EXPECT_FALSE(CheckText("region", "", "火星", lexicon)->is_ok);
  EXPECT_FALSE(CheckText("industry", "", "-", lexicon)->is_ok);
  EXPECT_EQ(CheckText("number", "{\"scale\":1}", "1.25", lexicon)->issues.front().code, "number_scale");
  EXPECT_EQ(CheckText("phone", "{\"max_length\":5}", "13800138000", lexicon)->issues.front().code, "text_too_long");
  EXPECT_EQ(CheckText("email", "", " ", lexicon)->issues.front().code, "required");
  for (const std::string_view type : CheckTypes()) EXPECT_TRUE(CheckText(type, "", "\xFF", lexicon).ok());
}

TEST(CheckTextValue, FindsAControlCharacterAnywhere) {
  Field line, lines;
  line.type = FieldType::kAddress;
  lines.type = FieldType::kLongText;
  for (std::size_t size = 1; size < 24; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 1; byte < 0x80; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        // Alone it stands for a value that a device does not keep, which nobody judges; the server takes no such value.
        if (IsWithheld(Value::Text(text))) continue;
        const bool is_control = byte < 0x20 || byte == 0x7F;
        EXPECT_EQ(CheckValue(line, Value::Text(text), {}).empty(), !is_control) << size << " " << at << " " << byte;
        const bool is_layout = byte == '\n' || byte == '\t';
        EXPECT_EQ(CheckValue(lines, Value::Text(text), {}).empty(), !is_control || is_layout) << size << " " << at << " " << byte;
      }
    }
  }
  EXPECT_TRUE(CheckValue(line, Value::Text("浙江省杭州市滨江区网商路699号"), {}).empty());
}

}  // namespace
}  // namespace kedang
