// How good records are: the five parts by examples, reasons with what they bring, reports, and the policy's JSON.
#include <gtest/gtest.h>

#include "server/sample_customer.h"
#include "shared/check/rule_book.h"
#include "shared/quality/contact_decay.h"
#include "shared/quality/quality_report.h"
#include "shared/quality/stored_form.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

constexpr Date kToday{20'700};

class QualityTest : public ::testing::Test {
 protected:
  QualityTest()
      : schemas_(ShippedSchemas()),
        customer_(*schemas_.Find("customer")),
        lexicon_(*Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                 ReadAsset("assets/industries/industries.txt"))),
        book_(schemas_, lexicon_),
        judge_(book_) {
    context_.lexicon = &lexicon_;
    context_.today = kToday;
    context_.rules = &judge_;
  }

  FieldId Id_(std::string_view key) const { return customer_.Find(key)->id; }
  Record Made() const {
    Record record(customer_.id, Id{0, 1});
    record.created_ms = static_cast<TimeMs>(kToday.days) * 86'400'000;
    record.Set(Id_("name"), Value::Text("杭州云锦科技有限公司"));
    record.Set(Id_("region"), Value::Text("330108"));
    return record;
  }
  QualityScore Measure(const Record& record, double duplicate = 0) const {
    return QualityMeter(schemas_, customer_, QualityPolicy::Of(customer_), lexicon_).Measure(record, context_, duplicate);
  }
  static std::optional<QualityReason> Find(const QualityScore& score, std::string_view code, FieldId field) {
    for (const QualityReason& reason : score.reasons) {
      if (reason.code == code && reason.field == field) return reason;
    }
    return std::nullopt;
  }

  SchemaSet schemas_;
  const Schema& customer_;
  Lexicon lexicon_;
  RuleBook book_;
  RuleJudge judge_;
  CheckContext context_;
};

TEST_F(QualityTest, WhatIsMissingIsToldWithWhatFillingItBrings) {
  Record record = Made();
  const QualityScore before = Measure(record);
  const auto missing = Find(before, "missing", Id_("mobile"));
  ASSERT_TRUE(missing.has_value());
  EXPECT_EQ(missing->part, QualityPart::kComplete);
  EXPECT_FALSE(Find(before, "missing", Id_("name")).has_value());
  // What nobody looks at is not asked for.
  EXPECT_FALSE(Find(before, "missing", Id_("former_name")).has_value());
  record.Set(Id_("mobile"), Value::Text("13800138000"));
  EXPECT_NEAR(Measure(record).score, before.score + missing->gain, 1e-9);
}

TEST_F(QualityTest, AStageDemandsMore) {
  Record record = Made();
  const double before = Find(Measure(record), "missing", Id_("level"))->gain;
  record.Set(Id_("stage"), Value::Text("project"));
  const auto missing = Find(Measure(record), "missing", Id_("level"));
  ASSERT_TRUE(missing.has_value());
  EXPECT_GT(missing->gain, before);
}

TEST_F(QualityTest, FindingsLowerThePartTheyBelongTo) {
  Record record = Made();
  EXPECT_EQ(Measure(record).part(QualityPart::kValid), 1);
  EXPECT_EQ(Measure(record).part(QualityPart::kConsistent), 1);
  record.Set(Id_("email"), Value::Text("li@163.con"));
  QualityScore score = Measure(record);
  const auto typo = Find(score, "email_typo", Id_("email"));
  ASSERT_TRUE(typo.has_value());
  EXPECT_EQ(typo->part, QualityPart::kValid);
  EXPECT_EQ(typo->issue.suggestion, "li@163.com");
  EXPECT_LT(score.part(QualityPart::kValid), 1);
  // The area code of Shanghai in Hangzhou: two fields that do not agree.
  record.Set(Id_("phone"), Value::Text("021-61882630"));
  score = Measure(record);
  ASSERT_TRUE(Find(score, "phone_area_region", Id_("phone")).has_value());
  EXPECT_EQ(Find(score, "phone_area_region", Id_("phone"))->part, QualityPart::kConsistent);
  // A rule over several fields.
  record.Set(Id_("last_contact_on"), Value::Of(kToday));
  record.Set(Id_("next_contact_on"), Value::Of(Date{kToday.days - 10}));
  score = Measure(record);
  ASSERT_TRUE(Find(score, "rule:next_after_last", Id_("next_contact_on")).has_value());
  EXPECT_EQ(Find(score, "rule:next_after_last", Id_("next_contact_on"))->part, QualityPart::kConsistent);
  // A rule over one.
  record.Set(Id_("founded_on"), Value::Of(Date{kToday.days + 10}));
  score = Measure(record);
  ASSERT_TRUE(Find(score, "rule:founded_in_past", Id_("founded_on")).has_value());
  EXPECT_EQ(Find(score, "rule:founded_in_past", Id_("founded_on"))->part, QualityPart::kValid);
}

TEST_F(QualityTest, WhatStandsInAnotherFormThanTheNormalOneIsTold) {
  Record record = Made();
  record.Set(Id_("name"), Value::Text("杭州云锦科技（集团）有限公司"));
  const QualityScore score = Measure(record);
  auto form = Find(score, "not_normal", Id_("name"));
  const auto other = OtherStoredForm(*customer_.Find("name"), record.Get(Id_("name")), context_);
  EXPECT_EQ(form.has_value(), other.has_value());
  record.Set(Id_("mobile"), Value::Text("+86 138-0013-8000"));
  const QualityScore spaced = Measure(record);
  form = Find(spaced, "not_normal", Id_("mobile"));
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->issue.suggestion, "13800138000");
}

TEST_F(QualityTest, AnotherProvinceThanTheCreditCodeIsTold) {
  Record record = Made();
  record.Set(Id_("uscc"), Value::Text("91330108MA9YKD3181"));
  const bool is_good = !Find(Measure(record), "uscc_check_digit", Id_("uscc")).has_value();
  ASSERT_TRUE(is_good);
  EXPECT_FALSE(Find(Measure(record), "uscc_region", Id_("region")).has_value());
  record.Set(Id_("region"), Value::Text("310101"));
  EXPECT_TRUE(Find(Measure(record), "uscc_region", Id_("region")).has_value());
}

TEST_F(QualityTest, WaysOfContactDecayUntilSomebodyVerifiesThem) {
  Record record = Made();
  record.Set(Id_("mobile"), Value::Text("13800138000"));
  record.Set(Id_("verified_on"), Value::Of(Date{kToday.days - 540}));
  QualityScore score = Measure(record);
  EXPECT_DOUBLE_EQ(score.part(QualityPart::kTimely), 0.5);
  const auto stale = Find(score, "stale", Id_("verified_on"));
  ASSERT_TRUE(stale.has_value());
  const double gain = stale->gain, before = score.score;
  record.Set(Id_("verified_on"), Value::Of(kToday));
  score = Measure(record);
  EXPECT_DOUBLE_EQ(score.part(QualityPart::kTimely), 1);
  EXPECT_NEAR(score.score, before + gain, 1e-9);
  // A contact verifies as well, and no day counts that is not over.
  record.Set(Id_("verified_on"), Value::Of(Date{kToday.days - 5400}));
  record.Set(Id_("last_contact_on"), Value::Of(Date{kToday.days + 30}));
  EXPECT_EQ(KnownOn(QualityPolicy::Of(customer_), record, kToday, 480), kToday);
}

TEST_F(QualityTest, ALikelyDuplicateLowersUnique) {
  const Record record = Made();
  const QualityScore score = Measure(record, 1);
  EXPECT_DOUBLE_EQ(score.part(QualityPart::kUnique), 0.5);
  ASSERT_TRUE(Find(score, "likely_duplicate", 0).has_value());
  EXPECT_NEAR(Find(score, "likely_duplicate", 0)->gain, Measure(record).score - score.score, 1e-9);
}

TEST_F(QualityTest, ThePolicyIsReadFromJsonAndRefusesWhatItDoesNotKnow) {
  const auto policy = QualityPolicy::FromJson(
      customer_, R"({"weights":{"timely":0},"fields":{"capital":9,"mobile":0},"half_lives":{"mobile":10},"half_life":5})");
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(policy->weights[3], 0);
  EXPECT_EQ(policy->weights[0], 30);
  EXPECT_EQ(policy->fields.at(Id_("capital")), 9);
  EXPECT_EQ(policy->half_lives.at(Id_("mobile")), 10);
  EXPECT_EQ(policy->half_life, 5);
  for (const char* wrong : {"", "[]", "{\"fields\":{\"no_such\":1}}", "{\"fields\":{\"name\":101}}", "{\"weights\":{\"valid\":-1}}", "{\"weights\":[]}",
                            "{\"half_lives\":{\"mobile\":0}}", "{\"verified\":\"name\"}", "{\"half_life\":\"x\"}"}) {
    EXPECT_FALSE(QualityPolicy::FromJson(customer_, wrong).ok()) << wrong;
  }
  const QualityMeter meter(schemas_, customer_, *policy, lexicon_);
  const QualityScore score = meter.Measure(Made(), context_);
  EXPECT_TRUE(Find(score, "missing", Id_("capital")).has_value());
  EXPECT_FALSE(Find(score, "missing", Id_("mobile")).has_value());
}

TEST_F(QualityTest, AReportAddsUpRecordsGroupsAndWork) {
  const QualityMeter meter(schemas_, customer_, QualityPolicy::Of(customer_), lexicon_);
  const std::vector<FieldId> by = QualityReport::UsualGroups(customer_);
  ASSERT_EQ(by, (std::vector<FieldId>{Id_("origin"), Id_("owner"), Id_("department")}));
  QualityReport report(by, 10);
  SampleRandom random(3);
  double sum = 0, gain = 0;
  std::map<std::string, std::uint64_t> sources;
  std::uint64_t missing = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Record record = MakeSampleCustomer(customer_, Id{0, i + 1}, lexicon_, random);
    if (i % 3 != 0) record.Set(Id_("origin"), Value::Text(FormatId(Id{0, i % 3})));
    const QualityScore score = meter.Measure(record, context_);
    report.Add(record, score);
    sum += score.score;
    ++sources[record.Get(Id_("origin")).text()];
    for (const QualityReason& reason : score.reasons) gain += reason.gain;
    missing += Find(score, "missing", Id_("email")).has_value() ? 1 : 0;
  }
  EXPECT_EQ(report.all().records(), 500u);
  EXPECT_NEAR(report.all().score(), sum / 500, 1e-9);
  ASSERT_EQ(report.Groups(Id_("origin")).size(), sources.size());
  for (const auto& [source, tally] : report.Groups(Id_("origin"))) EXPECT_EQ(tally.records(), sources[source]);
  double told = 0, last = 1e9;
  for (const QualityWork& work : report.Work()) {
    told += work.gain;
    EXPECT_LE(work.gain, last);
    last = work.gain;
    EXPECT_LE(work.first.size(), 10u);
    EXPECT_GE(work.records, work.first.size());
    if (work.code == "missing" && work.field == Id_("email")) {
      EXPECT_EQ(work.records, missing);
    }
  }
  EXPECT_NEAR(told, gain, 1e-6);
}

TEST_F(QualityTest, ASchemaWithoutRegisteredSourcesGoesByItsChoice) {
  Schema schema = customer_;
  for (Field& field : schema.fields) field.is_retired = field.is_retired || field.key == "origin";
  EXPECT_EQ(QualityReport::UsualGroups(schema).front(), Id_("source"));
}

TEST_F(QualityTest, EveryShippedSchemaIsMeasuredWithoutConfiguration) {
  for (const Schema& schema : schemas_.schemas) {
    const QualityMeter meter(schemas_, schema, QualityPolicy::Of(schema), lexicon_);
    const QualityScore empty = meter.Measure(Record(schema.id, Id{0, 1}), context_);
    EXPECT_GE(empty.score, 0) << schema.key;
    EXPECT_LE(empty.score, 100) << schema.key;
    EXPECT_TRUE(schema.is_system || !empty.reasons.empty()) << schema.key;
  }
}

}  // namespace
}  // namespace kedang
