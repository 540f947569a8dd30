#include <gtest/gtest.h>

#include "shared/base/hash.h"
#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/check/rule_trial.h"
#include "shared/check/stage_progress.h"
#include "shared/store/memory_store.h"
#include "shared/sync/apply.h"
#include "shared/sync/store_lookup.h"
#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

// Customer 1 with contracts 2; `rules` and `stages` are the customer's.
SchemaSet MakeSet(const std::string& rules, const std::string& stages = "") {
  const std::string text = R"({"version":1,"schemas":[
    {"id":1,"key":"customer","label":{"zh":"客户","en":"Customer"},"title":"name","stage":"stage","owner":"owner","fields":[
      {"id":1,"key":"name","label":{"zh":"名称"},"type":"text","required":true},
      {"id":2,"key":"amount","label":{"zh":"金额"},"type":"decimal"},
      {"id":3,"key":"stage","label":{"zh":"阶段"},"type":"choice","choices":[
        {"key":"new","label":{"zh":"新建","en":"New"}},{"key":"talk","label":{"zh":"谈判","en":"Talking"}},
        {"key":"won","label":{"zh":"赢单","en":"Won"}},{"key":"lost","label":{"zh":"输单","en":"Lost"}}]},
      {"id":4,"key":"note","label":{"zh":"备注"},"type":"text"},
      {"id":5,"key":"owner","label":{"zh":"负责人"},"type":"user"},
      {"id":6,"key":"due","label":{"zh":"期限"},"type":"date"}],
     "rules":[)" + rules + R"(],"stages":[)" + stages + R"(]},
    {"id":2,"key":"contract","label":{"zh":"合同","en":"Contract"},"title":"title","fields":[
      {"id":1,"key":"title","label":{"zh":"标题"},"type":"text"},
      {"id":2,"key":"customer","label":{"zh":"客户"},"type":"reference","target":"customer"}],
     "rules":[{"id":1,"key":"of_named","label":{"zh":"客户有名称"},"severity":"block","holds":"客户.名称 <> \"黑名单\"","fields":["customer"],
       "message":{"zh":"客户在黑名单"}},
      {"id":2,"key":"few","label":{"zh":"至多两份"},"severity":"block","holds":"count(客户.合同) <= 2","fields":["customer"],
       "message":{"zh":"合同过多"}}]}]})";
  auto set = ParseSchemaSet(text);
  EXPECT_TRUE(set.ok()) << (set.ok() ? "" : set.error().message);
  return set.ok() ? std::move(*set) : SchemaSet();
}

std::string RuleText(const std::string& severity, const std::string& when, const std::string& holds) {
  return R"({"id":1,"key":"r","label":{"zh":"规则","en":"Rule"},"severity":")" + severity + R"(","when":)" + when + R"(,"holds":")" + holds +
         R"(","fields":["amount"],"message":{"zh":"{name} 的金额 {amount} 不对{x}","en":"Wrong amount {amount}"}})";
}

class Judged {
 public:
  explicit Judged(SchemaSet set) : set_(std::move(set)), book_(set_, ShippedLexicon()), judge_(book_) {
    check.rules = &judge_;
    check.today = *MakeDate(2026, 11, 22);
    record = Record(1, Id{1, 1});
    record.Set(1, Value::Text("甲"));
  }
  std::string Codes(const RecordChange& change) {
    std::string codes;
    for (const Issue& issue : CheckRecord(*set_.Find(record.schema), record, check, change)) {
      codes += issue.code + (issue.severity == Severity::kBlock ? "!" : issue.severity == Severity::kWarn ? "?" : ".") +
               std::to_string(issue.field) + " ";
    }
    return codes;
  }
  std::string Made() { return Codes({}); }
  std::string After(const Record& before) { return Codes({&before, false, SourceKind::kManual}); }
  const RuleBook& book() const { return book_; }
  const SchemaSet& set() const { return set_; }

  CheckContext check;
  Record record;

 private:
  SchemaSet set_;
  RuleBook book_;
  RuleJudge judge_;
};

TEST(Rules, SeveritiesAndWords) {
  for (const char* severity : {"block", "warn", "info"}) {
    Judged judged(MakeSet(RuleText(severity, "\"always\"", "金额 > 0")));
    judged.record.Set(2, Value::Of(Decimal{-5, 1}));
    EXPECT_EQ(judged.Made(), std::string("rule:r") + (*severity == 'b' ? "!" : *severity == 'w' ? "?" : ".") + "2 ");
    const Issues issues = CheckRecord(*judged.set().Find("customer"), judged.record, judged.check, {});
    EXPECT_EQ(issues[0].message, "Wrong amount -0.5");
    EXPECT_EQ(issues[0].details[0].second, "甲 的金额 -0.5 不对{x}");
    judged.record.Set(2, Value::Of(Decimal{1, 0}));
    EXPECT_EQ(judged.Made(), "");
    judged.record.Set(2, Value());  // null is not true
    EXPECT_NE(judged.Made(), "");
  }
}

TEST(Rules, BlockOnlyWhatIsAnswerable) {
  Judged judged(MakeSet(RuleText("block", "\"always\"", "金额 > 0")));
  judged.record.Set(2, Value::Of(Decimal{-1, 0}));
  Record before = judged.record;
  judged.record.Set(4, Value::Text("备注"));
  EXPECT_EQ(judged.After(before), "rule:r?2 ");
  EXPECT_EQ(judged.Codes({&before, true, SourceKind::kManual}), "rule:r!2 ");
  before.Set(2, Value::Of(Decimal{1, 0}));
  EXPECT_EQ(judged.After(before), "rule:r!2 ");
  const Issues blocks = BlockingIssues(CheckRecord(*judged.set().Find("customer"), judged.record, judged.check, {&before, false, SourceKind::kManual}), {4}, false);
  EXPECT_EQ(blocks.size(), 1u);
}

TEST(Rules, WhenTheyAreJudged) {
  const auto with = [](const std::string& when) { return MakeSet(RuleText("block", when, "金额 > 0")); };
  const auto at = [](Judged& judged, const char* stage) { judged.record.Set(3, Value::Text(stage)); };
  {
    Judged judged(with("\"create\""));
    const Record before = judged.record;
    EXPECT_EQ(judged.Made(), "rule:r!2 ");
    EXPECT_EQ(judged.After(before), "");
  }
  {
    Judged judged(with(R"({"from":"talk"})"));
    EXPECT_EQ(judged.Made(), "");
    at(judged, "new");
    EXPECT_EQ(judged.Made(), "");
    const Record before = judged.record;
    at(judged, "talk");
    EXPECT_EQ(judged.Made(), "rule:r!2 ");
    EXPECT_EQ(judged.After(before), "rule:r!2 ");
    at(judged, "won");
    EXPECT_EQ(judged.Made(), "rule:r!2 ");
  }
  {
    Judged judged(with(R"({"enters":"won"})"));
    at(judged, "talk");
    Record before = judged.record;
    EXPECT_EQ(judged.Made(), "");
    at(judged, "won");
    EXPECT_EQ(judged.Made(), "rule:r!2 ");
    EXPECT_EQ(judged.After(before), "rule:r!2 ");
    before = judged.record;
    judged.record.Set(4, Value::Text("x"));
    EXPECT_EQ(judged.After(before), "");
  }
  {
    Judged judged(with(R"({"source":"import"})"));
    EXPECT_EQ(judged.Made(), "");
    EXPECT_EQ(judged.Codes({nullptr, false, SourceKind::kImport}), "rule:r!2 ");
  }
}

TEST(Rules, BrokenOnesAreToldAndLeftOut) {
  Judged judged(MakeSet(RuleText("block", "\"always\"", "金额 > 金而")));
  EXPECT_EQ(judged.Made(), "");
  const Issues broken = judged.book().Broken();
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_EQ(broken[0].code, "rule_broken");
  EXPECT_EQ(broken[0].details[2], (std::pair<std::string, std::string>{"offset", "9"}));
  // One that cannot be judged says so.
  Judged related(MakeSet(RuleText("block", "\"always\"", "count(合同) > 0")));
  EXPECT_EQ(related.Made(), "rule_unjudged?2 ");
}

TEST(Rules, OfOtherRecordsSeeWhatIsBeingSaved) {
  Judged judged(MakeSet(""));
  MemoryStore store;
  Record customer(1, Id{1, 1});
  customer.Set(1, Value::Text("甲"));
  store.PutRow(customer);
  const auto contract = [&](std::uint64_t id) {
    Record made(2, Id{2, id});
    made.Set(1, Value::Text("合同"));
    made.Set(2, Value::Text(FormatId(customer.id)));
    return made;
  };
  StoreLookup lookup(store);
  judged.check.related = &lookup;
  for (std::uint64_t id = 1; id <= 2; ++id) {
    judged.record = contract(id);
    EXPECT_EQ(judged.Made(), "");
    store.PutRow(judged.record);
    EXPECT_EQ(judged.Made(), "");  // it is counted once
  }
  judged.record = contract(3);
  EXPECT_EQ(judged.Made(), "rule:few!2 ");
  customer.Set(1, Value::Text("黑名单"));
  store.PutRow(customer);
  EXPECT_EQ(judged.Made(), "rule:of_named!2 rule:few!2 ");
}

constexpr const char* kStages = R"({"key":"new","next":["talk","lost"]},{"key":"talk","needs":["amount"]},{"key":"won","needs":["due"]},
  {"key":"lost","needs":["note"],"side":true})";

TEST(Stages, DemandFieldsAndOrder) {
  Judged judged(MakeSet("", kStages));
  judged.record.Set(3, Value::Text("new"));
  const Record before = judged.record;
  EXPECT_EQ(judged.After(before), "");
  judged.record.Set(3, Value::Text("won"));
  EXPECT_EQ(judged.After(before), "stage_transition!3 stage_needs!2 stage_needs!6 ");
  EXPECT_EQ(judged.Made(), "stage_needs?2 stage_needs?6 ");
  EXPECT_EQ(judged.Codes({&before, false, SourceKind::kUndo}), "stage_needs!2 stage_needs!6 ");
  judged.record.Set(3, Value::Text("lost"));
  EXPECT_EQ(judged.After(before), "stage_needs!4 ");
  judged.record.Set(3, Value::Text("talk"));
  judged.record.Set(2, Value::Of(Decimal{1, 0}));
  EXPECT_EQ(judged.After(before), "");
  const Record talking = judged.record;
  judged.record.Set(2, Value());  // what the stage needs cannot be emptied
  EXPECT_EQ(judged.After(talking), "stage_needs!2 ");
}

TEST(Stages, Progress) {
  const SchemaSet set = MakeSet("", kStages);
  const Schema& schema = *set.Find("customer");
  Record record(1, Id{1, 1});
  record.Set(1, Value::Text("甲"));
  StageProgress progress = ProgressOf(schema, record);
  EXPECT_EQ(progress.next, "new");
  record.Set(3, Value::Text("talk"));
  progress = ProgressOf(schema, record);
  EXPECT_EQ(progress.next, "won");
  EXPECT_EQ(progress.missing, std::vector<FieldId>{2});
  EXPECT_EQ(progress.missing_next, std::vector<FieldId>{6});
  EXPECT_EQ(progress.percent, 100 * 4 / 10);
  EXPECT_EQ(progress.empty_fields, 4);
  record.Set(3, Value::Text("lost"));
  progress = ProgressOf(schema, record);
  EXPECT_EQ(progress.next, "");
  EXPECT_EQ(progress.missing, std::vector<FieldId>{4});
}

TEST(RuleSchema, RoundTripAndErrorsThatSayWhere) {
  const SchemaSet set = MakeSet(RuleText("block", R"({"enters":"won"})", "金额 > 0"), kStages);
  const std::string text = FormatSchemaSet(set);
  EXPECT_EQ(FormatSchemaSet(ParseSchemaSet(text).value()), text);
  EXPECT_EQ(set.Find("customer")->rules[0].when_key, "won");
  const auto complaint = [](const std::string& rules, const std::string& stages) {
    const std::string schema = R"({"id":1,"key":"a","label":{"zh":"a"},"title":"name","stage":"stage","fields":[
      {"id":1,"key":"name","label":{"zh":"a"},"type":"text"},
      {"id":2,"key":"stage","label":{"zh":"b"},"type":"choice","choices":[{"key":"x","label":{"zh":"x"}}]}],
      "rules":[)" + rules + R"(],"stages":[)" + stages + "]}";
    const auto parsed = ParseSchema(schema);
    return parsed.ok() ? std::string() : parsed.error().message;
  };
  const std::string good = R"("id":1,"key":"r","label":{"zh":"r"},"message":{"zh":"m"},"holds":"true")";
  EXPECT_EQ(complaint("{" + good + R"(,"unknown":1})", R"({"key":"x"})"), "");
  EXPECT_NE(complaint("{" + good + "},{" + good + "}", "").find("schema.rules[1].key"), std::string::npos);
  EXPECT_NE(complaint("{" + good + R"(,"severity":"bad"})", "").find("schema.rules[0].severity"), std::string::npos);
  EXPECT_NE(complaint("{" + good + R"(,"fields":["zzz"]})", "").find("schema.rules[0].fields"), std::string::npos);
  EXPECT_NE(complaint("{" + good + R"(,"when":{"from":"y"}})", "").find("schema.rules[0].when.from"), std::string::npos);
  EXPECT_NE(complaint("{" + good + R"(,"when":{"source":"y"}})", "").find("when.source"), std::string::npos);
  EXPECT_NE(complaint("{" + good + R"(,"when":7})", "").find("schema.rules[0].when"), std::string::npos);
  EXPECT_NE(complaint("", R"({"key":"y"})").find("schema.stages[0].key"), std::string::npos);
  EXPECT_NE(complaint("", R"({"key":"x","needs":["y"]})").find("schema.stages[0].needs"), std::string::npos);
  EXPECT_NE(complaint("", R"({"key":"x","next":["y"]})").find("schema.stages[0].next"), std::string::npos);
  std::string many;
  for (int i = 1; i <= 1001; ++i) {
    many += (i > 1 ? "," : "") + std::string(R"({"id":)") + std::to_string(i) + R"(,"key":"r)" + std::to_string(i) +
            R"(","label":{"zh":"r"},"message":{"zh":"m"},"holds":"true"})";
  }
  EXPECT_NE(complaint(many, "").find("schema.rules[1000]: more than 1000"), std::string::npos);
}

TEST(Trial, CountsInSlices) {
  const SchemaSet set = MakeSet(RuleText("block", R"({"source":"import"})", "金额 > 0"), kStages);
  MemoryStore store;
  for (std::uint64_t i = 1; i <= 10; ++i) {
    Record record(1, Id{1, i});
    record.Set(1, Value::Text("甲"));
    record.Set(5, Value::Text(FormatId(Id{9, i % 2})));
    if (i > 4) record.Set(2, Value::Of(Decimal{1, 0}));
    if (i == 10) record.Set(3, Value::Text("won"));
    store.PutRow(record);
  }
  CheckContext check;
  check.today = Date{20'000};
  RuleTrial trial(set, 1, ShippedLexicon(), check, 2);
  Row row = 0;
  const auto next = [&]() -> std::optional<Record> { return row < store.row_limit() ? store.RecordAt(row++) : std::nullopt; };
  int slices = 1;
  while (trial.Step(next, 3)) ++slices;
  EXPECT_EQ(slices, 4);
  EXPECT_EQ(trial.judged(), 10u);
  EXPECT_EQ(trial.breaking(), 5u);
  const auto counts = trial.Counts();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].code, "rule:r");
  EXPECT_EQ(counts[0].records, 4u);
  EXPECT_EQ(counts[0].first.size(), 2u);
  EXPECT_EQ(counts[0].owners.at(FormatId(Id{9, 1})), 2u);
  EXPECT_EQ(counts[1].code, "stage_needs");
  EXPECT_EQ(counts[1].field, 6u);
}

// What is broken already is no news of the draft.
TEST(Trial, TellsWhatIsNewFromWhatWasBrokenBefore) {
  const SchemaSet present = MakeSet(RuleText("block", "\"always\"", "金额 > 5"), kStages);
  const SchemaSet draft = MakeSet(RuleText("block", "\"always\"", "金额 > 8"), kStages);
  CheckContext check;
  check.today = Date{20'000};
  RuleTrial trial(draft, 1, ShippedLexicon(), check, 2, &present), alone(draft, 1, ShippedLexicon(), check, 2);
  for (std::uint64_t i = 1; i <= 10; ++i) {
    Record record(1, Id{1, i});
    record.Set(1, Value::Text("甲"));
    record.Set(2, Value::Of(Decimal{static_cast<std::int64_t>(i), 0}));
    if (i == 10) record.Set(3, Value::Text("won"));  // lacks what the stage needs, before and after
    trial.Judge(record);
    alone.Judge(record);
  }
  EXPECT_EQ(trial.breaking(), 9u);
  EXPECT_EQ(trial.newly_breaking(), 3u);
  const auto counts = trial.Counts();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].records, 8u);
  EXPECT_EQ(counts[0].newly, 3u);
  EXPECT_EQ(counts[1].newly, 0u);
  EXPECT_EQ(alone.newly_breaking(), alone.breaking());
}

TEST(ShippedRules, AllCompile) {
  const SchemaSet set = ShippedSchemas();
  const RuleBook book(set, ShippedLexicon());
  for (const Issue& issue : book.Broken()) ADD_FAILURE() << issue.message;
  for (const Schema& schema : set.schemas) EXPECT_EQ(book.Find(schema.id)->size(), schema.rules.size());
}

// The same number natively and in WebAssembly: the verdicts are the same.
TEST(ShippedRules, SameVerdictEverywhere) {
  const SchemaSet set = ShippedSchemas();
  const RuleBook book(set, ShippedLexicon());
  RuleJudge judge(book);
  MemoryStore store;
  StoreLookup lookup(store);
  CheckContext check;
  check.lexicon = &ShippedLexicon();
  check.today = *MakeDate(2026, 11, 22);
  check.rules = &judge;
  check.related = &lookup;
  SeededRandom random(3);
  Bytes all;
  std::size_t of_rules = 0;
  for (int i = 0; i < 4000; ++i) {
    const Schema& schema = set.schemas[random.Below(static_cast<std::uint32_t>(set.schemas.size()))];
    const auto made = [&](std::uint64_t id) {
      Record record(schema.id, Id{5, id});
      for (const Field& field : schema.fields) {
        if (random.OneIn(3)) continue;
        switch (KindOf(field.type)) {
          case Value::Kind::kDate: record.Set(field.id, Value::Of(Date{20'700 + static_cast<std::int32_t>(random.Below(100))})); break;
          case Value::Kind::kInteger: record.Set(field.id, Value::Integer(static_cast<std::int64_t>(random.Below(300)) - 100)); break;
          case Value::Kind::kDecimal: record.Set(field.id, Value::Of(Decimal{static_cast<std::int64_t>(random.Below(200)) - 100, 1})); break;
          case Value::Kind::kText:
            if (!field.choices.empty()) {
              record.Set(field.id, Value::Text(field.choices[random.Below(static_cast<std::uint32_t>(field.choices.size()))].key));
            } else if (field.type == FieldType::kReference) {
              record.Set(field.id, Value::Text(FormatId(Id{5, random.Below(4000)})));
            } else {
              record.Set(field.id, Value::Text("1380013800" + std::to_string(random.Below(20))));
            }
            break;
          default: break;
        }
      }
      return record;
    };
    const auto id = static_cast<std::uint64_t>(i);
    const Record before = made(id), record = made(id);
    RecordChange change;
    change.before = random.OneIn(2) ? nullptr : &before;
    change.source = static_cast<SourceKind>(random.Below(7));
    for (const Issue& issue : CheckRecord(schema, record, check, change)) {
      const std::string line = issue.code + std::to_string(static_cast<int>(issue.severity)) + issue.message;
      all.insert(all.end(), line.begin(), line.end());
      of_rules += IsOfRules(issue) ? 1 : 0;
    }
    store.PutRow(record);
  }
  EXPECT_GT(of_rules, 1800u);
  EXPECT_EQ(ReadU64(HashOf(all)), 7090333717442853222u);
}

}  // namespace
}  // namespace kedang
