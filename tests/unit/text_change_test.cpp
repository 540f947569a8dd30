// What normalisers say they changed, type by type, with the value that came of it; and the words for it in both languages.
#include "shared/text/text_change.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/field/field_types.h"
#include "shared/field/region_from_address.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

// "13800138000 marks country_code": the standard text and the names of the changes.
std::string Told(FieldType type, std::string_view text, std::string format = {}) {
  Field field;
  field.id = 1;
  field.type = type;
  field.format = std::move(format);
  field.choices = {{.key = "talks", .label = {"谈判", "Negotiation"}, .synonyms = {"在谈"}}};
  TextChanges changes;
  CheckContext check;
  check.lexicon = &ShippedLexicon();
  check.changes = &changes;
  const Parsed parsed = ParseField(field, text, check);
  FormatContext words;
  words.lexicon = check.lexicon;
  std::string told = parsed.value.is_null() ? "-" : StandardText(field, parsed.value, words);
  for (std::size_t i = 0; i < kTextChangeCount; ++i) {
    if (changes.Has(static_cast<TextChange>(i))) told.append(" ").append(kTextChangeNames[i]);
  }
  return told;
}

TEST(TextChange, IsNamedForNames) {
  EXPECT_EQ(Told(FieldType::kText, "杭州云锦科技有限公司", "company_name"), "杭州云锦科技有限公司");
  EXPECT_EQ(Told(FieldType::kText, "华测（杭州） 有限公司", "company_name"), "华测(杭州)有限公司 spaces brackets");
  EXPECT_EQ(Told(FieldType::kText, "ＡＢＣ科技有限公司 ", "company_name"), "ABC科技有限公司 spaces width");
  EXPECT_EQ(Told(FieldType::kText, "张小明先生", "person_name"), "张小明 honorific");
  EXPECT_EQ(Told(FieldType::kText, "张 小明 女士", "person_name"), "张小明 spaces honorific");
  EXPECT_EQ(Told(FieldType::kText, "阿凡提•买买提", "person_name"), "阿凡提·买买提 signs");
}

// A surname with what is polite is all that is known of the name.
TEST(TextChange, KeepsWhatAloneIsTheName) {
  EXPECT_EQ(Told(FieldType::kText, "张先生", "person_name"), "张先生");
  EXPECT_EQ(Told(FieldType::kText, "欧阳女士", "person_name"), "欧阳女士");
  EXPECT_EQ(Told(FieldType::kText, "Anna小姐", "person_name"), "Anna小姐");
}

TEST(TextChange, IsNamedForNumbersAndDates) {
  EXPECT_EQ(Told(FieldType::kPhone, "+86 138-0013-8000"), "13800138000 marks country_code");
  EXPECT_EQ(Told(FieldType::kPhone, "电话:13800138000"), "13800138000 label");
  EXPECT_EQ(Told(FieldType::kPhone, "0571-88122630转801"), "0571-88122630-801 extension");
  EXPECT_EQ(Told(FieldType::kPhone, "13800138000"), "13800138000");
  EXPECT_EQ(Told(FieldType::kDate, "2026年1月2日"), "2026-01-02 date");
  EXPECT_EQ(Told(FieldType::kDate, "2026-01-02"), "2026-01-02");
  EXPECT_EQ(Told(FieldType::kCurrency, "2,260(万元人民币)"), "22600000 grouping unit currency");
  EXPECT_EQ(Told(FieldType::kDecimal, "(1,200)"), "-1200 grouping sign");
  EXPECT_EQ(Told(FieldType::kDecimal, "1.50"), "1.5 form");
  EXPECT_EQ(Told(FieldType::kUscc, "91330106 673959654p"), "91330106673959654P case marks");
  EXPECT_EQ(Told(FieldType::kEmail, "Lin@Yunjin.CN"), "Lin@yunjin.cn case");
}

TEST(TextChange, IsNamedForWordsOfLists) {
  EXPECT_EQ(Told(FieldType::kRegion, "浙江杭州滨江"), "浙江省 杭州市 滨江区 region");
  EXPECT_EQ(Told(FieldType::kRegion, "浙江省 杭州市 滨江区"), "浙江省 杭州市 滨江区");
  EXPECT_EQ(Told(FieldType::kChoice, "在谈"), "谈判 word");
  EXPECT_EQ(Told(FieldType::kChoice, "谈判"), "谈判");
  EXPECT_EQ(Told(FieldType::kChoice, "Negotiation"), "谈判");
  EXPECT_EQ(Told(FieldType::kChoice, "没有这样的"), "-");
}

TEST(TextChange, IsNothingForWhatIsRefused) {
  EXPECT_EQ(Told(FieldType::kPhone, "+86 138-0013"), "+86 138-0013");
  EXPECT_EQ(Told(FieldType::kDate, "明天"), "-");
}

TEST(TextChange, HasWordsInBothLanguages) {
  for (const char* locale : {"assets/locale/zh.json", "assets/locale/en.json"}) {
    const auto words = nlohmann::json::parse(ReadAsset(locale));
    for (const std::string_view name : kTextChangeNames) EXPECT_TRUE(words.contains("change." + std::string(name))) << locale << " " << name;
  }
}

TEST(RegionFromAddress, FillsOnlyAnEmptyRegion) {
  Schema schema;
  schema.fields.resize(2);
  schema.fields[0].id = 1;
  schema.fields[0].type = FieldType::kRegion;
  schema.fields[1].id = 2;
  schema.fields[1].type = FieldType::kAddress;
  Record record(1, Id());
  const auto region = [&](std::string address) {
    const std::vector<std::pair<FieldId, Value>> said = {{2, Value::Text(std::move(address))}};
    const auto found = RegionFromAddress(schema, record, said, &ShippedLexicon());
    return found ? found->second.text() : "";
  };
  EXPECT_EQ(region("浙江省杭州市滨江区网商路699号"), "330108");
  EXPECT_EQ(region("网商路699号"), "");
  EXPECT_EQ(region("浙江省杭州市滨江区"), "");
  record.Set(1, Value::Text("310000"));
  EXPECT_EQ(region("浙江省杭州市滨江区网商路699号"), "");
}

}  // namespace
}  // namespace kedang
