// Schemas that change: what differs, what may be published, what becomes of values, packages.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "shared/schema/retype.h"
#include "shared/schema/schema_check.h"
#include "shared/schema/schema_diff.h"
#include "shared/schema/schema_package.h"
#include "shared/schema/schema_problem.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

// Customer with stages and rules, and contracts that refer to it.
SchemaSet SmallSet() {
  auto set = ParseSchemaSet(R"({"version":4,"schemas":[
    {"id":1,"key":"customer","label":{"zh":"客户","en":"Customers"},"title":"name","stage":"stage","owner":"owner",
     "groups":[{"key":"g","label":{"zh":"基本"}},{"key":"h","label":{"zh":"其他"}}],"fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true,"group":"g"},
      {"id":2,"key":"amount","label":{"zh":"金额"},"type":"decimal","group":"h"},
      {"id":3,"key":"stage","label":{"zh":"阶段"},"type":"choice","choices":[
        {"key":"new","label":{"zh":"新建"}},{"key":"talk","label":{"zh":"谈判"}},{"key":"won","label":{"zh":"赢单"}}]},
      {"id":5,"key":"owner","label":{"zh":"负责人"},"type":"user"}],
     "rules":[{"id":1,"key":"positive","label":{"zh":"为正"},"holds":"金额 > 0","fields":["amount"],"message":{"zh":"要大于零"}}],
     "stages":[{"key":"new","next":["talk"]},{"key":"talk","needs":["amount"],"next":["won","new"]},{"key":"won","next":["new"]}]},
    {"id":2,"key":"contract","label":{"zh":"合同"},"title":"title","fields":[
      {"id":1,"key":"title","label":{"zh":"标题"},"type":"text"},
      {"id":2,"key":"customer","label":{"zh":"客户"},"type":"reference","target":"customer"}]}]})");
  EXPECT_TRUE(set.ok()) << (set.ok() ? "" : set.error().message);
  return set.ok() ? std::move(*set) : SchemaSet();
}

Field& FieldOf(SchemaSet& set, const char* key) {
  for (Field& field : set.schemas[0].fields) {
    if (field.key == key) return field;
  }
  std::abort();
}

std::string Codes(const std::vector<SchemaProblem>& problems) {
  std::string codes;
  for (const SchemaProblem& problem : problems) {
    codes.append(codes.empty() ? "" : " ").append(problem.code).append(problem.severity == Severity::kWarn ? "?" : "");
  }
  return codes;
}
std::string Check(const SchemaSet& draft) {
  const SchemaSet current = SmallSet();
  return Codes(CheckSchemas(draft, &current, ShippedLexicon()));
}

std::string Kinds(const std::vector<SchemaChange>& changes) {
  std::string kinds;
  for (const SchemaChange& change : changes) {
    kinds.append(kinds.empty() ? "" : " ").append(SchemaChangeKindName(change.kind)).append(":").append(change.key);
    if (!change.part.empty()) kinds.append(".").append(change.part);
  }
  return kinds;
}

TEST(SchemaCheck, WhatShipsMayBePublished) {
  const SchemaSet shipped = ShippedSchemas();
  const auto problems = CheckSchemas(shipped, nullptr, ShippedLexicon());
  for (const SchemaProblem& problem : problems) ADD_FAILURE() << FormatSchemaProblem(shipped, problem);
  EXPECT_EQ(Check(SmallSet()), "");
}

TEST(SchemaCheck, NumbersKeepTheirMeaning) {
  SchemaSet draft = SmallSet();
  draft.schemas[0].fields.erase(draft.schemas[0].fields.begin() + 1);
  EXPECT_NE(Check(draft).find("schema.field_removed"), std::string::npos);

  draft = SmallSet();
  FieldOf(draft, "amount").key = "sum";  // another key is fine
  EXPECT_EQ(Check(draft), "");
  Field field = FieldOf(draft, "name");
  field.id = 9;
  field.key = "amount";
  field.label.zh = "新金额";
  draft.schemas[0].fields.push_back(field);  // but not the old one for something else
  EXPECT_EQ(Check(draft), "schema.field_key_moved");

  draft = SmallSet();
  draft.schemas[0].rules[0].id = 7;
  EXPECT_EQ(Check(draft), "schema.rule_key_moved");
  draft = SmallSet();
  draft.schemas[0].id = 6;
  EXPECT_EQ(Check(draft), "schema.schema_key_moved schema.schema_removed");

  // A rule that is gone keeps its number.
  SchemaSet current = SmallSet(), next = SmallSet();
  current.schemas[0].rules.clear();
  current.schemas[0].last_rule = 3;
  next.schemas[0].rules[0].id = 2;
  EXPECT_EQ(Codes(CheckSchemas(next, &current, ShippedLexicon())), "schema.rule_number_used");
  next.schemas[0].rules[0].id = NextRuleId(current.schemas[0]);
  EXPECT_EQ(next.schemas[0].rules[0].id, 4u);
  EXPECT_EQ(Codes(CheckSchemas(next, &current, ShippedLexicon())), "");
}

TEST(SchemaCheck, RolesTargetsAndStages) {
  SchemaSet draft = SmallSet();
  FieldOf(draft, "stage").is_retired = true;
  EXPECT_EQ(Check(draft), "schema.role_retired");
  draft = SmallSet();
  draft.schemas[0].owner = 1;
  EXPECT_EQ(Check(draft), "schema.role_type");
  draft.schemas[0].owner = 77;
  EXPECT_EQ(Check(draft), "schema.role_missing");
  draft = SmallSet();
  draft.schemas[1].fields[1].target = "nowhere";
  EXPECT_EQ(Check(draft), "schema.bad_target");
  draft = SmallSet();
  FieldOf(draft, "amount").group = "x";
  EXPECT_EQ(Check(draft), "schema.group_missing");
  draft = SmallSet();
  draft.schemas[0].stages[1].next = {"new"};
  EXPECT_EQ(Check(draft), "schema.stage_unreachable?");
  draft.schemas[0].stages[1].next = {"nowhere", "won"};
  EXPECT_EQ(Check(draft), "schema.stage_unknown");
  draft = SmallSet();
  FieldOf(draft, "owner").label.zh = "金额";
  const auto problems = CheckSchemas(draft, nullptr, ShippedLexicon());
  EXPECT_EQ(Codes(problems), "schema.label_twice?");
  EXPECT_TRUE(MayPublish(problems));
  EXPECT_EQ(problems[0].field, 5u);
}

TEST(SchemaCheck, ExpressionsWithTheirPlace) {
  SchemaSet draft = SmallSet();
  draft.schemas[0].rules[0].holds = "金额 > 0 且 无名 = 1";
  auto problems = CheckSchemas(draft, nullptr, ShippedLexicon());
  ASSERT_EQ(Codes(problems), "expr.unknown_name");
  EXPECT_EQ(problems[0].key, "positive");
  EXPECT_EQ(problems[0].part, "holds");
  EXPECT_EQ(draft.schemas[0].rules[0].holds.substr(problems[0].offset, problems[0].length), "无名");
  EXPECT_EQ(FormatSchemaProblem(draft, problems[0]).rfind("customer.positive.holds: ", 0), 0u);
  draft.schemas[0].rules[0].is_off = true;
  EXPECT_TRUE(MayPublish(CheckSchemas(draft, nullptr, ShippedLexicon())));

  draft = SmallSet();
  FieldOf(draft, "amount").default_value = "1 +";
  FieldOf(draft, "name").default_value = std::string(70'000, ' ') + "1";
  EXPECT_EQ(Check(draft), "expr.too_long expr.unexpected");
}

TEST(SchemaCheck, CirclesAreNamedWhole) {
  SchemaSet draft = SmallSet();
  Schema& schema = draft.schemas[0];
  for (int i = 0; i < 4; ++i) {
    Field field;
    field.id = static_cast<FieldId>(20 + i);
    field.key = "f" + std::to_string(i);
    field.label.zh = "算" + std::to_string(i);
    field.type = FieldType::kDecimal;
    field.computation.expression = "f" + std::to_string((i + 1) % 3) + " + 1";
    schema.fields.push_back(field);
  }
  const auto problems = CheckSchemas(draft, nullptr, ShippedLexicon());
  ASSERT_EQ(Codes(problems), "schema.formula_circle");
  for (const char* name : {"算0", "算1", "算2"}) EXPECT_NE(problems[0].message.find(name), std::string::npos) << problems[0].message;
  EXPECT_EQ(problems[0].message.find("算3"), std::string::npos);
}

// Defaults that wait for each other fill nothing.
TEST(SchemaCheck, CirclesOfDefaults) {
  SchemaSet draft = SmallSet();
  FieldOf(draft, "amount").default_value = "长度(名称)";
  EXPECT_EQ(Check(draft), "");
  FieldOf(draft, "name").default_value = "text(金额)";
  const auto problems = CheckSchemas(draft, nullptr, ShippedLexicon());
  ASSERT_EQ(Codes(problems), "schema.formula_circle");
  EXPECT_EQ(problems[0].part, "default");
}

TEST(SchemaCheck, Limits) {
  SchemaSet draft = SmallSet();
  Field& stage = FieldOf(draft, "stage");
  for (int i = 0; stage.choices.size() < 10'000; ++i) {
    stage.choices.push_back({"c" + std::to_string(i), {"选项" + std::to_string(i), ""}, 6, {}});
  }
  EXPECT_EQ(Check(draft), "");
  EXPECT_TRUE(ParseSchemaSet(FormatSchemaSet(draft)).ok());
  stage.choices.push_back({"more", {"太多", ""}, 6, {}});
  EXPECT_EQ(Check(draft), "schema.too_many_choices");
  EXPECT_FALSE(ParseSchemaSet(FormatSchemaSet(draft)).ok());

  draft = SmallSet();
  Field field = FieldOf(draft, "amount");
  while (draft.schemas[0].fields.size() <= 500) {
    field.id = NextFieldId(draft.schemas[0]);
    field.key = "x" + std::to_string(field.id);
    field.label.zh = field.key;
    draft.schemas[0].fields.push_back(field);
  }
  EXPECT_EQ(Check(draft), "schema.too_many_fields");
}

// Several choices are written as their keys with separators between: such a key would fall apart.
TEST(SchemaCheck, KeysOfChoicesAreOneWord) {
  for (const char* key : {"a;b", "a、b", " a", "a\nb", ""}) {
    SchemaSet draft = SmallSet();
    FieldOf(draft, "stage").choices.push_back({key, {"坏", ""}, 6, {}});
    EXPECT_EQ(Check(draft), "schema.choice_key") << key;
    EXPECT_EQ(Codes(CheckSchemas(draft, &draft, ShippedLexicon())), "") << key;  // what is in force may stay
  }
  SchemaSet draft = SmallSet();
  FieldOf(draft, "stage").choices.push_back({"重点 客户-A", {"好", ""}, 6, {}});
  EXPECT_EQ(Check(draft), "");
  FieldOf(draft, "stage").choices.back().key = std::string(201, 'k');
  EXPECT_EQ(Check(draft), "schema.choice_key");
}

// Numbers are permanent: one at the end of what is possible would leave no room for any that comes later.
TEST(SchemaCheck, NumbersLeaveRoomForOthers) {
  SchemaSet draft = SmallSet();
  FieldOf(draft, "owner").id = draft.schemas[0].owner = 0xFFFFFF;
  EXPECT_EQ(Codes(CheckSchemas(draft, nullptr, ShippedLexicon())), "schema.number_far");
  draft = SmallSet();
  draft.schemas[1].id = 0xFFFFFF;
  EXPECT_EQ(Codes(CheckSchemas(draft, nullptr, ShippedLexicon())), "schema.number_far");
  draft = SmallSet();
  draft.schemas[0].rules[0].id = 0xFFFFFF;
  EXPECT_EQ(Codes(CheckSchemas(draft, nullptr, ShippedLexicon())), "schema.number_far");
  draft = SmallSet();
  draft.schemas[0].last_rule = 0xFFFFFF;
  EXPECT_EQ(Codes(CheckSchemas(draft, nullptr, ShippedLexicon())), "schema.number_far");
  // What is in force has the numbers it has.
  const SchemaSet current = draft;
  EXPECT_EQ(Codes(CheckSchemas(draft, &current, ShippedLexicon())), "");
  draft.schemas[0].rules.push_back(draft.schemas[0].rules[0]);
  draft.schemas[0].rules[1].id = 0x1000000;
  draft.schemas[0].rules[1].key = "other";
  draft.schemas[0].rules[1].label.zh = "别的";
  EXPECT_NE(Codes(CheckSchemas(draft, &current, ShippedLexicon())), "");
}

TEST(SchemaCheck, TextsAreSortedAndInBothLanguages) {
  const auto texts = AllSchemaTexts();
  EXPECT_TRUE(std::is_sorted(texts.begin(), texts.end(),
                             [](const IssueText& a, const IssueText& b) { return a.code < b.code; }));
  const auto zh = nlohmann::json::parse(ReadAsset("assets/locale/zh.json"), nullptr, false);
  const auto en = nlohmann::json::parse(ReadAsset("assets/locale/en.json"), nullptr, false);
  for (const IssueText& text : texts) {
    const std::string code(text.code);
    ASSERT_TRUE(zh.contains(code) && en.contains(code)) << code;
    for (std::size_t at = 0; (at = text.english.find('{', at)) != std::string_view::npos; ++at) {
      const std::string place(text.english.substr(at, text.english.find('}', at) + 1 - at));
      EXPECT_NE(en[code].get<std::string>().find(place), std::string::npos) << code;
      EXPECT_NE(zh[code].get<std::string>().find(place), std::string::npos) << code;
    }
  }
  for (int kind = 0; kind <= static_cast<int>(SchemaChangeKind::kOrderChanged); ++kind) {
    const std::string key = "schema.change." + std::string(SchemaChangeKindName(static_cast<SchemaChangeKind>(kind)));
    EXPECT_TRUE(zh.contains(key) && en.contains(key)) << key;
  }
}

TEST(SchemaDiff, NothingForTheSame) {
  const SchemaSet set = ShippedSchemas();
  EXPECT_TRUE(DiffSchemas(set, set).empty());
}

TEST(SchemaDiff, SaysWhatChanged) {
  const SchemaSet before = SmallSet();
  SchemaSet after = SmallSet();
  FieldOf(after, "amount").type = FieldType::kInteger;
  FieldOf(after, "amount").label.zh = "合同额";
  auto changes = DiffSchemas(before, after);
  EXPECT_EQ(Kinds(changes), "field_retyped:amount field_changed:amount.label");
  EXPECT_EQ(changes[0].before, "decimal");
  EXPECT_EQ(changes[0].after, "integer");
  EXPECT_EQ(changes[1].before, "金额");
  EXPECT_EQ(changes[1].after, "合同额");

  after = SmallSet();
  FieldOf(after, "amount").key = "money";  // rules and stages name it by key, and did not change
  EXPECT_EQ(Kinds(DiffSchemas(before, after)), "field_changed:money.key");

  after = SmallSet();
  FieldOf(after, "owner").is_retired = true;
  after.schemas[0].owner = 0;
  EXPECT_EQ(Kinds(DiffSchemas(before, after)), "schema_changed:customer.owner field_retired:owner");
  EXPECT_EQ(Kinds(DiffSchemas(after, before)), "schema_changed:customer.owner field_restored:owner");

  after = SmallSet();
  FieldOf(after, "stage").choices.erase(FieldOf(after, "stage").choices.begin());
  FieldOf(after, "stage").choices.push_back({"lost", {"输单", "Lost"}, 2, {}});
  FieldOf(after, "stage").choices[0].label.zh = "商谈";
  EXPECT_EQ(Kinds(DiffSchemas(before, after)), "choice_changed:talk.label choice_added:lost choice_removed:new");

  after = SmallSet();
  after.schemas[0].rules[0].severity = Severity::kBlock;
  after.schemas[0].stages.pop_back();
  after.schemas[0].groups[1].label.zh = "更多";
  std::swap(after.schemas[0].fields[0], after.schemas[0].fields[1]);
  EXPECT_EQ(Kinds(DiffSchemas(before, after)),
            "group_changed:h.label order_changed:customer.fields rule_changed:positive.severity stages_changed:won");

  after = SmallSet();
  after.schemas.push_back(after.schemas[1]);
  after.schemas.back().id = 3;
  after.schemas.back().key = "order";
  EXPECT_EQ(Kinds(DiffSchemas(before, after)), "schema_added:order");
}

RetypedValue Retype(FieldType from, FieldType to, const Value& value) {
  Field before, after;
  before.id = after.id = 1;
  before.type = from;
  after.type = to;
  for (Field* field : {&before, &after}) field->choices = {{"a", {"甲", "A"}, 6, {}}, {"b", {"乙", "B"}, 6, {}}};
  CheckContext context;
  context.lexicon = &ShippedLexicon();
  return RetypeValue(before, after, value, context);
}

TEST(Retype, KeepsWhatCanBeKept) {
  auto kept = Retype(FieldType::kText, FieldType::kInteger, Value::Text("1,200"));
  EXPECT_EQ(kept.value, Value::Integer(1200));
  EXPECT_NE(kept.outcome, RetypeOutcome::kLost);
  auto lost = Retype(FieldType::kText, FieldType::kInteger, Value::Text("一些"));
  EXPECT_TRUE(lost.value.is_null());
  EXPECT_EQ(lost.outcome, RetypeOutcome::kLost);
  EXPECT_EQ(Retype(FieldType::kDecimal, FieldType::kInteger, Value::Of(*ParseDecimal("1.5"))).outcome, RetypeOutcome::kLost);
  EXPECT_EQ(Retype(FieldType::kInteger, FieldType::kText, Value::Integer(12)).value, Value::Text("12"));
  EXPECT_EQ(Retype(FieldType::kChoice, FieldType::kText, Value::Text("a")).value, Value::Text("甲"));
  EXPECT_EQ(Retype(FieldType::kText, FieldType::kChoice, Value::Text("乙")).value, Value::Text("b"));
  EXPECT_EQ(Retype(FieldType::kText, FieldType::kChoice, Value::Text("丙")).outcome, RetypeOutcome::kLost);
  EXPECT_EQ(Retype(FieldType::kChoice, FieldType::kMultipleChoice, Value::Text("a")).value, Value::List({"a"}));
  EXPECT_EQ(Retype(FieldType::kMultipleChoice, FieldType::kChoice, Value::List({"b"})).value, Value::Text("b"));
  EXPECT_EQ(Retype(FieldType::kMultipleChoice, FieldType::kChoice, Value::List({"a", "b"})).outcome, RetypeOutcome::kLost);
  EXPECT_EQ(Retype(FieldType::kTags, FieldType::kMultipleChoice, Value::List({"甲", "丙"})).outcome, RetypeOutcome::kLost);
  EXPECT_EQ(Retype(FieldType::kText, FieldType::kTags, Value::Text("x、y")).value, Value::List({"x", "y"}));
  EXPECT_EQ(Retype(FieldType::kText, FieldType::kDate, Value::Text("2026年3月4日")).value, Value::Of(*MakeDate(2026, 3, 4)));
  EXPECT_EQ(Retype(FieldType::kText, FieldType::kRegion, Value::Text("浙江杭州")).value, Value::Text("330100"));
  EXPECT_EQ(Retype(FieldType::kRegion, FieldType::kText, Value::Text("330100")).value, Value::Text("浙江省 杭州市"));
  EXPECT_TRUE(Retype(FieldType::kText, FieldType::kDate, Value()).value.is_null());
}

TEST(Retype, EveryTypeToEveryOtherIsAnswered) {
  for (int from = 0; from < kFieldTypeCount; ++from) {
    for (int to = 0; to < kFieldTypeCount; ++to) {
      for (const Value& value : {Value::Text("甲"), Value::Integer(7), Value::Boolean(true), Value::List({"a", "x"}),
                                 Value::Of(*MakeDate(2026, 1, 1)), Value::Of(*ParseDecimal("2.5"))}) {
        if (value.kind() != KindOf(static_cast<FieldType>(from))) continue;
        const RetypedValue result = Retype(static_cast<FieldType>(from), static_cast<FieldType>(to), value);
        EXPECT_TRUE(result.value.is_null() || result.value.kind() == KindOf(static_cast<FieldType>(to)));
        EXPECT_TRUE(!result.value.is_null() || result.outcome == RetypeOutcome::kLost);
      }
    }
  }
}

TEST(Retype, ChoicesThatAreGone) {
  SchemaSet set = SmallSet();
  const Field before = FieldOf(set, "stage");
  Field after = before;
  after.choices[1].label.zh = "商谈";
  EXPECT_FALSE(NeedsConversion(before, after));
  after.choices.erase(after.choices.begin());
  EXPECT_TRUE(NeedsConversion(before, after));
  CheckContext context;
  RetypeTrial trial(before, after, context, 1);
  trial.Look(Id{1, 1}, Value::Text("new"));
  trial.Look(Id{1, 2}, Value::Text("new"));
  trial.Look(Id{1, 3}, Value::Text("won"));
  trial.Look(Id{1, 4}, Value());
  trial.Look(Id{1, 5}, Value::Text("talk"));
  EXPECT_EQ(trial.lost(), 2u);
  EXPECT_EQ(trial.kept() + trial.changed(), 2u);
  ASSERT_EQ(trial.lost_examples().size(), 1u);
  EXPECT_EQ(trial.lost_examples()[0].before, "新建");
}

TEST(Retype, TenThousandChoices) {
  Field before;
  before.type = FieldType::kChoice;
  for (int i = 0; i < 10'000; ++i) before.choices.push_back({"choice_number_" + std::to_string(i), {"选项" + std::to_string(i), ""}, 6, {}});
  Field after = before;
  EXPECT_FALSE(NeedsConversion(before, after));
  after.choices.pop_back();
  CheckContext context;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(NeedsConversion(before, before), false);  // asked of every edit that waited
    EXPECT_EQ(RetypeValue(before, after, Value::Text("choice_number_7"), context).outcome, RetypeOutcome::kKept);
    EXPECT_EQ(RetypeValue(before, after, Value::Text("choice_number_9999"), context).outcome, RetypeOutcome::kLost);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  std::reverse(after.choices.begin(), after.choices.end());
  EXPECT_TRUE(NeedsConversion(before, after));
  EXPECT_FALSE(NeedsConversion(after, before));
}

TEST(SchemaPackage, ComesBackAsItWas) {
  const SchemaSet set = ShippedSchemas();
  const auto package = ParseSchemaPackage(FormatSchemaPackage(set.schemas));
  ASSERT_TRUE(package.ok()) << package.error().message;
  for (const SchemaSet& into : {SchemaSet{}, set}) {
    for (const PackageMode mode : {PackageMode::kAdd, PackageMode::kUpdate}) {
      const PackageMerge merge = MergePackage(into, *package, mode);
      EXPECT_TRUE(merge.conflicts.empty());
      EXPECT_EQ(FormatSchemaSet(merge.set), FormatSchemaSet(set));
    }
  }
}

TEST(SchemaPackage, MeetsByKey) {
  const SchemaSet ours = SmallSet();
  auto theirs = ParseSchemaPackage(R"({"kedang_schemas":1,"schemas":[
    {"id":2,"key":"customer","label":{"zh":"顾客"},"title":"name","groups":[{"key":"h","label":{"zh":"附加"}}],"fields":[
      {"id":1,"key":"phone","label":{"zh":"电话"},"type":"phone","group":"h"},
      {"id":2,"key":"name","label":{"zh":"全称"},"type":"text"},
      {"id":3,"key":"amount","label":{"zh":"金额"},"type":"text"}],
     "rules":[{"id":1,"key":"phone_there","label":{"zh":"要有电话"},"holds":"电话 <> 空","fields":["phone"],"message":{"zh":"缺电话"}}]},
    {"id":1,"key":"visit","label":{"zh":"拜访"},"title":"subject","fields":[{"id":1,"key":"subject","label":{"zh":"主题"},"type":"text"}]}]})");
  ASSERT_TRUE(theirs.ok()) << theirs.error().message;
  PackageMerge merge = MergePackage(ours, *theirs, PackageMode::kAdd);
  EXPECT_EQ(Kinds(DiffSchemas(ours, merge.set)), "field_added:phone rule_added:phone_there schema_added:visit");
  EXPECT_EQ(merge.set.Find("visit")->id, 3u);
  EXPECT_EQ(merge.set.schemas[0].Find("phone")->id, 6u);
  EXPECT_EQ(merge.set.schemas[0].rules[1].id, 2u);
  EXPECT_EQ(merge.set.schemas[0].rules[1].fields, std::vector<FieldId>{6});
  ASSERT_EQ(merge.conflicts.size(), 1u);
  EXPECT_EQ(merge.conflicts[0], (PackageConflict{"customer", "amount", "type", "decimal", "text"}));
  EXPECT_EQ(Check(merge.set), "");
  merge = MergePackage(ours, *theirs, PackageMode::kUpdate);
  EXPECT_EQ(merge.set.schemas[0].Find("name")->label.zh, "全称");
  EXPECT_EQ(merge.set.schemas[0].Find("amount")->type, FieldType::kDecimal);
}

TEST(SchemaPackage, RetiresAndRestoresNothing) {
  SchemaSet ours = SmallSet();
  FieldOf(ours, "amount").is_retired = true;
  SchemaSet theirs = SmallSet();
  FieldOf(theirs, "owner").is_retired = true;
  theirs.schemas[0].owner = 0;
  for (const PackageMode mode : {PackageMode::kAdd, PackageMode::kUpdate}) {
    const PackageMerge merge = MergePackage(ours, theirs.schemas, mode);
    EXPECT_TRUE(merge.set.schemas[0].Find("amount")->is_retired);
    EXPECT_FALSE(merge.set.schemas[0].Find("owner")->is_retired);
    if (mode == PackageMode::kAdd) continue;
    ASSERT_EQ(merge.conflicts.size(), 2u);
    EXPECT_EQ(merge.conflicts[0], (PackageConflict{"customer", "amount", "retired", "true", "false"}));
    EXPECT_EQ(merge.conflicts[1], (PackageConflict{"customer", "owner", "retired", "false", "true"}));
  }
}

// What comes from elsewhere may have any numbers; here it gets such that leave room.
TEST(SchemaPackage, NumbersAreMadeHere) {
  auto theirs = ParseSchemaPackage(R"({"kedang_schemas":1,"schemas":[
    {"id":16777215,"key":"visit","label":{"zh":"拜访"},"title":"subject","stage":"state","fields":[
      {"id":16777214,"key":"subject","label":{"zh":"主题"},"type":"text"},
      {"id":16777215,"key":"state","label":{"zh":"状态"},"type":"choice","choices":[{"key":"a","label":{"zh":"甲"}}]}],
     "rules":[{"id":16777214,"key":"there","label":{"zh":"要有"},"holds":"主题 <> 空","fields":["subject"],"message":{"zh":"缺"}}],
     "last_rule":16777215,"stages":[{"key":"a","needs":["subject"]}]}]})");
  ASSERT_TRUE(theirs.ok()) << theirs.error().message;
  const PackageMerge merge = MergePackage(SmallSet(), *theirs, PackageMode::kUpdate);
  EXPECT_EQ(Check(merge.set), "");
  const Schema* visit = merge.set.Find("visit");
  ASSERT_NE(visit, nullptr);
  EXPECT_EQ(visit->id, 3u);
  EXPECT_LT(NextFieldId(*visit), 10u);
  EXPECT_LT(NextRuleId(*visit), 10u);
  EXPECT_EQ(visit->title, visit->Find("subject")->id);
  EXPECT_EQ(visit->stage, visit->Find("state")->id);
  EXPECT_EQ(visit->rules[0].fields, std::vector<FieldId>{visit->title});
  EXPECT_EQ(visit->stages[0].needs, std::vector<FieldId>{visit->title});
}

TEST(SchemaPackage, SaysWhereItIsWrong) {
  const auto error = [](const std::string& text) {
    const auto package = ParseSchemaPackage(text);
    return package.ok() ? std::string("fine") : package.error().message;
  };
  EXPECT_NE(error("").find("not a JSON object"), std::string::npos);
  EXPECT_NE(error("{}").find("kedang_schemas"), std::string::npos);
  EXPECT_NE(error(R"({"kedang_schemas":7,"schemas":[]})").find("format 7"), std::string::npos);
  EXPECT_NE(error(R"({"kedang_schemas":1,"schemas":7})").find("schemas: must be an array"), std::string::npos);
  EXPECT_NE(error(R"({"kedang_schemas":1,"schemas":[{"id":1,"key":"a","label":{"zh":"甲"},"title":"t","fields":[
    {"id":1,"key":"t","label":{"zh":"乙"},"type":"hologram"}]}]})").find("schemas[0].fields[0].type: \"hologram\" is no field type"),
            std::string::npos);
}

}  // namespace
}  // namespace kedang
