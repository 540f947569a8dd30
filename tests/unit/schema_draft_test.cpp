#include "wasm/app/schema_draft.h"

#include <gtest/gtest.h>

#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "wasm/app/expression_words.h"
#include "wasm/app/schema_merge.h"
#include "wasm/app/schema_publish.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"({"version":4,"schemas":[{"id":7,"key":"customer","version":1,
  "label":{"zh":"客户","en":"Customers"},"icon":"users","title":"name","stage":"stage",
  "groups":[{"key":"main","label":{"zh":"主","en":"Main"}},{"key":"more","label":{"zh":"其他","en":"More"}}],
  "fields":[
   {"id":1,"key":"name","label":{"zh":"客户名称","en":"Name"},"type":"text","group":"main","required":true},
   {"id":2,"key":"uscc","label":{"zh":"信用代码","en":"Credit code"},"type":"uscc","group":"main"},
   {"id":3,"key":"stage","label":{"zh":"阶段","en":"Stage"},"type":"choice","group":"more","choices":[
     {"key":"new","label":{"zh":"新客户","en":"New"}},{"key":"won","label":{"zh":"赢单","en":"Won"}}]},
   {"id":5,"key":"note","label":{"zh":"备注","en":"Note"},"type":"long_text","group":"more"}],
  "rules":[{"id":1,"key":"code_when_won","label":{"zh":"赢单要代码","en":"Code when won"},"severity":"warn",
    "holds":"阶段 <> \"赢单\" 或 信用代码 <> null","fields":["uscc"],"message":{"zh":"补上","en":"Fill in"}}],
  "stages":[{"key":"new"},{"key":"won","needs":["uscc"]}]}]})";

SchemaSet Published() {
  auto set = ParseSchemaSet(kSchemas);
  EXPECT_TRUE(set.ok());
  return std::move(set).value();
}

class SchemaDraftTest : public testing::Test {
 protected:
  SchemaDraftTest() : draft_(ShippedLexicon().pinyin()) { draft_.Reset(Published()); }

  const Schema& schema() const { return *draft_.Find(7); }
  const Field* Named(std::string_view key) const { return schema().Find(key); }
  std::string Order() const {
    std::string order;
    for (const Field& field : schema().fields) order += field.key + " ";
    return order;
  }

  SchemaDraft draft_;
};

TEST_F(SchemaDraftTest, GivesIdsThatWereNeverUsed) {
  const FieldId first = draft_.AddField(7, FieldType::kText, {"预算", ""}, "main", 1);
  EXPECT_EQ(first, 6u);
  EXPECT_EQ(Order(), "name ys uscc stage note ");
  draft_.Undo();
  EXPECT_EQ(Order(), "name uscc stage note ");
  EXPECT_EQ(draft_.AddField(7, FieldType::kText, {"预算", "Budget"}, "main", 0), 7u);
  EXPECT_EQ(Order(), "name uscc budget stage note ");
  EXPECT_EQ(draft_.AddRule(7, {"新", ""}, 7), 2u);
  draft_.RemoveRule(7, 2);
  EXPECT_EQ(draft_.AddRule(7, {"新", ""}, 7), 3u);
}

TEST_F(SchemaDraftTest, AddsBeforeAnotherInOneStep) {
  draft_.AddField(7, FieldType::kText, {"预算", "Budget"}, "main", 0, 2);
  EXPECT_EQ(Order(), "name budget uscc stage note ");
  draft_.Undo();
  EXPECT_EQ(Order(), "name uscc stage note ");
  EXPECT_FALSE(draft_.can_undo());
}

TEST_F(SchemaDraftTest, CountsOnlyWhatDiffers) {
  EXPECT_EQ(draft_.change_count(), 0u);
  draft_.Rename(7, 2, {"代码", "Code"});
  draft_.Rename(7, 2, {"代码们", "Code"});
  EXPECT_EQ(draft_.change_count(), 1u);
  EXPECT_EQ(draft_.ChangedSchemas(), std::vector<SchemaId>{7});
  draft_.Undo();  // words typed in a row are one step
  EXPECT_EQ(draft_.change_count(), 0u);
  EXPECT_TRUE(draft_.ChangedSchemas().empty());
  draft_.Redo();
  EXPECT_EQ(draft_.change_count(), 1u);
}

TEST_F(SchemaDraftTest, MakesKeysUntilTheyArePublished) {
  const FieldId made = draft_.AddField(7, FieldType::kText, {"单行文本", ""}, "main", 0);
  draft_.Rename(7, made, {"客户经理", ""});
  EXPECT_EQ(schema().Find(made)->key, "khjl");
  draft_.Rename(7, made, {"客户经理", "Note"});
  EXPECT_EQ(schema().Find(made)->key, "note_2");
  draft_.RenameKey(7, made, "manager");
  draft_.Rename(7, made, {"经理", "Boss"});
  EXPECT_EQ(schema().Find(made)->key, "manager");
  draft_.RenameKey(7, made, "Not a key");
  EXPECT_EQ(schema().Find(made)->key, "manager");
  draft_.Rename(7, 5, {"说明", "Remark"});
  draft_.RenameKey(7, 5, "remark");
  EXPECT_EQ(schema().Find(5u)->key, "note");
}

TEST_F(SchemaDraftTest, UndoesAndRedoesEveryStep) {
  const std::string before = FormatSchema(schema());
  draft_.Rename(7, 2, {"代", "Code"});
  draft_.Rename(7, 2, {"代码", "Code"});  // typing is one step
  draft_.MoveField(7, 2, "more", 5);
  draft_.RetireField(7, 5);
  draft_.RemoveChoice(7, 3, "won");
  const std::string after = FormatSchema(schema());
  for (int i = 0; i < 4; ++i) draft_.Undo();
  EXPECT_EQ(FormatSchema(schema()), before);
  EXPECT_FALSE(draft_.can_undo());
  EXPECT_FALSE(draft_.has_changes());
  for (int i = 0; i < 4; ++i) draft_.Redo();
  EXPECT_EQ(FormatSchema(schema()), after);
  EXPECT_FALSE(draft_.can_redo());
}

TEST_F(SchemaDraftTest, StepsOverTheBorderOfGroups) {
  draft_.StepField(7, 2, 1);
  EXPECT_EQ(Named("uscc")->group, "more");
  EXPECT_EQ(Order(), "name uscc stage note ");
  draft_.StepField(7, 2, 1);
  EXPECT_EQ(Order(), "name stage uscc note ");
  draft_.StepField(7, 2, -1);
  draft_.StepField(7, 2, -1);
  EXPECT_EQ(Named("uscc")->group, "main");
  EXPECT_EQ(Order(), "name uscc stage note ");
}

TEST_F(SchemaDraftTest, KeepsWhatNamesAFieldInStep) {
  draft_.RetireField(7, 2);
  EXPECT_TRUE(Named("uscc")->is_retired);
  EXPECT_TRUE(schema().stages[1].needs.empty());
  EXPECT_TRUE(schema().rules[0].fields.empty());
  draft_.RetireField(7, 1);  // the title stays
  EXPECT_FALSE(Named("name")->is_retired);
  draft_.Retype(7, 3, FieldType::kText);
  EXPECT_EQ(schema().stage, 0u);
  EXPECT_TRUE(schema().stages.empty());
  const FieldId made = draft_.AddField(7, FieldType::kText, {"甲", ""}, "main", 0);
  draft_.RetireField(7, made);
  EXPECT_EQ(schema().Find(made), nullptr);
}

TEST_F(SchemaDraftTest, StagesFollowTheirChoices) {
  draft_.AddChoice(7, 3, {"谈判", "Negotiation"});
  ASSERT_EQ(schema().stages.size(), 3u);
  draft_.MoveChoice(7, 3, 2, 1);
  EXPECT_EQ(schema().stages[1].key, "negotiation");
  draft_.EditStage(7, "new", "", [](StageDemand& stage) { stage.next = {"negotiation"}; });
  draft_.RemoveChoice(7, 3, "negotiation");
  EXPECT_EQ(schema().stages.size(), 2u);
  EXPECT_TRUE(schema().stages[0].next.empty());
}

TEST_F(SchemaDraftTest, TemplatesAreChosenByAField) {
  const std::string key = draft_.AddTemplate(7, {"工程", "Works"}, {"模板", "Template"});
  EXPECT_EQ(key, "works");
  const Field* chooser = schema().Find(schema().template_field);
  ASSERT_NE(chooser, nullptr);
  EXPECT_EQ(chooser->choices[0].key, "works");
  draft_.EditTemplate(7, key, [](Template& form) { form.without.push_back(5); });
  EXPECT_EQ(ParseSchema(FormatSchema(schema())).ok(), true);
  draft_.RetireField(7, schema().template_field);
  EXPECT_TRUE(schema().templates.empty());
}

TEST_F(SchemaDraftTest, IsKeptAndTakenUpAgain) {
  EXPECT_EQ(draft_.Pack(), "");
  draft_.Rename(7, 5, {"说明", "Remark"});
  draft_.AddRule(7, {"", ""}, 5);  // not finished yet
  const SchemaId made = draft_.AddSchema({"合同", "Contract"});
  const std::string packed = draft_.Pack();
  SchemaDraft again(ShippedLexicon().pinyin());
  ASSERT_TRUE(again.Restore(packed, Published()));
  EXPECT_EQ(FormatSchema(*again.Find(7)), FormatSchema(schema()));
  ASSERT_NE(again.Find(made), nullptr);
  EXPECT_EQ(again.change_count(), draft_.change_count());
  EXPECT_FALSE(again.Restore("{", Published()));
  EXPECT_FALSE(again.has_changes());
}

TEST_F(SchemaDraftTest, TakesInWhatOthersPublished) {
  const FieldId mine = draft_.AddField(7, FieldType::kText, {"预算", "Budget"}, "main", 0);
  draft_.EditStage(7, "won", "", [mine](StageDemand& stage) { stage.needs.push_back(mine); });
  draft_.Rename(7, 5, {"说明", "Remark"});
  draft_.Rename(7, 2, {"税号", "Tax number"});
  SchemaDraft other(ShippedLexicon().pinyin());
  other.Reset(Published());
  const FieldId theirs = other.AddField(7, FieldType::kDate, {"预算", "Budget"}, "more", 0);
  ASSERT_EQ(theirs, mine);
  other.Rename(7, 5, {"附注", "Annotation"});
  other.Edit(7, "", [](Schema& schema) { schema.fields[0].is_unique = true; });
  SchemaSet published = other.set();
  published.version = 5;
  const auto clashes = draft_.Rebase(published);
  ASSERT_EQ(clashes.size(), 2u);  // the label in both languages
  EXPECT_EQ(clashes[0].place, "note.label.zh");
  EXPECT_EQ(Named("note")->label.zh, "说明");
  EXPECT_TRUE(Named("name")->is_unique);
  EXPECT_EQ(Named("uscc")->label.zh, "税号");
  EXPECT_EQ(Named("budget")->id, theirs);
  ASSERT_NE(Named("budget_2"), nullptr);
  EXPECT_EQ(Named("budget_2")->id, theirs + 1);
  EXPECT_EQ(schema().stages[1].needs.back(), theirs + 1);
  EXPECT_EQ(draft_.base().version, 5u);
}

TEST_F(SchemaDraftTest, IsEmptyOnceItIsPublished) {
  draft_.Rename(7, 5, {"说明", "Remark"});
  draft_.AddField(7, FieldType::kText, {"预算", "Budget"}, "main", 0);
  draft_.AddSchema({"合同", "Contract"});
  EXPECT_EQ(draft_.ChangedSchemas().size(), 2u);
  SchemaSet published = draft_.set();
  published.version = 5;
  for (Schema& schema : published.schemas) ++schema.version;
  EXPECT_TRUE(draft_.Rebase(published).empty());
  EXPECT_FALSE(draft_.has_changes());
  EXPECT_EQ(draft_.Pack(), "");
}

TEST_F(SchemaDraftTest, GoesOnWhileItIsBeingPublished) {
  const FieldId made = draft_.AddField(7, FieldType::kText, {"预算", "Budget"}, "main", 0);
  const SchemaSet sent = draft_.set();
  draft_.Retype(7, made, FieldType::kDate);
  draft_.OnPublished(sent, 5);
  EXPECT_TRUE(draft_.has_changes());
  EXPECT_TRUE(draft_.IsPublished(7, made));
  SchemaSet published = sent;
  published.version = 6;
  EXPECT_TRUE(draft_.Rebase(published).empty());
  EXPECT_EQ(schema().Find(made)->type, FieldType::kDate);
  EXPECT_EQ(schema().fields.size(), 5u);
}

TEST_F(SchemaDraftTest, SendsWhatChangedAndReadsTheAnswer) {
  draft_.Rename(7, 5, {"说明", "Remark"});
  const std::string body = PublishRequest(draft_);
  EXPECT_EQ(body.find("{\"base\":4,\"schemas\":[{\"id\":7,"), 0u);
  PublishAnswer answer = ParsePublishAnswer(200, R"({"version":5,"converted":3,"emptied":1})", draft_.set());
  EXPECT_EQ(answer.kind, PublishAnswer::Kind::kPublished);
  EXPECT_EQ(answer.version, 5u);
  EXPECT_EQ(answer.emptied, 1u);
  answer = ParsePublishAnswer(422, R"({"code":"schema_invalid","problems":[{"code":"schema.label_empty","schema":"customer","field":5,"part":"label"}]})",
                              draft_.set());
  ASSERT_EQ(answer.problems.size(), 1u);
  EXPECT_EQ(answer.problems[0].schema, 7u);
  EXPECT_EQ(answer.problems[0].field, 5u);
  EXPECT_EQ(ParsePublishAnswer(409, R"({"version":9})", draft_.set()).version, 9u);
  EXPECT_EQ(ParsePublishAnswer(0, "", draft_.set()).kind, PublishAnswer::Kind::kUnreachable);
  EXPECT_EQ(ParsePublishAnswer(200, "<html>", draft_.set()).kind, PublishAnswer::Kind::kFailed);
}

// A number of a rule that is gone is never taken again, whoever it was that removed it.
TEST_F(SchemaDraftTest, RulesThatAreGoneKeepTheirNumber) {
  SchemaSet published = Published();
  published.schemas[0].last_rule = 9;
  draft_.Reset(published);
  EXPECT_EQ(draft_.AddRule(7, {"新", ""}, 5), 10u);
  draft_.Reset(Published());
  EXPECT_EQ(draft_.AddRule(7, {"新", ""}, 5), 11u);
  draft_.Reset(Published());
  SchemaDraft other(ShippedLexicon().pinyin());
  other.Reset(Published());
  EXPECT_EQ(other.AddRule(7, {"新", ""}, 5), 2u);
  other.Edit(7, "", [](Schema& schema) { schema.rules.back().holds = "备注 <> null"; });
  published.version = 5;
  EXPECT_TRUE(other.Rebase(published).empty());
  EXPECT_EQ(other.Find(7)->rules.back().id, 10u);
  EXPECT_EQ(other.Find(7)->last_rule, 0u);
}

// Whatever stands half done when the page is left is there again, with everything else.
TEST_F(SchemaDraftTest, NothingUnfinishedIsLostByAReload) {
  const auto kept = [&](const char* what) {
    const std::string packed = draft_.Pack();
    EXPECT_FALSE(packed.empty()) << what;
    SchemaDraft back(ShippedLexicon().pinyin());
    EXPECT_TRUE(back.Restore(packed, Published())) << what;
    EXPECT_EQ(FormatSchemaSet(back.set()), FormatSchemaSet(draft_.set())) << what;
    draft_.Reset(Published());
  };
  draft_.RemoveChoice(7, 3, "won");
  draft_.RemoveChoice(7, 3, "new");
  kept("a choice without choices");
  draft_.EditStage(7, "won", "", [](StageDemand& stage) { stage.is_side = true; });
  draft_.Edit(7, "", [](Schema& schema) { schema.rules[0].when = RuleWhen::kEntering; schema.rules[0].when_key = "won"; });
  draft_.RetireField(7, 3);
  kept("a rule for a stage that is gone");
  draft_.Edit(7, "", [](Schema& schema) { schema.rules[0].holds = std::string(100'000, ' ') + "true"; });
  kept("a long expression");
  const FieldId made = draft_.AddField(7, FieldType::kReference, {"合同", ""}, "main", 1);
  draft_.Edit(7, "", [made](Schema& schema) {
    for (Field& field : schema.fields) {
      if (field.id == made) field.target.clear();
    }
  });
  kept("a reference to nothing");
  while (schema().fields.size() <= 501) draft_.AddField(7, FieldType::kText, {"字段", ""}, "main", 0);
  kept("too many fields");
  draft_.Edit(7, "", [](Schema& schema) {
    for (Field& field : schema.fields) field.max_length = 2'000'000'000;
  });
  kept("a number that is too high");
  draft_.Edit(7, "", [](Schema& schema) { schema.fields[0].label = schema.groups[0].label = schema.rules[0].label = schema.label = {"", ""}; });
  kept("empty names");
  draft_.AddRule(7, {"", ""}, 5);
  kept("an empty rule");
  draft_.Edit(7, "", [](Schema& schema) {
    Field& field = schema.fields[2];
    while (field.choices.size() <= 10'001) field.choices.push_back({"c" + std::to_string(field.choices.size()), {"多", ""}, 6, {}});
  });
  kept("too many choices");
  draft_.Edit(7, "", [](Schema& schema) { schema.fields[2].choices[1].key.clear(); });
  kept("a choice without a key");
}

// Both sides go on working at something that is not complete.
TEST_F(SchemaDraftTest, WhatIsUnfinishedMeetsWhatOthersPublished) {
  draft_.RemoveChoice(7, 3, "won");
  draft_.RemoveChoice(7, 3, "new");
  SchemaSet published = Published();
  published.version = 5;
  published.schemas[0].fields[3].label.zh = "说明";
  Field added = published.schemas[0].fields[3];
  added.id = 6;
  added.key = "budget";
  added.label.zh = "预算";
  published.schemas[0].fields.push_back(added);
  EXPECT_TRUE(draft_.Rebase(published).empty());
  EXPECT_TRUE(Named("stage")->choices.empty());
  EXPECT_EQ(Named("note")->label.zh, "说明");
  EXPECT_NE(Named("budget"), nullptr);
}

TEST_F(SchemaDraftTest, ManyStepsStayWithinBounds) {
  for (int i = 0; i < 480; ++i) draft_.AddField(7, FieldType::kText, {"字段", ""}, "main", 0);
  EXPECT_EQ(schema().fields.size(), 484u);
  int undone = 0;
  for (; draft_.can_undo(); ++undone) draft_.Undo();
  EXPECT_GE(undone, 50);
  EXPECT_LE(undone, 200);
}

std::string_view EnglishWords(std::string_view key) {
  static const std::map<std::string_view, std::string_view> words = {
      {"words.if", "if "},          {"words.then", ", then "}, {"words.equal", " is "},   {"words.not_equal", " is not "},
      {"words.is_filled", " is filled"}, {"words.is_empty", " is empty"}, {"words.and", " and "}, {"words.or", " or "},
      {"words.in", " is one of "},  {"words.not_in", " is none of "}, {"words.list_join", ", "}, {"words.greater", " > "}};
  const auto found = words.find(key);
  return found == words.end() ? key : found->second;
}

TEST_F(SchemaDraftTest, RulesReadInPlainWords) {
  ExpressionScope scope;
  scope.schemas = &draft_.set();
  scope.schema = &schema();
  scope.lexicon = &ShippedLexicon();
  EXPECT_EQ(ExpressionWords("阶段 <> \"赢单\" 或 信用代码 <> null", scope, true, EnglishWords), "if Stage is Won, then Credit code is filled");
  EXPECT_EQ(ExpressionWords("阶段 属于 [\"赢单\", \"新客户\"] 且 备注 = null", scope, false, EnglishWords), "阶段 is one of 赢单, 新客户 and 备注 is empty");
  EXPECT_EQ(ExpressionWords("阶段 = ", scope, true, EnglishWords), "");
}

TEST_F(SchemaDraftTest, OffersWhatCouldFollow) {
  ExpressionScope scope;
  scope.schemas = &draft_.set();
  scope.schema = &schema();
  scope.lexicon = &ShippedLexicon();
  const auto first = [&](std::string_view source) {
    const Completions found = CompletionsAt(source, source.size(), scope, false, 8);
    return found.items.empty() ? std::string() : std::to_string(found.begin) + found.items.front().insert;
  };
  EXPECT_EQ(first("信"), "0信用代码");
  EXPECT_EQ(first("xydm"), "0信用代码");
  EXPECT_EQ(first("备注 = null 且 us"), std::to_string(std::string("备注 = null 且 ").size()) + "信用代码");
  EXPECT_EQ(first("阶段 = "), std::to_string(std::string("阶段 = ").size()) + "\"新客户\"");
  EXPECT_EQ(first("阶段 = 赢"), std::to_string(std::string("阶段 = ").size()) + "\"赢单\"");
  EXPECT_EQ(first("阶段 = null且信"), std::to_string(std::string("阶段 = null且").size()) + "信用代码");
  EXPECT_NE(first("今"), "");
}

}  // namespace
}  // namespace kedang
