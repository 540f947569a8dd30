// Snapshots of quality and what they tell: what a record keeps of a report, which days are kept, changes, and whose score fell.
#include "shared/quality/quality_trend.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "shared/policy/principal.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

constexpr Date kToday{20'700};

class QualityTrendTest : public ::testing::Test {
 protected:
  QualityTrendTest() : schemas_(ShippedSchemas()), own_(*schemas_.Find(kSnapshotSchema)), customer_(*schemas_.Find("customer")) {}

  static QualityFigure Figure(double score, std::uint64_t records = 100) { return {records, score, {80, 90, -1, 70, 100}}; }
  static QualitySnapshot On(int days_ago, double score) {
    QualitySnapshot snapshot;
    snapshot.schema = "customer";
    snapshot.day = Date{kToday.days - days_ago};
    snapshot.all = Figure(score);
    return snapshot;
  }
  Record RecordOf(const QualitySnapshot& snapshot) const {
    Record record(own_.id, Id{0, 1});
    for (const auto& [field, value] : SnapshotCells(own_, snapshot)) record.Set(field, value);
    return record;
  }

  SchemaSet schemas_;
  const Schema& own_;
  const Schema& customer_;
};

TEST_F(QualityTrendTest, ARecordKeepsWhatAReportSays) {
  const std::vector<FieldId> by = QualityReport::UsualGroups(customer_);
  QualityReport report(by);
  QualityScore score;
  score.counts = {true, true, false, true, true};
  score.parts = {0.5, 0.333, 1, 0.25, 1};
  score.score = 66.667;
  for (std::uint64_t i = 0; i < 90; ++i) {
    Record record(customer_.id, Id{0, i + 1});
    // One large group, thirty small ones, and some without.
    if (i < 30) record.Set(by.front(), Value::Text(FormatId(Id{1, 1})));
    else if (i < 60) record.Set(by.front(), Value::Text(FormatId(Id{2, i})));
    report.Add(record, score);
  }
  const QualitySnapshot made = QualitySnapshot::Of(customer_, report, kToday);
  const auto read = ReadSnapshot(own_, RecordOf(made));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->schema, "customer");
  EXPECT_EQ(read->day, kToday);
  EXPECT_EQ(read->all, (QualityFigure{90, 66.67, {50, 33, -1, 25, 100}}));
  EXPECT_EQ(read->groups, made.groups);
  ASSERT_EQ(read->groups.at("origin").size(), QualitySnapshot::kMostGroups);
  EXPECT_EQ(read->groups.at("origin").at(FormatId(Id{1, 1})).records, 30u);
  EXPECT_EQ(read->groups.at("origin").at("").records, 30u);
}

TEST_F(QualityTrendTest, WhatIsNotReadableIsNone) {
  Record record = RecordOf(On(0, 80));
  const FieldId groups = own_.Find("groups")->id;
  for (const char* text : {"", "{", "[]", R"({"origin":3})", R"({"origin":{"a":[1]}})", R"({"origin":{"a":[1,"b",0,0,0,0,0]}})"}) {
    record.Set(groups, Value::Text(text));
    const auto read = ReadSnapshot(own_, record);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_TRUE(read->groups.empty()) << text;
  }
  record.Set(groups, Value::Text(R"({"origin":{"a":[-5,1e99,-9,900,0,0,0]}})"));
  EXPECT_EQ(ReadSnapshot(own_, record)->groups.at("origin").at("a"), (QualityFigure{0, 100, {-1, 100, 0, 0, 0}}));
  record.Set(own_.Find("day")->id, Value());
  EXPECT_FALSE(ReadSnapshot(own_, record).has_value());
}

TEST_F(QualityTrendTest, ChangesAreAgainstTheLastKnownBefore) {
  std::vector<QualitySnapshot> kept = {On(0, 84), On(1, 83), On(8, 80.5), On(12, 60), On(33, 78), On(89, 50), On(95, 40), On(-1, 10)};
  const QualityTrend trend = QualityTrend::Of(kept, kToday);
  ASSERT_EQ(trend.points.size(), 6u);
  EXPECT_EQ(trend.points.front().score, 50);
  EXPECT_EQ(trend.points.back().score, 84);
  ASSERT_TRUE(trend.since_week && trend.since_month);
  EXPECT_NEAR(*trend.since_week, 3.5, 1e-9);
  EXPECT_NEAR(*trend.since_month, 6, 1e-9);
  // A gap is no week.
  const QualityTrend gap = QualityTrend::Of({On(0, 84), On(20, 80)}, kToday);
  EXPECT_FALSE(gap.since_week || gap.since_month);
  // A server that rested tells what it knew, and alarms nobody with it.
  const QualityTrend old = QualityTrend::Of({On(20, 60), On(30, 80)}, kToday);
  EXPECT_EQ(old.points.size(), 2u);
  EXPECT_FALSE(old.since_week);
  EXPECT_TRUE(old.falls.empty());
  EXPECT_TRUE(QualityTrend::Of({}, kToday).points.empty());
}

TEST_F(QualityTrendTest, WhoseScoreFellIsTold) {
  QualitySnapshot before = On(7, 85), now = On(0, 82);
  before.groups["origin"] = {{"a", Figure(90)}, {"b", Figure(90)}, {"c", Figure(90, 4)}, {"gone", Figure(90)}, {"", Figure(70)}};
  now.groups["origin"] = {{"a", Figure(85)}, {"b", Figure(85.01)}, {"c", Figure(20, 4)}, {"new", Figure(10)}, {"", Figure(60)}};
  const QualityTrend trend = QualityTrend::Of({now, before}, kToday);
  ASSERT_EQ(trend.falls.size(), 2u);
  EXPECT_EQ(trend.falls[0].value, "");
  EXPECT_EQ(trend.falls[0].field, "origin");
  EXPECT_EQ(trend.falls[1].value, "a");
  EXPECT_NEAR(trend.falls[1].points(), 5, 1e-9);
  before.all.score = 90;
  EXPECT_EQ(QualityTrend::Of({now, before}, kToday).falls[1].field, "");
}

TEST_F(QualityTrendTest, OfLongAgoOneDayAWeekIsKept) {
  std::vector<Date> days;
  for (int ago = 160; ago >= 0; --ago) days.push_back(Date{kToday.days - ago});
  const std::vector<Date> spent = SpentDays(days, kToday);
  std::set<int> weeks;
  for (const Date day : days) {
    const bool is_kept = std::find(spent.begin(), spent.end(), day) == spent.end();
    const bool is_old = kToday.days - day.days > 100;
    EXPECT_TRUE(is_kept || is_old);
    EXPECT_TRUE(!is_kept || !is_old || weeks.insert(day.days / 7).second);
  }
  EXPECT_GE(weeks.size(), 8u);
  // What was given up stays so.
  std::vector<Date> left;
  for (const Date day : days) {
    if (std::find(spent.begin(), spent.end(), day) == spent.end()) left.push_back(day);
  }
  EXPECT_TRUE(SpentDays(left, kToday).empty());
}

TEST_F(QualityTrendTest, PeopleOnlyRead) {
  Principal person;
  person.role = Role::kMember;
  for (const Field& field : own_.fields) {
    EXPECT_EQ(MayWrite(person, own_, field.id), field.type == FieldType::kCreatedAt) << field.key;
  }
  EXPECT_FALSE(MayDelete(person, own_));
  EXPECT_TRUE(MayDelete(person, customer_));
  EXPECT_TRUE(MayDelete(person, *schemas_.Find("view")));
  person.role = Role::kViewer;
  EXPECT_FALSE(MayDelete(person, customer_));
  EXPECT_TRUE(MayDelete(person, *schemas_.Find("view")));
}

}  // namespace
}  // namespace kedang
