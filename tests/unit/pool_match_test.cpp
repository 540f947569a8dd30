// The pool made ready for matching: mended as records change it finds what one built anew finds.
#include "wasm/app/pool_match.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "server/sample_company.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,
  "label":{"zh":"客户","en":"Customers"},"title":"name",
  "fields":[
   {"id":1,"key":"name","label":{"zh":"客户名称"},"type":"text","format":"company_name","required":true},
   {"id":2,"key":"uscc","label":{"zh":"信用代码"},"type":"uscc","unique":"block"},
   {"id":3,"key":"mobile","label":{"zh":"手机"},"type":"phone"},
   {"id":4,"key":"region","label":{"zh":"地区"},"type":"region"},
   {"id":5,"key":"note","label":{"zh":"备注"},"type":"long_text"}]},
  {"id":8,"key":"task","version":1,"label":{"zh":"任务","en":"Tasks"},"title":"name",
   "fields":[{"id":1,"key":"name","label":{"zh":"标题"},"type":"text"}]}]})";

bool Never() { return false; }
bool Always() { return true; }

class PoolMatchTest : public testing::Test {
 protected:
  PoolMatchTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}), pool_(workspace_) {
    StartWithSchemas(workspace_, kSchemas);
  }

  const Schema& Customers() { return *workspace_.schemas().Find("customer"); }
  void Submit(Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    workspace_.client().Submit({std::move(group)}, [](Status status) { EXPECT_TRUE(status.ok()); });
  }
  static std::vector<std::pair<FieldId, Value>> CellsOf(const SampleCompany& company) {
    return {{1, Value::Text(company.name)}, {2, Value::Text(company.uscc)}, {3, Value::Text(company.mobile)}, {4, Value::Text(company.region)}};
  }
  Id Insert(const std::vector<std::pair<FieldId, Value>>& cells) {
    const Id id = workspace_.client().NewId();
    Submit(workspace_.client().MakeInsert(7, id, cells));
    return id;
  }
  static std::string Words(const std::vector<PoolHit>& hits) {
    std::string words;
    for (const PoolHit& hit : hits) {
      words += FormatId(hit.record) + " " + std::string(MatchVerdictName(hit.score.verdict)) + " " + std::to_string(hit.score.weight) + "\n";
    }
    return words;
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
  PoolMatch pool_;
};

TEST_F(PoolMatchTest, FindsWhoIsTypedAndSaysWhy) {
  const Id cloud = Insert({{1, Value::Text("杭州云锦科技有限公司")}, {3, Value::Text("19900001234")}});
  const Id branch = Insert({{1, Value::Text("杭州云锦科技有限公司滨江分公司")}});
  Insert({{1, Value::Text("宁波海运物流有限公司")}});
  ASSERT_TRUE(pool_.Choose(Customers()));
  EXPECT_FALSE(pool_.Step(Always) && pool_.record_count() == 0);
  ASSERT_TRUE(pool_.Step(Never));
  EXPECT_EQ(pool_.record_count(), 3u);
  Record typed(7, Id{9, 9});
  typed.Set(1, Value::Text("云锦科技（杭州）有限公司"));
  typed.Set(3, Value::Text("19900001234"));
  const std::vector<PoolHit> hits = pool_.Find(typed, Id(), 5);
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].record, cloud);
  EXPECT_EQ(hits[0].score.verdict, MatchVerdict::kSame);
  const std::vector<MatchPart> parts = pool_.Explain(typed, cloud);
  ASSERT_EQ(parts.size(), pool_.fields().size());
  EXPECT_EQ(parts[2].level, LevelCount(MatchKind::kPhone) - 1);
  // Parent and branch are told apart from the same.
  Record other(7, Id{9, 9});
  other.Set(1, Value::Text("杭州云锦科技有限公司"));
  bool is_related = false;
  for (const PoolHit& hit : pool_.Find(other, cloud, 5)) {
    EXPECT_FALSE(hit.record == cloud);
    is_related = is_related || (hit.record == branch && hit.score.verdict == MatchVerdict::kRelated);
  }
  EXPECT_TRUE(is_related);
  EXPECT_TRUE(pool_.Find(Record(7, Id()), Id(), 5).empty());
}

TEST_F(PoolMatchTest, OnlyPartiesAreMatched) {
  EXPECT_FALSE(pool_.Choose(*workspace_.schemas().Find("task")));
  EXPECT_TRUE(pool_.Find(Record(8, Id()), Id(), 5).empty());
}

TEST_F(PoolMatchTest, MendedItFindsWhatOneBuiltAnewFinds) {
  SampleRandom sample(3);
  std::vector<SampleCompany> companies;
  std::vector<Id> ids;
  ASSERT_TRUE(pool_.Choose(Customers()));
  for (int step = 0; step < 400; ++step) {
    const std::uint32_t what = sample.Below(10);
    if (what < 6 || ids.empty()) {
      const bool is_double = !companies.empty() && sample.Chance(30);
      companies.push_back(is_double ? MakeNearDuplicate(companies[sample.Below(static_cast<std::uint32_t>(companies.size()))], sample)
                                    : MakeSampleCompany(sample));
      ids.push_back(Insert(CellsOf(companies.back())));
    } else {
      const auto at = sample.Below(static_cast<std::uint32_t>(ids.size()));
      const auto record = workspace_.records().FindRecord(ids[at]);
      ASSERT_TRUE(record.has_value());
      if (record->is_deleted) {
        Submit(workspace_.client().MakeRestore(*record));
      } else if (what < 8) {
        Submit(workspace_.client().MakeSet(*record, {{1, Value::Text(MakeSampleCompany(sample).name)}}));
      } else {
        Submit(workspace_.client().MakeDelete(*record));
      }
    }
    if (sample.Chance(30)) pool_.Step(Always);
    if (sample.Chance(10)) {
      while (!pool_.Step(Always)) {
      }
      (void)pool_.Find(CellsOf(companies[sample.Below(static_cast<std::uint32_t>(companies.size()))]), 3);
    }
  }
  while (!pool_.Step(Always)) {
  }
  PoolMatch anew(workspace_);
  ASSERT_TRUE(anew.Choose(Customers()));
  ASSERT_TRUE(anew.Step(Never));
  EXPECT_EQ(pool_.record_count(), anew.record_count());
  std::size_t found = 0;
  for (const SampleCompany& company : companies) {
    const auto cells = CellsOf(MakeNearDuplicate(company, sample));
    const std::vector<PoolHit> hits = pool_.Find(cells, 50);
    auto sorted = hits, expected = anew.Find(cells, 50);
    const auto by_record = [](const PoolHit& a, const PoolHit& b) { return a.record < b.record; };
    std::sort(sorted.begin(), sorted.end(), by_record);
    std::sort(expected.begin(), expected.end(), by_record);
    EXPECT_EQ(Words(sorted), Words(expected)) << company.name;
    found += hits.empty() ? 0 : 1;
  }
  EXPECT_GT(found, companies.size() / 2);
}

}  // namespace
}  // namespace kedang
