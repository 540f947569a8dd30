// What people type into each kind of field, and what becomes of it.
#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "shared/check/record_check.h"
#include "shared/expr/evaluator.h"
#include "shared/expr/expression.h"
#include "shared/field/check_text.h"
#include "shared/field/currency.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/value_json.h"
#include "tests/support/asset.h"
#include "tests/support/field_type_world.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

struct Row {
  const char* typed;
  const char* plain;  // FormatPlain of the value; "!code" when refused
};

class FieldTypes : public ::testing::Test {
 protected:
  Field FieldOf(FieldType type) {
    Field field;
    field.id = 3;
    field.key = "f";
    field.type = type;
    field.target = "customer";
    return field;
  }
  CheckContext Context() {
    CheckContext context;
    context.lexicon = &ShippedLexicon();
    context.names = &world_;
    return context;
  }
  FormatContext Chinese() {
    FormatContext format;
    format.lexicon = &ShippedLexicon();
    format.names = &world_;
    return format;
  }
  FormatContext English() {
    FormatContext format = Chinese();
    format.is_english = true;
    return format;
  }
  std::string Outcome(const Field& field, std::string_view text) {
    const Parsed parsed = ParseField(field, text, Context());
    for (const Issue& issue : parsed.issues) {
      if (issue.severity == Severity::kBlock) return "!" + issue.code;
    }
    if (parsed.value.is_null() && !parsed.issues.empty()) return "?" + parsed.issues.front().code;
    return FormatPlain(parsed.value);
  }
  template <std::size_t N>
  void Expect(const Field& field, const Row (&rows)[N]) {
    for (const Row& row : rows) EXPECT_EQ(Outcome(field, row.typed), row.plain) << row.typed;
  }
  std::string Code(const Field& field, std::string_view text) {
    const Parsed parsed = ParseField(field, text, Context());
    return parsed.issues.empty() ? "" : parsed.issues.front().code;
  }

  FieldTypeWorld world_;
};

TEST_F(FieldTypes, Percent) {
  const Field field = FieldOf(FieldType::kPercent);
  Expect(field, {{"15%", "0.15"}, {"15 ％", "0.15"}, {"15", "0.15"}, {"0.15", "0.15"}, {"0.15%", "0.0015"}, {"100%", "1"}, {"1", "0.01"},
                 {"-5%", "-0.05"}, {"1,500%", "15"}, {"12.5‰", "0.0125"}, {"百分之十五", "0.15"}, {"百分之12.5", "0.125"}, {"3个百分点", "0.03"},
                 {"0", "0"}, {"十五", "!number_format"}, {"15%%", "!number_format"}, {"0.00000001%", "!number_scale"},
                 {"9223372036854775807%", "92233720368547758.07"}});
  EXPECT_EQ(Code(field, "0.15"), "percent_fraction");
  EXPECT_EQ(Code(field, "15"), "");
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{125, 3}), Chinese()), "12.5%");
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{15, 0}), Chinese()), "1,500%");
}

// Words that elsewhere stand for an empty cell may be what a choice is called.
TEST_F(FieldTypes, AChoiceMayBeCalledNothing) {
  for (const FieldType type : {FieldType::kChoice, FieldType::kMultipleChoice}) {
    Field field = FieldOf(type);
    field.choices = {{"none", {"无", "None"}, 6, {"-"}}, {"some", {"有", "Some"}, 6, {}}};
    Expect(field, {{"无", "none"}, {"-", "none"}, {"有", "some"}, {"", ""}});
    const Value value = ParseField(field, "无", Context()).value;
    EXPECT_EQ(ParseField(field, EditText(field, value, Chinese()), Context()).value, value);
    field.choices.erase(field.choices.begin());
    Expect(field, {{"无", ""}, {"-", ""}});
  }
}

// Wide blanks and letters around such a word do not make it text: what is stored would read back as nothing.
TEST_F(FieldTypes, NothingIsNothingBehindWideBlanks) {
  for (const FieldType type : {FieldType::kText, FieldType::kAddress, FieldType::kAutoNumber, FieldType::kPhone, FieldType::kDate}) {
    const Field field = FieldOf(type);
    Expect(field, {{"　", ""}, {"　N/A", ""}, {"Ｎ／Ａ\xE2\x80\x8B", ""}});
    if (type != FieldType::kText) Expect(field, {{"　-", ""}, {"－　", ""}, {"　无", ""}});
  }
}

TEST_F(FieldTypes, Currency) {
  Field field = FieldOf(FieldType::kCurrency);
  Expect(field, {{"¥1,234.50", "1234.5"}, {"12.5万", "125000"}, {"1.2亿", "120000000"}, {"RMB 300", "300"}, {"300元", "300"}, {"人民币叁佰", "!number_format"},
                 {"-¥20", "-20"}, {"(20)", "-20"}, {"$20", "!currency_mismatch"}, {"20美元", "!currency_mismatch"}, {"2,260(万元人民币)", "22600000"}});
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{12345, 1}), Chinese()), "¥1,234.50");
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{-12345678, 3}), English()), "-¥12,345.678");
  field.unit = "USD";
  Expect(field, {{"$20", "20"}, {"US$20.5", "20.5"}, {"20美元", "20"}, {"20", "20"}, {"¥20", "!currency_mismatch"}, {"1.5万美元", "15000"}});
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{20, 0}), Chinese()), "US$20.00");
  field.unit = "JPY";
  Expect(field, {{"¥2000", "2000"}, {"2000日元", "2000"}, {"JP¥1,000", "1000"}});
  EXPECT_EQ(FormatField(field, Value::Of(Decimal{2000, 0}), Chinese()), "JP¥2,000");
  std::set<std::string_view> signs;
  for (const Currency& currency : Currencies()) EXPECT_TRUE(signs.insert(currency.sign).second) << currency.code;
}

TEST_F(FieldTypes, DateTime) {
  const Field field = FieldOf(FieldType::kDateTime);
  // 2026-11-22 18:47 in Hangzhou.
  const std::string moment = "1795344420000";
  Expect(field, {{"2026-11-22 18:47", "1795344420000"}, {"2026/11/22 6:47 PM", "1795344420000"}, {"2026年11月22日 18时47分", "1795344420000"},
                 {"2026年11月22日下午6点47分", "1795344420000"}, {"2026-11-22T10:47:00Z", "1795344420000"}, {"2026-11-22T18:47+08:00", "1795344420000"},
                 {"202611221847", "1795344420000"}, {"20261122184700", "1795344420000"}, {"２０２６－１１－２２　１８：４７", "1795344420000"},
                 {"2026-11-22 晚上6:47", "1795344420000"}, {"2026-11-22T05:47:00-05:00", "1795344420000"},
                 {"2026-11-22 25:00", "!date_time_format"}, {"2026-11-22 18:61", "!date_time_format"}, {"2026-11-22 18", "!date_time_format"},
                 {"2026-02-30 10:00", "!date_missing_day"}, {"18:47", "!date_format"}});
  const auto shown = [&](std::string_view text) { return FormatField(field, ParseField(field, text, Context()).value, Chinese()); };
  EXPECT_EQ(shown("2026-11-22"), "2026-11-22 00:00");
  EXPECT_EQ(shown("2026-11-22 24:00"), "2026-11-23 00:00");
  EXPECT_EQ(shown("2026年11月22日下午3点半"), "2026-11-22 15:30");
  EXPECT_EQ(shown("2026-11-22 中午12点"), "2026-11-22 12:00");
  EXPECT_EQ(shown("2026-11-22 12:05 am"), "2026-11-22 00:05");
  EXPECT_EQ(shown("二〇二六年十一月二十二日 九点"), "2026-11-22 09:00");
  FormatContext there = Chinese();
  there.offset_minutes = -5 * 60;
  const Value value = Value::Integer(1795344420000);
  EXPECT_EQ(FormatField(field, value, there), "2026-11-22 05:47");
  EXPECT_EQ(EditText(field, Value::Integer(1795344420250), Chinese()), "2026-11-22 18:47:00.250");
  CheckContext here = Context();
  here.offset_minutes = -5 * 60;
  EXPECT_EQ(ParseField(field, "2026-11-22 05:47", here).value, value);
  EXPECT_EQ(ValueToPlainJson(FieldType::kDateTime, value), "2026-11-22T10:47:00.000Z");
  EXPECT_EQ(*ValueFromPlainJson(FieldType::kDateTime, "2026-11-22T10:47:00Z"), value);
  EXPECT_EQ(*ValueFromPlainJson(FieldType::kDateTime, 1795344420000), value);
  EXPECT_FALSE(ValueFromPlainJson(FieldType::kDateTime, "tomorrow").ok());
}

TEST_F(FieldTypes, Duration) {
  const Field field = FieldOf(FieldType::kDuration);
  Expect(field, {{"2小时30分", "150"}, {"1h30m", "90"}, {"1h 30min", "90"}, {"90 分钟", "90"}, {"90", "90"}, {"1:30", "90"}, {"1:30:00", "90"},
                 {"1.5小时", "90"}, {"一个半小时", "90"}, {"一小时半", "90"}, {"半小时", "30"}, {"两小时十五分", "135"}, {"3个小时", "180"}, {"2天", "2880"},
                 {"1天2小时", "1560"}, {"一刻钟", "15"}, {"2小时30", "150"}, {"90s", "2"}, {"2 hours and 5 minutes", "125"}, {"0", "0"},
                 {"-5", "!duration_format"}, {"1:75", "!duration_format"}, {"30分2小时", "!duration_format"}, {"很久", "!duration_format"},
                 {"999999999天", "!number_too_large"}});
  EXPECT_EQ(Code(field, "90s"), "duration_rounded");
  EXPECT_EQ(FormatField(field, Value::Integer(150), Chinese()), "2小时30分钟");
  EXPECT_EQ(FormatField(field, Value::Integer(120), Chinese()), "2小时");
  EXPECT_EQ(FormatField(field, Value::Integer(150), English()), "2h 30m");
}

TEST_F(FieldTypes, Rating) {
  Field field = FieldOf(FieldType::kRating);
  Expect(field, {{"4", "4"}, {"4星", "4"}, {"四颗星", "4"}, {"★★★★☆", "4"}, {"★★★", "3"}, {"4/5", "4"}, {"4 stars", "4"}, {"6", "!rating_range"},
                 {"0", "!rating_range"}, {"4/10", "!rating_format"}, {"好", "!rating_format"}, {"2.5", "!rating_format"}, {"☆★", "!rating_format"}});
  field.format = "10";
  Expect(field, {{"8/10", "8"}, {"十星", "10"}, {"11", "!rating_range"}, {"4/5", "!rating_format"}});
  EXPECT_EQ(FormatField(field, Value::Integer(8), Chinese()), "8/10");
}

TEST_F(FieldTypes, IdentityCardAndPostcode) {
  const Field card = FieldOf(FieldType::kIdentityCard);
  Expect(card, {{"11010519491231002x", "11010519491231002X"}, {"110105 19491231 002X", "11010519491231002X"},
                {"110105194912310021", "!identity_card_check_digit"}, {"12345", "!identity_card_length"}});
  EXPECT_EQ(MaskField(card, Value::Text("11010519491231002X"), Chinese()), "1101**********002X");
  EXPECT_TRUE(TraitsOf(FieldType::kIdentityCard).is_personal);
  const Field postcode = FieldOf(FieldType::kPostcode);
  Expect(postcode, {{"310051", "310051"}, {"３１００５１", "310051"}, {"310 051", "310051"}, {"31005", "!postcode_format"}, {"31005a", "!postcode_format"}});
}

TEST_F(FieldTypes, GeoPoint) {
  const Field field = FieldOf(FieldType::kGeoPoint);
  Expect(field, {{"30.2741,120.1551", "30.2741,120.1551"}, {"30.2741，120.1551", "30.2741,120.1551"}, {"30.2741 120.1551", "30.2741,120.1551"},
                 {"120.1551,30.2741", "30.2741,120.1551"}, {"北纬30.2741 东经120.1551", "30.2741,120.1551"}, {"东经120.1551°，北纬30.2741°", "30.2741,120.1551"},
                 {"经度:120.1551 纬度:30.2741", "30.2741,120.1551"}, {"lat 30.2741 lng 120.1551", "30.2741,120.1551"}, {"30.2741° N, 120.1551° E", "30.2741,120.1551"},
                 {"N30°16'26.76\" E120°9'18.36\"", "30.2741,120.1551"}, {"30°16′26.76″N 120°9′18.36″E", "30.2741,120.1551"},
                 {"北纬30度16分26.76秒 东经120度9分18.36秒", "30.2741,120.1551"}, {"南纬33.8 东经151.2", "-33.8,151.2"}, {"-33.8,151.2", "-33.8,151.2"},
                 {"POINT(120.1551 30.2741)", "30.2741,120.1551"}, {"geo:30.2741,120.1551;u=35", "30.2741,120.1551"}, {"(30.2741, 120.1551)", "30.2741,120.1551"},
                 {"30.12345678912,120", "30.1234568,120"}, {"95,190", "!geo_range"}, {"30.2", "!geo_format"}, {"杭州", "!geo_format"},
                 {"北纬30 北纬40", "!geo_format"}, {"30°75'N 120E", "!geo_format"}});
  EXPECT_EQ(Code(field, "120.1551,30.2741"), "geo_swapped");
  const Parsed maybe = ParseField(field, "87.6,43.8", Context());
  ASSERT_FALSE(maybe.issues.empty());
  EXPECT_EQ(maybe.issues.front().suggestion, "43.8,87.6");
  EXPECT_EQ(FormatField(field, Value::Text("-33.8,151.2"), Chinese()), "南纬33.8° 东经151.2°");
  EXPECT_EQ(FormatField(field, Value::Text("-33.8,151.2"), English()), "33.8° S, 151.2° E");
}

TEST_F(FieldTypes, RecordsAndDepartments) {
  const Field many = FieldOf(FieldType::kReferences);
  const std::string first = FormatId(FieldTypeWorld::IdOf(0)), second = FormatId(FieldTypeWorld::IdOf(1));
  EXPECT_EQ(Outcome(many, "华测检测；" + second), first + ";" + second);
  EXPECT_EQ(Outcome(many, "甲、乙事务所"), second);
  EXPECT_EQ(Outcome(many, "华测检测;没有这家"), "!reference_unknown");
  EXPECT_EQ(Outcome(many, "重名公司"), "!reference_ambiguous");
  const Value both = Value::List({first, second});
  EXPECT_EQ(FormatField(many, both, Chinese()), "华测检测、甲、乙事务所");
  EXPECT_EQ(EditText(many, both, Chinese()), "华测检测;" + second);
  const Field department = FieldOf(FieldType::kDepartment);
  EXPECT_EQ(Outcome(department, "华测检测"), first);
  EXPECT_EQ(Outcome(department, "没有这家"), "?department_unknown");
  const auto schema = ParseSchema(R"({"id":9,"key":"s","label":{"zh":"甲","en":"S"},"title":"name","fields":[
      {"id":1,"key":"name","label":{"zh":"名","en":"N"},"type":"text"},{"id":2,"key":"team","label":{"zh":"部","en":"T"},"type":"department"}]})");
  ASSERT_TRUE(schema.ok()) << schema.error().message;
  EXPECT_EQ(schema->fields[1].target, "department");
}

TEST_F(FieldTypes, FormerNamesOfRegionsLeadToTheirSuccessors) {
  const Field field = FieldOf(FieldType::kRegion);
  const Parsed by_name = ParseField(field, "北京市密云县", Context());
  EXPECT_EQ(by_name.value, Value::Text("110118"));
  ASSERT_FALSE(by_name.issues.empty());
  EXPECT_EQ(by_name.issues.front().code, "region_former");
  const Parsed by_code = ParseField(field, "110228", Context());
  EXPECT_EQ(by_code.value, Value::Text("110228"));
  ASSERT_FALSE(by_code.issues.empty());
  EXPECT_EQ(by_code.issues.front().code, "region_retired");
  EXPECT_EQ(by_code.issues.front().suggestion, "北京市 密云区");
  EXPECT_TRUE(ParseField(field, "杭州", Context()).issues.empty());
}

TEST_F(FieldTypes, AddressAndPostcodeMustFitTheRegion) {
  Schema schema;
  schema.id = 1;
  for (const FieldType type : {FieldType::kText, FieldType::kRegion, FieldType::kAddress, FieldType::kPostcode}) {
    Field field = FieldOf(type);
    field.id = static_cast<FieldId>(schema.fields.size() + 1);
    schema.fields.push_back(field);
  }
  Record record(1, FieldTypeWorld::IdOf(0));
  record.Set(2, Value::Text("330108"));
  record.Set(3, Value::Text("浙江省杭州市西湖区文一西路969号"));
  record.Set(4, Value::Text("200001"));
  Issues issues = CheckRecord(schema, record, Context());
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(issues[0].code, "address_region");
  EXPECT_EQ(issues[0].field, 2u);
  EXPECT_EQ(issues[0].severity, Severity::kWarn);
  EXPECT_EQ(issues[0].suggestion, "浙江省 杭州市 西湖区");
  EXPECT_EQ(issues[1].code, "postcode_region");
  EXPECT_EQ(issues[1].field, 4u);
  record.Set(3, Value::Text("浙江省杭州市网商路699号"));
  record.Set(4, Value::Text("310051"));
  EXPECT_TRUE(CheckRecord(schema, record, Context()).empty());
}

TEST_F(FieldTypes, SensitiveValuesAreCovered) {
  const auto covered = [&](FieldType type, Value value, const char* format = "") {
    Field field = FieldOf(type);
    field.format = format;
    return MaskField(field, value, Chinese());
  };
  EXPECT_EQ(covered(FieldType::kPhone, Value::Text("13800138000")), "138****8000");
  EXPECT_EQ(covered(FieldType::kPhone, Value::Text("0571-88122630-801")), "0571-****2630");
  EXPECT_EQ(covered(FieldType::kPhone, Value::Text("+85221234567")), "+852****567");
  EXPECT_EQ(covered(FieldType::kEmail, Value::Text("zhang@b.cn")), "z***@b.cn");
  EXPECT_EQ(covered(FieldType::kText, Value::Text("张三"), "person_name"), "张*");
  EXPECT_EQ(covered(FieldType::kText, Value::Text("欧阳文山"), "person_name"), "欧***");
  EXPECT_EQ(covered(FieldType::kText, Value::Text("Anna Li"), "person_name"), "A*** L***");
  EXPECT_EQ(covered(FieldType::kText, Value::Text("秘密")), "***");
  EXPECT_EQ(covered(FieldType::kCurrency, Value::Of(Decimal{100, 0})), "•••");
  EXPECT_EQ(covered(FieldType::kAddress, Value::Text("浙江省杭州市滨江区网商路699号")), "浙江省杭州市滨江区****");
  EXPECT_EQ(covered(FieldType::kText, Value()), "");
}

TEST_F(FieldTypes, EveryTypeHasAnExampleThatIsRead) {
  const auto zh = nlohmann::json::parse(ReadAsset("assets/locale/zh.json"), nullptr, false);
  const std::string icons = "\n" + ReadAsset("wasm/ui/icons.txt");
  for (int i = 0; i < kFieldTypeCount; ++i) {
    const auto type = static_cast<FieldType>(i);
    const std::string name(FieldTypeName(type));
    const FieldTraits& traits = TraitsOf(type);
    EXPECT_TRUE(zh.contains("type." + name)) << name;
    EXPECT_NE(icons.find("\n" + std::string(traits.icon) + "\n"), std::string::npos) << name << " " << traits.icon;
    if (traits.has_target || traits.has_choices || traits.editor == EditorKind::kPerson) continue;
    if (traits.example.empty()) {
      EXPECT_TRUE(traits.editor == EditorKind::kNone || traits.editor == EditorKind::kFile) << name;
      continue;
    }
    const Parsed parsed = ParseField(FieldOf(type), traits.example, Context());
    EXPECT_FALSE(parsed.value.is_null()) << name;
    EXPECT_TRUE(parsed.issues.empty()) << name;
  }
}

TEST_F(FieldTypes, ExpressionsKnowThem) {
  Schema schema;
  schema.id = 1;
  schema.key = "customer";
  schema.label = {"客户", "Customer"};
  schema.title = 1;
  const auto add = [&](FieldType type, const char* key) {
    Field field = FieldOf(type);
    field.id = static_cast<FieldId>(schema.fields.size() + 1);
    field.key = key;
    field.label = {key, key};
    schema.fields.push_back(field);
  };
  add(FieldType::kText, "name");
  add(FieldType::kPercent, "share");
  add(FieldType::kCurrency, "amount");
  add(FieldType::kDateTime, "met");
  add(FieldType::kDuration, "took");
  add(FieldType::kReferences, "partners");
  SchemaSet set;
  set.schemas.push_back(schema);
  Record record(1, FieldTypeWorld::IdOf(0));
  record.Set(1, Value::Text("甲"));
  record.Set(2, Value::Of(Decimal{15, 2}));
  record.Set(3, Value::Of(Decimal{200, 0}));
  record.Set(4, Value::Integer(1795344420000 + 6 * 3'600'000));  // 2026-11-23 00:47 in Hangzhou, the 22nd in Greenwich
  record.Set(5, Value::Integer(90));
  record.Set(6, Value::List({FormatId(FieldTypeWorld::IdOf(1)), FormatId(FieldTypeWorld::IdOf(2))}));
  const auto value = [&](std::string_view source, int offset = 480) {
    ExpressionScope scope;
    scope.schemas = &set;
    scope.schema = &set.schemas.front();
    const Compilation compiled = CompileExpression(source, scope, {});
    EXPECT_EQ(compiled.error.code, ExpressionCode::kNone) << source;
    if (compiled.program.is_empty()) return std::string("!");
    EvaluationContext context;
    context.record = &record;
    context.today = Date{20780};
    context.offset_minutes = offset;
    Evaluator evaluator;
    return FormatPlain(ToValue(evaluator.Evaluate(compiled.program, context).value));
  };
  EXPECT_EQ(value("share * amount"), "30");
  EXPECT_EQ(value("took / 60"), "1.5");
  EXPECT_EQ(value("met = \"2026-11-23\""), "true");
  EXPECT_EQ(value("met = \"2026-11-22\"", 0), "true");
  EXPECT_EQ(value("day(met)"), "23");
  EXPECT_EQ(value("count(partners)"), "2");
  EXPECT_EQ(value("partners contains \"" + FormatId(FieldTypeWorld::IdOf(1)) + "\""), "true");
}

TEST(CheckTextTypes, CoverEveryFieldType) {
  const Lexicon& lexicon = ShippedLexicon();
  std::set<std::string_view> names(CheckTypes().begin(), CheckTypes().end());
  EXPECT_EQ(names.size(), CheckTypes().size());
  for (int i = 0; i < kFieldTypeCount; ++i) EXPECT_EQ(names.count(FieldTypeName(static_cast<FieldType>(i))), 1u);
  const auto normal = [&](std::string_view type, std::string_view options, std::string_view text) {
    const auto checked = CheckText(type, options, text, lexicon);
    EXPECT_TRUE(checked.ok()) << type;
    if (!checked.ok()) return std::string();
    return checked->is_ok ? checked->normalized : "!" + (checked->issues.empty() ? std::string() : checked->issues.front().code);
  };
  EXPECT_EQ(normal("percent", "", "15%"), "0.15");
  EXPECT_EQ(normal("percent", "{\"scale\":1}", "15.55%"), "!number_scale");
  EXPECT_EQ(normal("currency", "", "$20"), "20");
  EXPECT_EQ(normal("currency", "{\"unit\":\"CNY\"}", "$20"), "!currency_mismatch");
  EXPECT_EQ(normal("date_time", "", "2026-11-22 18:47"), "2026-11-22T18:47:00+08:00");
  EXPECT_EQ(normal("date_time", "{\"offset_minutes\":0}", "2026-11-22 18:47"), "2026-11-22T18:47:00+00:00");
  EXPECT_EQ(normal("choice", "{\"choices\":[\"a\",{\"key\":\"b\",\"zh\":\"乙\"}]}", "乙"), "b");
  EXPECT_EQ(normal("choice", "{\"choices\":[\"a\"]}", "z"), "!choice_unknown");
  EXPECT_EQ(normal("multiple_choice", "{\"choices\":[\"a\",\"b\"]}", "a、b"), "a;b");
  EXPECT_EQ(normal("rating", "{\"format\":\"10\"}", "8星"), "8");
  EXPECT_EQ(normal("boolean", "", "无"), "false");
  EXPECT_EQ(normal("integer", "", "1.5"), "!integer_format");
  EXPECT_EQ(normal("geo_point", "", "120.1551,30.2741"), "30.2741,120.1551");
  EXPECT_EQ(normal("long_text", "", std::string(600, 'x')), std::string(600, 'x'));
  EXPECT_EQ(normal("text", "", std::string(600, 'x')), "!text_too_long");
  EXPECT_EQ(normal("reference", "", "华测"), "!reference_unknown");
}

}  // namespace
}  // namespace kedang
