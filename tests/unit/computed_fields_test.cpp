#include <gtest/gtest.h>

#include "shared/check/computation_text.h"
#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/check/stage_progress.h"
#include "shared/expr/parser.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"
#include "tests/support/expression_reference.h"
#include "tests/support/expression_world.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

// `customer` and `contract`: JSON of fields added to the schemas of the world.
class ComputedFieldsTest : public ::testing::Test {
 protected:
  void Make(const std::string& customer, const std::string& contract = "", const std::string& payment = "") {
    std::string text = kExpressionSchemas;
    const auto add = [&text](const std::string& after, const std::string& fields) {
      if (fields.empty()) return;
      const std::size_t at = text.find(after);
      ASSERT_NE(at, std::string::npos);
      text.insert(at + after.size(), ",\n" + fields);
    };
    add(R"j("type": "long_text", "group": "basic"})j", customer);
    add(R"j({"id": 7, "key": "owner", "label": {"zh": "负责人", "en": "Owner"}, "type": "user", "group": "basic"})j", contract);
    add(R"j({"id": 4, "key": "is_late", "label": {"zh": "逾期", "en": "Late"}, "type": "boolean", "group": "basic"})j", payment);
    auto set = ParseSchemaSet(text);
    ASSERT_TRUE(set.ok()) << set.error().message;
    world.schemas = std::move(*set);
    book = std::make_unique<RuleBook>(world.schemas, ShippedLexicon());
    reader = std::make_unique<ComputedReader>(book->computed());
  }
  const Schema& Of(const Record& record) const { return *world.schemas.Find(record.schema); }
  Value Get(const Record& record, std::string_view key) {
    return reader->Get(record, Of(record).Find(key)->id, world.Context(&ShippedLexicon()));
  }
  std::string Shown(const Record& record, std::string_view key) {
    const Field& field = *Of(record).Find(key);
    const FormatContext format{false, &ShippedLexicon(), nullptr};
    return FormatField(book->computed().Shown(record.schema, field), Get(record, key), format);
  }
  Record& Customer() { return world.records.front(); }
  Record& Contract(std::uint64_t id) {
    for (Record& record : world.records) {
      if (record.id == Id{1, id}) return record;
    }
    return world.records.front();
  }
  std::string Errors() const {
    std::string all;
    for (const Issue& issue : book->Broken()) all += issue.message + "\n";
    return all;
  }

  ExpressionWorld world;
  std::unique_ptr<RuleBook> book;
  std::unique_ptr<ComputedReader> reader;
};

std::string DetailOf(const Issue& issue, std::string_view name) {
  for (const auto& [key, value] : issue.details) {
    if (key == name) return value;
  }
  return {};
}

std::string Field(int id, const std::string& key, const std::string& type, const std::string& more) {
  return R"j({"id": )j" + std::to_string(id) + R"j(, "key": ")j" + key + R"j(", "label": {"zh": ")j" + key + R"j("}, "type": ")j" + type +
         R"j(", "group": "basic", )j" + more + "}";
}

std::string Rollup(int id, const std::string& key, const std::string& through, const std::string& summary, const std::string& source,
                   const std::string& more = "") {
  return Field(id, key, "rollup",
               R"j("through": ")j" + through + R"j(", "summary": ")j" + summary + R"j(", "source": ")j" + source + "\"" + more);
}

TEST_F(ComputedFieldsTest, EveryFormAndItsType) {
  Make(Field(30, "half", "formula", R"j("formula": "合同金额 / 2", "result": "decimal")j") + "," +
           Rollup(31, "contracts", "contract", "count", "") + "," + Rollup(32, "total", "contract", "sum", "amount") + "," +
           Rollup(33, "mean", "contract", "average", "amount") + "," + Rollup(34, "least", "contract", "min", "amount") + "," +
           Rollup(35, "most", "contract", "max", "amount") + "," + Rollup(36, "last_signed", "contract", "latest", "signed_on") + "," +
           Rollup(37, "last_name", "contract", "latest", "name") + "," +
           Rollup(38, "signed_total", "contract", "sum", "amount", R"j(, "condition": "状态 = \"已签\" 且 金额 > 6万")j") + "," +
           Rollup(39, "last_status", "contract", "latest", "status") + "," +
           Field(40, "parent_name", "lookup", R"j("through": "parent", "source": "name")j") + "," +
           Field(41, "born", "created_at", R"j("help": {"zh": "x"})j") + "," + Field(42, "touched", "changed_at", R"j("help": {"zh": "x"})j"),
       Field(30, "customer_region", "lookup", R"j("through": "customer", "source": "region")j"));
  EXPECT_EQ(Errors(), "");
  const Record& customer = Customer();
  EXPECT_EQ(Shown(customer, "half"), "75,000");
  EXPECT_EQ(Get(customer, "half").kind(), Value::Kind::kDecimal);
  EXPECT_EQ(Shown(customer, "contracts"), "3");
  EXPECT_EQ(Shown(customer, "total"), "370,000.5");
  EXPECT_EQ(Shown(customer, "mean"), "123,333.5");
  EXPECT_EQ(Shown(customer, "least"), "50,000");
  EXPECT_EQ(Shown(customer, "most"), "200,000.5");
  EXPECT_EQ(Shown(customer, "last_signed"), "2026-11-01");
  EXPECT_EQ(Shown(customer, "last_name"), "三期");
  EXPECT_EQ(Shown(customer, "signed_total"), "120,000");
  EXPECT_EQ(Shown(customer, "last_status"), "草稿");
  EXPECT_EQ(Shown(customer, "parent_name"), "云锦集团");
  EXPECT_EQ(Shown(customer, "born").substr(0, 10), "2026-10-01");
  EXPECT_EQ(Shown(customer, "touched").substr(0, 10), "2026-11-20");
  EXPECT_EQ(Shown(Contract(200), "customer_region"), "浙江省 杭州市 滨江区");
  EXPECT_TRUE(Get(Contract(101), "parent_name").is_null());
}

TEST_F(ComputedFieldsTest, FieldsReadFieldsOfOtherRecords) {
  Make(Rollup(30, "paid", "contract", "sum", "paid") + "," + Rollup(31, "open", "contract", "sum", "open") + "," +
           Field(32, "open_of_parent", "formula", R"j("formula": "coalesce(上级客户.paid, 0)", "result": "decimal")j") + "," +
           Field(33, "says", "formula", R"j("formula": "客户名称 & \"欠\" & open", "result": "text")j"),
       Rollup(30, "paid", "payment", "sum", "amount") + "," +
           Field(31, "open", "formula", R"j("formula": "金额 - coalesce(paid, 0)", "result": "decimal")j"),
       Field(30, "customer", "lookup", R"j("through": "contract", "source": "customer")j") + "," +
           Field(31, "customer_stage", "formula", R"j("formula": "label(customer.客户阶段)", "result": "text")j"));
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Shown(Customer(), "paid"), "100,000");
  EXPECT_EQ(Shown(Customer(), "open"), "270,000.5");
  EXPECT_EQ(Shown(Customer(), "open_of_parent"), "0");
  EXPECT_EQ(Shown(Customer(), "says"), "杭州云锦科技有限公司欠270000.5");
  EXPECT_EQ(Shown(Contract(300), "customer_stage"), "谈判");
  // The child changes, the parent shows it as soon as the reader has forgotten.
  Contract(300).Set(3, Value::Integer(40'000));
  EXPECT_EQ(Shown(Customer(), "paid"), "100,000");
  reader->Forget();
  EXPECT_EQ(Shown(Customer(), "paid"), "110,000");
  EXPECT_EQ(Shown(Customer(), "open"), "260,000.5");
}

TEST_F(ComputedFieldsTest, CirclesAreNamedAndLeftOut) {
  Make(Field(30, "a", "formula", R"j("formula": "b + 1", "result": "decimal")j") + "," +
           Rollup(31, "b", "contract", "sum", "c") + "," + Field(32, "fine", "formula", R"j("formula": "合同金额 + 1", "result": "decimal")j") + "," +
           Field(33, "reads_circle", "formula", R"j("formula": "coalesce(a, 7)", "result": "decimal")j") + "," +
           Field(34, "own", "formula", R"j("formula": "own + 1", "result": "decimal")j"),
       Field(30, "c", "lookup", R"j("through": "customer", "source": "a", "result": "decimal")j"));
  const std::string errors = Errors();
  EXPECT_NE(errors.find("circle: 客户.a → "), std::string::npos) << errors;
  EXPECT_NE(errors.find("circle: 客户.own → 客户.own"), std::string::npos) << errors;
  EXPECT_EQ(book->Broken().size(), 4u) << errors;
  EXPECT_TRUE(Get(Customer(), "a").is_null());
  EXPECT_TRUE(Get(Customer(), "b").is_null());
  EXPECT_EQ(Shown(Customer(), "reads_circle"), "7");
  EXPECT_EQ(Shown(Customer(), "fine"), "150,001");
}

TEST_F(ComputedFieldsTest, WhatIsWrongIsToldWithItsPlace) {
  Make(Field(30, "f", "formula", R"j("formula": "1 + 客户名称", "result": "decimal")j") + "," +
       Rollup(31, "r", "contract", "sum", "amount", R"j(, "condition": "金额 > 1) or (true")j") + "," +
       Rollup(32, "s", "contract", "latest", "name", R"j(, "condition": "没有 > 1")j") + "," +
       Field(33, "l", "lookup", R"j("through": "nowhere", "source": "name")j") + "," + Field(34, "e", "formula", R"j("result": "decimal")j") + "," +
       Field(35, "k", "formula", R"j("formula": "客户名称", "result": "decimal")j"));
  ASSERT_EQ(book->Broken().size(), 6u) << Errors();
  const auto offset = [&](std::size_t index) { return DetailOf(book->Broken()[index], "offset"); };
  EXPECT_EQ(offset(0), "2");
  EXPECT_EQ(offset(1), std::to_string(std::string("金额 > 1").size()));
  EXPECT_EQ(offset(2), "0");
  for (const char* key : {"f", "r", "s", "l", "e", "k"}) EXPECT_TRUE(Get(Customer(), key).is_null()) << key;
}

TEST_F(ComputedFieldsTest, CostEndsWithNullAndIsShared) {
  std::string fields = Field(30, "f30", "formula", R"j("formula": "sum(合同.金额)", "result": "decimal")j");
  for (int i = 31; i < 60; ++i) {
    const std::string before = "f" + std::to_string(i - 1);
    fields += "," + Field(i, "f" + std::to_string(i), "formula", "\"formula\": \"" + before + " + " + before + "\", \"result\": \"decimal\"");
  }
  Make(fields);
  EXPECT_EQ(Errors(), "");
  // Each is computed once, though it is asked for a billion times.
  EXPECT_FALSE(Get(Customer(), "f59").is_null());
  EXPECT_EQ(reader->remembered(), 30u);
  reader->Forget();
  EvaluationContext poor = world.Context(&ShippedLexicon());
  poor.step_limit = 60;
  EXPECT_TRUE(reader->Get(Customer(), 59, poor).is_null());
  // What failed for want of steps is not kept.
  EXPECT_FALSE(Get(Customer(), "f59").is_null());
  EvaluationContext alone = world.Context(&ShippedLexicon());
  alone.related = nullptr;
  reader->Forget();
  EXPECT_TRUE(reader->Get(Customer(), 30, alone).is_null());
}

TEST_F(ComputedFieldsTest, LongChainsAreGivenUp) {
  std::string fields = Field(30, "f30", "formula", R"j("formula": "1", "result": "integer")j");
  for (int i = 31; i < 90; ++i) {
    fields += "," + Field(i, "f" + std::to_string(i), "formula", "\"formula\": \"f" + std::to_string(i - 1) + " + 1\", \"result\": \"integer\"");
  }
  Make(fields);
  EXPECT_TRUE(Get(Customer(), "f89").is_null());
  EXPECT_EQ(Shown(Customer(), "f50"), "21");
}

// A lookup or roll-up says what the plain walk of its expression says.
TEST_F(ComputedFieldsTest, AgreesWithTheReference) {
  std::string fields;
  int id = 30;
  for (const char* summary : {"sum", "average", "min", "max", "latest", "count"}) {
    for (const char* source : {"amount", "signed_on", "name", "status"}) {
      const bool is_number = std::string(summary) == "sum" || std::string(summary) == "average";
      if (is_number && std::string(source) != "amount") continue;
      for (const char* condition : {"", R"j(, "condition": "金额 > 10万")j", R"j(, "condition": "状态 = \"完成\"")j"}) {
        fields += (fields.empty() ? "" : ",") + Rollup(id, "r" + std::to_string(id), "contract", summary, source, condition);
        ++id;
      }
    }
  }
  Make(fields);
  EXPECT_EQ(Errors(), "");
  const EvaluationContext context = world.Context(&ShippedLexicon());
  for (const auto& field : Of(Customer()).fields) {
    if (!IsComputed(field.type)) continue;
    const bool is_dated = ShownSource(world.schemas, Of(Customer()), field).type == FieldType::kDate;
    const std::string text = TextOfComputation(field, is_dated).source;
    ExpressionError error;
    SyntaxTree tree;
    const ExpressionScope scope = world.Scope(&ShippedLexicon());
    KnownNames names(scope);
    ASSERT_TRUE(ParseExpression(text, tree, error, &names)) << text;
    ASSERT_TRUE(Checker(text, scope, tree, error).Check(nullptr)) << text;
    ReferenceEvaluator reference(tree, world.schemas, context);
    EXPECT_EQ(FormatPlain(Get(Customer(), field.key)), ReferenceEvaluator::Format(reference.Evaluate())) << text;
  }
}

TEST_F(ComputedFieldsTest, RulesReadThemAndAnswerForWhatTheyAreMadeOf) {
  Make(Field(30, "double", "formula", R"j("formula": "合同金额 * 2", "result": "decimal")j") + "," + Rollup(31, "total", "contract", "sum", "amount"));
  kedang::Schema& schema = world.schemas.schemas.front();
  Rule rule;
  rule.id = 1;
  rule.key = "small";
  rule.severity = Severity::kBlock;
  rule.holds = "double < 100 且 total < 1000";
  rule.message.zh = "{double} 与 {total} 太大";
  schema.rules = {rule};
  book = std::make_unique<RuleBook>(world.schemas, ShippedLexicon());
  ASSERT_EQ(Errors(), "");
  RuleJudge judge(*book);
  class Lookup final : public RecordLookup {
   public:
    explicit Lookup(ExpressionWorld& world) : world_(world) {}
    const Record* FindRecord(Id id) override { return world_.FindRecord(id); }
    void FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit, std::vector<const Record*>& found) override {
      world_.FindReferring(schema, field, target, limit, found);
    }
    void Release() override {}

   private:
    ExpressionWorld& world_;
  } lookup(world);
  CheckContext check;
  check.lexicon = &ShippedLexicon();
  check.today = *MakeDate(2026, 11, 22);
  check.rules = &judge;
  check.related = &lookup;
  const auto judged = [&](const Record& now, const Record& before) {
    RecordChange change;
    change.before = &before;
    Issues issues = CheckRecord(schema, now, check, change);
    std::erase_if(issues, [](const Issue& issue) { return !IsOfRules(issue); });
    return issues.empty() ? std::string("fine") : DetailOf(issues[0], "message") + (issues[0].severity == Severity::kBlock ? "!" : "?");
  };
  const Record before = Customer();
  Record now = before;
  now.Set(15, Value::Text("310001"));
  EXPECT_EQ(judged(now, before), "300,000 与 370,000.5 太大?");
  now.Set(3, Value::Integer(160'000));
  EXPECT_EQ(judged(now, before), "320,000 与 370,000.5 太大!");
}

TEST_F(ComputedFieldsTest, NobodyWritesThem) {
  Make(Field(30, "double", "formula", R"j("formula": "合同金额 * 2", "result": "decimal", "required": true)j"));
  const kedang::Field& field = *Of(Customer()).Find(30);
  EXPECT_TRUE(HasBlock(ParseField(field, "5", {}).issues));
  EXPECT_TRUE(HasBlock(CheckValue(field, Value::Text("5"), {})));
  // A cell left from before the field was computed neither counts nor hurts.
  Record record = Customer();
  record.Set(30, Value::Text("old"));
  EXPECT_EQ(CheckRecord(Of(record), record, {}), CheckRecord(Of(record), Customer(), {}));
  EXPECT_EQ(Shown(record, "double"), "300,000");
}

TEST_F(ComputedFieldsTest, DefaultsFillANewRecord) {
  Make(Field(30, "first", "text", R"j("default": "客户名称 & second")j") + "," + Field(31, "second", "text", R"j("default": "\"乙\"")j") + "," +
       Field(32, "day", "date", R"j("default": "today() + 30")j") + "," + Field(33, "who", "user", R"j("default": "me()")j") + "," +
       Field(34, "ring", "text", R"j("default": "gnir")j") + "," + Field(35, "gnir", "text", R"j("default": "ring")j") + "," +
       Field(36, "wrong", "integer", R"j("default": "客户名称")j") + "," + Field(37, "level", "choice",
       R"j("choices": [{"key": "c", "label": {"zh": "丙"}}], "default": "\"丙\"")j") + "," +
       Field(38, "parent_total", "decimal", R"j("default": "sum(上级客户.合同.金额)")j"));
  EXPECT_EQ(book->Broken().size(), 3u) << Errors();
  RuleJudge judge(*book);
  CheckContext check;
  check.lexicon = &ShippedLexicon();
  check.today = *MakeDate(2026, 11, 22);
  check.user = *ParseId(world.user);
  Record record(1, Id{7, 7});
  record.Set(1, Value::Text("甲"));
  record.Set(14, Value::Text(FormatId(Customer().id)));
  Issues issues;
  const std::vector<FieldId> filled = judge.FillDefaults(record, {}, check, issues);
  EXPECT_EQ(filled, (std::vector<FieldId>{31, 32, 33, 37, 30}));
  EXPECT_EQ(record.Get(30).text(), "甲乙");
  EXPECT_EQ(FormatPlain(record.Get(32)), "2026-12-22");
  EXPECT_EQ(record.Get(33).text(), world.user);
  EXPECT_EQ(record.Get(37).text(), "c");
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, "default_unjudged");
  EXPECT_EQ(issues[0].field, 38u);
  Record given(1, Id{7, 8});
  given.Set(31, Value::Text("丁"));
  EXPECT_TRUE(judge.FillDefaults(given, {30, 32, 33, 37, 38}, check, issues).empty());
}

TEST(TemplateFormTest, LeavesOutAndDemands) {
  auto schema = ParseSchema(R"j({"id":1,"key":"customer","label":{"zh":"客户"},"title":"name","stage":"stage","template":"form","fields":[
    {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true},
    {"id":2,"key":"form","label":{"zh":"模板"},"type":"choice","choices":[{"key":"firm","label":{"zh":"企业"}},{"key":"person","label":{"zh":"个人"}}]},
    {"id":3,"key":"licence","label":{"zh":"执照"},"type":"text","required":true},
    {"id":4,"key":"card","label":{"zh":"证件"},"type":"text"},
    {"id":5,"key":"stage","label":{"zh":"阶段"},"type":"choice","choices":[{"key":"a","label":{"zh":"甲"}},{"key":"b","label":{"zh":"乙"}}]},
    {"id":6,"key":"tax","label":{"zh":"税号"},"type":"text"},
    {"id":7,"key":"twice","label":{"zh":"两遍"},"type":"formula","formula":"name & name","required":true}],
   "templates":[{"key":"firm","label":{"zh":"企业"},"without":["card"]},
                {"key":"person","label":{"zh":"个人"},"without":["licence","tax"],"needs":["card"]}],
   "stages":[{"key":"a","needs":["tax"]},{"key":"b"}]})j");
  ASSERT_TRUE(schema.ok()) << schema.error().message;
  SchemaSet set;
  set.schemas.push_back(*schema);
  const RuleBook book(set, ShippedLexicon());
  RuleJudge judge(book);
  CheckContext check;
  check.rules = &judge;
  Record record(1, Id{1, 1});
  record.Set(1, Value::Text("甲"));
  record.Set(5, Value::Text("a"));
  const auto told = [&] {
    std::string all;
    for (const Issue& issue : CheckRecord(*schema, record, check)) all += issue.code + std::to_string(issue.field) + " ";
    return all;
  };
  // Without a form every field is there.
  EXPECT_EQ(told(), "required3 stage_needs6 ");
  EXPECT_TRUE(IsShown(*schema, record, *schema->Find("card")));
  EXPECT_EQ(ProgressOf(*schema, record).missing, (std::vector<FieldId>{3, 6}));
  record.Set(2, Value::Text("firm"));
  EXPECT_EQ(told(), "required3 stage_needs6 ");
  EXPECT_FALSE(IsShown(*schema, record, *schema->Find("card")));
  record.Set(2, Value::Text("person"));
  EXPECT_EQ(told(), "required4 ");
  EXPECT_FALSE(IsShown(*schema, record, *schema->Find("licence")));
  EXPECT_EQ(ProgressOf(*schema, record).missing, (std::vector<FieldId>{4}));
  record.Set(4, Value::Text("110"));
  EXPECT_EQ(told(), "");
  EXPECT_EQ(ProgressOf(*schema, record).percent, 100);
}

}  // namespace
}  // namespace kedang
