#include <gtest/gtest.h>

#include <set>

#include "shared/field/field_types.h"
#include "shared/model/schema.h"
#include "shared/model/value_json.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

TEST(Schema, ShippedOnesAreValidAndSurviveARoundTrip) {
  const SchemaSet set = ShippedSchemas();
  ASSERT_EQ(set.schemas.size(), 18u);
  const std::string text = FormatSchemaSet(set);
  const auto again = ParseSchemaSet(text);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(FormatSchemaSet(*again), text);
  const Schema* customer = set.Find("customer");
  ASSERT_NE(customer, nullptr);
  EXPECT_EQ(customer->id, 1u);
  EXPECT_EQ(customer->Find(customer->title)->key, "name");
  EXPECT_TRUE(customer->Find("uscc")->is_unique_block);
  EXPECT_TRUE(customer->Find("name")->is_unique);
  EXPECT_FALSE(customer->Find("name")->is_unique_block);
  for (const Field& field : customer->fields) EXPECT_EQ(field.is_required, field.key == "name") << field.key;
}

TEST(Schema, ChoicesOfShippedOnesAreToldApart) {
  for (const Schema& schema : ShippedSchemas().schemas) {
    for (const Field& field : schema.fields) {
      std::set<std::string> names;
      for (const Choice& choice : field.choices) {
        std::set<std::string> own = {choice.key, choice.label.zh, choice.label.en};
        own.insert(choice.synonyms.begin(), choice.synonyms.end());
        for (const std::string& name : own) {
          EXPECT_TRUE(names.insert(name).second) << schema.key << "." << field.key << ": " << name;
        }
      }
    }
  }
}

TEST(Schema, ErrorsSayWhere) {
  const char* const head = R"({"id":1,"key":"a","label":{"zh":"甲"},"title":"n","fields":[)";
  const std::pair<std::string, const char*> rows[] = {
      {"", "not JSON"},
      {"[]", "object"},
      {"{}", "schema.key"},
      {std::string(head) + "]}", "fields"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"txt"}]})", "fields[0].type"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"text"},{"id":1,"key":"m","label":{"zh":"名"},"type":"text"}]})", "fields[1].id"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"text"},{"id":2,"key":"n","label":{"zh":"名"},"type":"text"}]})", "fields[1].key"},
      {std::string(head) + R"({"id":1,"key":"m","label":{"zh":"名"},"type":"text"}]})", "schema.title"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"text","group":"g"}]})", "fields[0].group"},
      {std::string(head) + R"({"id":"1","key":"n","label":{"zh":"名"},"type":"text"}]})", "fields[0].id"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"choice"}]})", "fields[0].choices"},
      {std::string(head) + R"({"id":1,"key":"n","label":{"zh":"名"},"type":"text","required":1}]})", "fields[0].required"},
      {std::string(head) + "7]}", "fields[0]"},
  };
  for (const auto& [text, where] : rows) {
    const auto parsed = ParseSchema(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().message.find(where), std::string::npos) << parsed.error().message;
  }
  EXPECT_FALSE(ParseSchemaSet(R"({"schemas":[{"id":1,"key":"a","label":{"zh":"甲"},"title":"n","fields":[
      {"id":1,"key":"n","label":{"zh":"名"},"type":"reference","target":"b"}]}]})").ok());
}

TEST(Schema, UnknownPropertiesAreIgnored) {
  EXPECT_TRUE(ParseSchema(R"({"id":1,"key":"a","label":{"zh":"甲"},"title":"n","later":[1],"fields":[
      {"id":1,"key":"n","label":{"zh":"名","fr":"x"},"type":"text","later":{}}]})").ok());
}

TEST(ValueJson, RoundTripsEveryKind) {
  const std::pair<FieldType, Value> rows[] = {
      {FieldType::kText, Value::Text("云锦")},        {FieldType::kInteger, Value::Integer(-7)},
      {FieldType::kDecimal, Value::Of(Decimal{12345, 2})}, {FieldType::kDate, Value::Of(Date{20000})},
      {FieldType::kBoolean, Value::Boolean(false)},   {FieldType::kTags, Value::List({"a", "b"})},
      {FieldType::kText, Value()},
  };
  for (const auto& [type, value] : rows) {
    const auto again = ValueFromPlainJson(type, ValueToPlainJson(type, value));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, value);
  }
  EXPECT_EQ(*ValueFromPlainJson(FieldType::kDecimal, nlohmann::json(0.1)), Value::Of(Decimal{1, 1}));
  EXPECT_FALSE(ValueFromPlainJson(FieldType::kDate, "2026-13-01").ok());
  EXPECT_FALSE(ValueFromPlainJson(FieldType::kInteger, 1.5).ok());
  EXPECT_FALSE(ValueFromPlainJson(FieldType::kText, 5).ok());
  EXPECT_FALSE(ValueFromPlainJson(FieldType::kTags, nlohmann::json::array({1})).ok());
}

}  // namespace
}  // namespace kedang
