// Random edits of schemas as an administrator makes them, legal and illegal ones.
#pragma once

#include <string>

#include "shared/schema/schema_check.h"
#include "tests/support/sync_world.h"

namespace kedang {

inline SchemaSet StartingSchemas() {
  return ParseSchemaSet(R"({"version":1,"schemas":[
    {"id":1,"key":"customer","label":{"zh":"客户"},"title":"name","stage":"stage","groups":[{"key":"g","label":{"zh":"基本"}}],"fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true,"group":"g"},
      {"id":2,"key":"stage","label":{"zh":"阶段"},"type":"choice","choices":[{"key":"new","label":{"zh":"新建"}},{"key":"won","label":{"zh":"赢单"}}]},
      {"id":3,"key":"amount","label":{"zh":"金额"},"type":"decimal"}],
     "rules":[{"id":1,"key":"positive","label":{"zh":"为正"},"holds":"金额 >= 0","fields":["amount"],"message":{"zh":"不能为负"}}],
     "stages":[{"key":"new"},{"key":"won","needs":["amount"]}]},
    {"id":2,"key":"contract","label":{"zh":"合同"},"title":"title","fields":[
      {"id":1,"key":"title","label":{"zh":"标题"},"type":"text"},
      {"id":2,"key":"customer","label":{"zh":"客户"},"type":"reference","target":"customer"}]}]})")
      .value();
}

// The fields that edits may do anything with: none of those above, which roles and expressions need.
inline Field* AnyAddedField(Schema& schema, SeededRandom& random) {
  std::vector<Field*> added;
  for (Field& field : schema.fields) {
    if (field.key[0] == 'x') added.push_back(&field);
  }
  return added.empty() ? nullptr : added[random.Below(added.size())];
}

inline void MakeComplete(Field& field, const SchemaSet& set) {
  const bool has_choices = field.type == FieldType::kChoice || field.type == FieldType::kMultipleChoice;
  if (has_choices && field.choices.empty()) field.choices = {{"c1", {"选项一", ""}, 6, {}}, {"c2", {"选项二", "Two"}, 1, {"二"}}};
  if (field.type == FieldType::kReference) field.target = set.schemas.front().key;
  field.merge = KindOf(field.type) == Value::Kind::kList ? MergePolicy::kThreeWay : MergePolicy::kNewest;
}

// A type whose fields hold what people enter.
inline FieldType AnyType(SeededRandom& random) {
  constexpr FieldType kTypes[] = {FieldType::kText,   FieldType::kLongText, FieldType::kInteger, FieldType::kDecimal,
                                  FieldType::kDate,   FieldType::kBoolean,  FieldType::kChoice,  FieldType::kMultipleChoice,
                                  FieldType::kTags,   FieldType::kPhone,    FieldType::kEmail,   FieldType::kUrl,
                                  FieldType::kRegion, FieldType::kIndustry, FieldType::kUscc,    FieldType::kReference,
                                  FieldType::kUser};
  return kTypes[random.Below(std::size(kTypes))];
}

// Changes the set in a way that may be published; says how.
inline std::string EditLegally(SchemaSet& set, SeededRandom& random) {
  Schema& schema = set.schemas[random.Below(set.schemas.size())];
  Field* field = AnyAddedField(schema, random);
  const std::string number = std::to_string(random.Below(1'000'000));
  switch (random.Below(14)) {
    case 0:
    case 1:
    case 2: {
      Field added;
      added.id = NextFieldId(schema);
      added.key = "x" + std::to_string(added.id);
      added.label.zh = "新" + added.key;
      added.type = AnyType(random);
      if (!schema.groups.empty() && random.OneIn(2)) added.group = schema.groups.front().key;
      MakeComplete(added, set);
      schema.fields.insert(schema.fields.begin() + static_cast<std::ptrdiff_t>(random.Below(schema.fields.size() + 1)), added);
      return "add " + added.key;
    }
    case 3:
      if (field == nullptr) return "nothing";
      field->label.zh = "名" + number;
      field->help.en = "Help " + number;
      return "relabel " + field->key;
    case 4:
      if (field == nullptr) return "nothing";
      field->key += "y";
      return "rename to " + field->key;
    case 5:
      if (field == nullptr) return "nothing";
      field->is_retired = !field->is_retired;
      return "retire or restore " + field->key;
    case 6:
      if (field == nullptr) return "nothing";
      field->type = AnyType(random);
      MakeComplete(*field, set);
      return "retype " + field->key;
    case 7:
      if (field == nullptr || field->choices.empty()) return "nothing";
      field->choices.push_back({"k" + number, {"选" + number, ""}, 3, {}});
      return "add choice to " + field->key;
    case 8:
      if (field == nullptr || field->choices.size() < 2) return "nothing";
      field->choices.erase(field->choices.begin() + static_cast<std::ptrdiff_t>(random.Below(field->choices.size())));
      return "remove choice of " + field->key;
    case 9: {
      Rule rule;
      rule.id = NextRuleId(schema);
      rule.key = "r" + std::to_string(rule.id);
      rule.label.zh = "规则" + rule.key;
      rule.holds = schema.fields.empty() ? "true" : "length(" + schema.Find(schema.title)->key + ") < 100";
      rule.message.zh = "太长";
      rule.severity = random.OneIn(2) ? Severity::kBlock : Severity::kInfo;
      schema.rules.push_back(rule);
      return "add rule " + rule.key;
    }
    case 10:
      if (schema.rules.empty()) return "nothing";
      schema.rules.erase(schema.rules.begin() + static_cast<std::ptrdiff_t>(random.Below(schema.rules.size())));
      return "remove rule";
    case 11:
      if (schema.fields.size() < 2) return "nothing";
      std::swap(schema.fields[random.Below(schema.fields.size())], schema.fields[random.Below(schema.fields.size())]);
      return "reorder";
    case 12:
      schema.groups.push_back({"g" + number, {"组" + number, ""}});
      return "add group";
    default: {
      if (!random.OneIn(4)) return "nothing";
      Schema added;
      added.id = NextSchemaId(set);
      added.key = "s" + std::to_string(added.id);
      added.label.zh = "表" + added.key;
      Field title;
      title.id = 1;
      title.key = "title";
      title.label.zh = "标题";
      added.fields.push_back(title);
      added.title = 1;
      set.schemas.push_back(added);
      return "add schema " + added.key;
    }
  }
}

// Changes the set in a way that may not be published; says how.
inline std::string EditIllegally(SchemaSet& set, SeededRandom& random) {
  Schema& schema = set.schemas.front();
  Field& field = schema.fields[random.Below(schema.fields.size())];
  switch (random.Below(16)) {
    case 0: schema.fields.erase(schema.fields.begin() + static_cast<std::ptrdiff_t>(random.Below(schema.fields.size()))); return "field removed";
    case 1: field.id = NextFieldId(schema); return "field renumbered";
    case 2: schema.fields.push_back(field); return "field twice";
    case 3: field.key = "Bad Key"; return "bad key";
    case 4: field.label.zh = ""; return "no label";
    case 5:
      for (Field& each : schema.fields) each.is_retired = each.is_retired || each.id == schema.stage;
      return "stage retired";
    case 6:
      field.type = FieldType::kReference;
      field.target = "nowhere";
      return "dangling target";
    case 7: field.group = "nowhere"; return "no group";
    case 8: field.is_retired = false; field.default_value = "1 + "; return "broken default";
    case 9: schema.title = 0; return "no title";
    case 10: set.schemas.erase(set.schemas.begin()); return "schema removed";
    case 11: set.schemas.push_back(schema); return "schema twice";
    case 12: {
      Rule rule;
      rule.id = NextRuleId(schema);
      rule.key = "new_rule";
      rule.label.zh = "新";
      rule.message.zh = "新";
      rule.holds = "没有这个字段 = 1";
      schema.rules.push_back(rule);
      return "broken rule";
    }
    case 13:
      while (schema.fields.size() <= 500) {
        Field added;
        added.id = NextFieldId(schema);
        added.key = "z" + std::to_string(added.id);
        added.label.zh = added.key;
        schema.fields.push_back(added);
      }
      return "501 fields";
    case 14:
      schema.stages.push_back({"nowhere", {}, {}, false});
      return "stage that is no choice";
    default: {
      Rule rule;
      rule.id = 1;
      rule.key = "again";
      rule.label.zh = "再";
      rule.message.zh = "再";
      rule.holds = "true";
      schema.rules = {rule};  // 1 is, or was, the number of another one
      schema.rules.push_back(rule);
      return "rule number twice";
    }
  }
}

}  // namespace kedang
