// Duplicates of a pool: clusters, what people decided otherwise, and why.
#include <gtest/gtest.h>

#include "shared/sync/duplicate_scan.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

struct Pool {
  Pool() : schemas(ShippedSchemas()), customer(*schemas.Find("customer")) {
    Add("杭州云锦科技有限公司", "91330100799655058B", "13800138000");     // 0
    Add("杭州云锦科技（有限公司）", "91330100799655058B", "");             // 1: the same code
    Add("云锦科技", "", "13800138000");                                   // 2
    Add("宁波屿川国际贸易有限公司", "", "13900139001");                   // 3
    Add("宁波屿川国际贸易有限公司", "", "13900139001");                   // 4
    Add("上海华测检测技术股份有限公司", "", "13700137002");               // 5
    Add("上海华测检测技术股份有限公司杭州分公司", "", "13700137003");     // 6: a branch
    for (int i = 0; i < 40; ++i) {
      Add("第" + std::to_string(1000 + i * 37) + "机械厂", "", "136001" + std::to_string(36000 + i * 7));
    }
  }
  void Add(const std::string& name, const std::string& uscc, const std::string& mobile) {
    Record record(customer.id, Id{1, records.size() + 1});
    const auto set = [&](std::string_view key, const std::string& text) {
      if (!text.empty()) record.Set(customer.Find(key)->id, Value::Text(text));
    };
    set("name", name);
    set("uscc", uscc);
    set("mobile", mobile);
    records.push_back(std::move(record));
  }
  std::unique_ptr<DuplicateScan> Scan() {
    auto scan = std::make_unique<DuplicateScan>(customer, &ShippedLexicon());
    for (const Record& record : records) scan->Add(record);
    return scan;
  }
  Id At(std::size_t i) const { return records[i].id; }

  SchemaSet schemas;
  const Schema& customer;
  std::vector<Record> records;
};

DuplicateDecision Decide(DuplicateVerdict verdict, std::vector<Id> records) {
  DuplicateDecision decision;
  decision.verdict = verdict;
  decision.records = std::move(records);
  return decision;
}

const DuplicateCluster* ClusterOf(const std::vector<DuplicateCluster>& clusters, Id id) {
  for (const DuplicateCluster& cluster : clusters) {
    if (std::find(cluster.records.begin(), cluster.records.end(), id) != cluster.records.end()) return &cluster;
  }
  return nullptr;
}

bool HasBoth(const std::vector<DuplicateCluster>& clusters, Id a, Id b) {
  const DuplicateCluster* cluster = ClusterOf(clusters, a);
  return cluster != nullptr && cluster == ClusterOf(clusters, b);
}

TEST(DuplicateScan, FindsWhatIsTheSameAndSaysWhy) {
  Pool pool;
  const auto scan = pool.Scan();
  ASSERT_TRUE(scan->can_match());
  const auto clusters = scan->Run({});
  EXPECT_TRUE(HasBoth(clusters, pool.At(0), pool.At(1)));
  EXPECT_TRUE(HasBoth(clusters, pool.At(3), pool.At(4)));
  EXPECT_FALSE(HasBoth(clusters, pool.At(5), pool.At(6)));  // a branch is a record of its own
  EXPECT_EQ(ClusterOf(clusters, pool.At(20)), nullptr);
  for (std::size_t i = 1; i < clusters.size(); ++i) EXPECT_GE(clusters[i - 1].probability, clusters[i].probability);
  const auto why = scan->Explain(pool.At(0), pool.At(1));
  ASSERT_TRUE(why);
  EXPECT_EQ(why->score.verdict, MatchVerdict::kSame);
  const FieldId uscc = pool.customer.Find("uscc")->id;
  const auto part = std::find_if(why->parts.begin(), why->parts.end(), [uscc](const DuplicatePart& one) { return one.field == uscc; });
  ASSERT_NE(part, why->parts.end());
  EXPECT_EQ(part->level, part->levels - 1);
  EXPECT_GT(part->weight, 0);
  EXPECT_FALSE(scan->Explain(pool.At(0), Id{7, 7}));
}

TEST(DuplicateScan, WhatPeopleCalledDifferentStaysApart) {
  Pool pool;
  for (const DuplicateVerdict verdict : {DuplicateVerdict::kDifferent, DuplicateVerdict::kRelated}) {
    const auto scan = pool.Scan();
    scan->AddDecision(Decide(verdict, {pool.At(4), pool.At(3)}));
    const auto clusters = scan->Run({});
    EXPECT_FALSE(HasBoth(clusters, pool.At(3), pool.At(4)));
    EXPECT_TRUE(HasBoth(clusters, pool.At(0), pool.At(1)));
  }
}

TEST(DuplicateScan, WhatIsPutOffIsStillFoundAndSaysSo) {
  Pool pool;
  const auto scan = pool.Scan();
  scan->AddDecision(Decide(DuplicateVerdict::kLater, {pool.At(4), pool.At(3)}));
  const auto clusters = scan->Run({});
  ASSERT_TRUE(HasBoth(clusters, pool.At(3), pool.At(4)));
  EXPECT_TRUE(ClusterOf(clusters, pool.At(3))->is_put_off);
  EXPECT_FALSE(ClusterOf(clusters, pool.At(0))->is_put_off);
}

TEST(DuplicateScan, AmongManyThatAreAllAlikeADecisionHoldsToo) {
  Pool pool;
  pool.records.clear();
  for (int i = 0; i < 500; ++i) pool.Add("杭州云锦科技有限公司", "", "13812345678");
  const auto scan = pool.Scan();
  scan->AddDecision(Decide(DuplicateVerdict::kDifferent, {pool.At(0), pool.At(499)}));
  const auto clusters = scan->Run({});
  EXPECT_FALSE(HasBoth(clusters, pool.At(0), pool.At(499)));
  EXPECT_TRUE(HasBoth(clusters, pool.At(1), pool.At(2)));
}

TEST(DuplicateScan, TasksAreNobody) {
  Pool pool;
  DuplicateScan scan(*pool.schemas.Find("task"), nullptr);
  EXPECT_FALSE(scan.can_match());
  EXPECT_TRUE(scan.Run({}).empty());
}

}  // namespace
}  // namespace kedang
