#include "shared/intake/value_clusters.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <set>

#include "shared/match/text_distance.h"
#include "shared/base/utf8.h"
#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

std::vector<std::vector<std::string>> Groups(unsigned methods, const std::vector<std::pair<std::string, std::uint32_t>>& values) {
  ValueClusters clusters(methods, &ShippedLexicon().pinyin());
  for (const auto& [text, count] : values) clusters.Add(text, count);
  std::vector<std::vector<std::string>> groups;
  for (const ValueCluster& cluster : clusters.Finish()) {
    groups.emplace_back();
    for (const ValueCluster::Member& member : cluster.members) groups.back().push_back(member.text);
  }
  return groups;
}

using Found = std::vector<std::vector<std::string>>;

TEST(ValueClustersTest, FourWaysToWriteOneCityAreOneGroup) {
  EXPECT_EQ(Groups(kByAll, {{"杭州", 412}, {"宁波市", 90}, {"杭州市", 1286}, {"Hangzhou", 23}, {"杭洲", 9}, {"温州", 3}}),
            (Found{{"杭州市", "杭州", "Hangzhou", "杭洲"}}));
}

TEST(ValueClustersTest, EachMethodFindsItsOwn) {
  EXPECT_EQ(Groups(kByFingerprint, {{"Acme, Inc.", 2}, {"inc ACME", 1}, {"Acme Ltd", 1}}), (Found{{"Acme, Inc.", "inc ACME"}}));
  EXPECT_EQ(Groups(kByFingerprint, {{"云锦（杭州）有限公司", 1}, {"云锦(杭州)有限公司", 2}}), (Found{{"云锦(杭州)有限公司", "云锦（杭州）有限公司"}}));
  EXPECT_EQ(Groups(kByPairs, {{"Hang zhou", 1}, {"hangzhou", 3}, {"ninghai", 1}}), (Found{{"hangzhou", "Hang zhou"}}));
  EXPECT_EQ(Groups(kBySound, {{"李薇", 1}, {"李伟", 2}, {"张伟", 1}}), (Found{{"李伟", "李薇"}}));
  EXPECT_EQ(Groups(kBySlip, {{"云锦科技有限公司", 5}, {"云绵科技有限公司", 1}, {"云锦科枝有限公", 1}, {"Kobenhavn", 1}, {"Kobenahvn", 2}}),
            (Found{{"云锦科技有限公司", "云绵科技有限公司"}, {"Kobenahvn", "Kobenhavn"}}));
}

// Numbers tell things apart, and so do short words.
TEST(ValueClustersTest, NeighboursAreNotTheSame) {
  EXPECT_EQ(Groups(kByAll, {{"第一人民路1号", 1}, {"第一人民路2号", 1}, {"A1001", 1}, {"A1002", 1}, {"张三", 1}, {"张山峰", 1}}), Found{});
  EXPECT_EQ(Groups(kByAll, {{"—", 1}, {"…", 2}, {"!!", 1}}), Found{});
}

TEST(ValueClustersTest, TheGroupThatChangesMostRowsComesFirst) {
  EXPECT_EQ(Groups(kByFingerprint, {{"a b", 100}, {"b a", 1}, {"C", 5}, {"c", 4}}), (Found{{"C", "c"}, {"a b", "b a"}}));
}

// Every pair that is one slip apart is found, whatever else there is.
TEST(ValueClustersTest, NoSlipIsMissed) {
  SeededRandom random(11);
  const std::u32string letters = U"云锦海运物流科技宁波";
  std::vector<std::u32string> texts;
  std::set<std::u32string> seen;
  while (texts.size() < 300) {
    std::u32string text;
    const std::size_t length = 4 + random.Below(5);
    for (std::size_t i = 0; i < length; ++i) text.push_back(letters[random.Below(letters.size())]);
    if (!texts.empty() && random.Below(3) == 0) {
      text = texts[random.Below(texts.size())];
      if (text.size() > 4) text.erase(random.Below(text.size()), 1);
    }
    if (seen.insert(text).second) texts.push_back(text);
  }
  ValueClusters clusters(kBySlip, nullptr);
  for (const std::u32string& text : texts) clusters.Add(ToUtf8(text), 1);
  std::map<std::string, std::size_t> group;
  std::size_t number = 0;
  for (const ValueCluster& cluster : clusters.Finish()) {
    ++number;
    for (const ValueCluster::Member& member : cluster.members) group[member.text] = number;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = i + 1; j < texts.size(); ++j) {
      if (SlipsBetween(std::u32string_view(texts[i]), std::u32string_view(texts[j]), 1) > 1) continue;
      const std::size_t one = group[ToUtf8(texts[i])], other = group[ToUtf8(texts[j])];
      EXPECT_TRUE(one != 0 && one == other) << ToUtf8(texts[i]) << " " << ToUtf8(texts[j]);
    }
  }
}

TEST(ValueClustersTest, DISABLED_BenchOfAHundredThousandValues) {
  SeededRandom random(5);
  const std::u32string letters = U"杭州云锦海运物流科技宁波数码贸易建筑装饰工程咨询电子机械食品";
  std::vector<std::string> texts;
  for (int i = 0; i < 100'000; ++i) {
    std::u32string text;
    for (int c = 0; c < 8; ++c) text.push_back(letters[random.Below(letters.size())]);
    texts.push_back(ToUtf8(text + U"有限公司"));
  }
  const auto start = std::chrono::steady_clock::now();
  ValueClusters clusters(kByAll, &ShippedLexicon().pinyin());
  for (const std::string& text : texts) clusters.Add(text, 1);
  const auto added = std::chrono::steady_clock::now();
  const std::size_t found = clusters.Finish().size();
  const auto end = std::chrono::steady_clock::now();
  const auto ms = [](auto duration) { return std::chrono::duration<double, std::milli>(duration).count(); };
  std::printf("100,000 values: %.0f ms to add, %.0f ms to group, %zu groups\n", ms(added - start), ms(end - added), found);
}

}  // namespace
}  // namespace kedang
