// Laws of matching over made-up records: an index with a history answers as one built anew; judging is symmetric; clusters
// do not depend on the order of rows.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "shared/match/match_run.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

using Row = std::vector<std::string>;

std::vector<MatchField> Fields() {
  return {{"name", MatchKind::kPersonName, {0, 1}},
          {"phone", MatchKind::kPhone, {2}},
          {"email", MatchKind::kEmail, {3}},
          {"address", MatchKind::kAddress, {4}}};
}

Row RandomRow(SeededRandom& random) {
  static const char* const kGiven[] = {"Anna", "Ann", "Bert", "Clara", "Dieter", "Эмма", "", "Jürgen"};
  static const char* const kFamily[] = {"Smith", "Smyth", "Müller", "Mueller", "O'Neill", "García", "", "van der Berg"};
  static const char* const kStreets[] = {"Main Street", "Oak Ave", "High St", "人民路"};
  const std::string number = std::to_string(random.Below(12));
  return {kGiven[random.Below(8)], kFamily[random.Below(8)],
          random.OneIn(3) ? "" : "020 555 01" + std::to_string(10 + random.Below(20)),
          random.OneIn(2) ? "" : "a" + number + "@example.com",
          random.OneIn(4) ? "" : number + " " + kStreets[random.Below(4)]};
}

std::vector<std::string_view> Views(const Row& row) { return {row.begin(), row.end()}; }

TEST(MatchLawsTest, AnIndexWithAHistoryAnswersAsOneBuiltAnew) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SeededRandom random(seed);
    MatchIndex index(Fields(), nullptr);
    std::vector<Row> rows;
    for (int step = 0; step < 300; ++step) {
      const std::size_t at = rows.empty() ? 0 : random.Below(rows.size());
      if (rows.size() < 40 || random.OneIn(3)) {
        rows.push_back(RandomRow(random));
        index.Add(Views(rows.back()));
      } else if (random.OneIn(3)) {
        rows[at].clear();
        index.Remove(static_cast<MatchRow>(at));
      } else {
        rows[at] = RandomRow(random);
        index.Change(static_cast<MatchRow>(at), Views(rows[at]));
      }
    }
    MatchIndex fresh(Fields(), nullptr);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      fresh.Add(Views(rows[i]));
      if (rows[i].empty()) fresh.Remove(static_cast<MatchRow>(i));
    }
    EXPECT_EQ(index.table().live_count(), fresh.table().live_count());
    EXPECT_EQ(index.AllPairs(1'000'000), fresh.AllPairs(1'000'000));
    const MatchModel model(Fields());
    for (MatchRow row = 0; row < rows.size(); ++row) {
      if (rows[row].empty()) continue;
      ASSERT_EQ(index.Candidates(row, 100), fresh.Candidates(row, 100));
      for (const MatchRow other : index.Candidates(row, 5)) {
        ASSERT_EQ(model.Score(index.table(), row, other).weight, model.Score(fresh.table(), row, other).weight);
        ASSERT_EQ(model.Score(index.table(), row, other).weight, model.Score(index.table(), other, row).weight);
      }
    }
  }
}

TEST(MatchLawsTest, ClustersDoNotDependOnTheOrderOfRows) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SeededRandom random(seed);
    std::vector<Row> rows;
    for (int i = 0; i < 150; ++i) rows.push_back(RandomRow(random));
    std::vector<std::size_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto pairs_in = [&](const std::vector<std::size_t>& of) {
      MatchIndex index(Fields(), nullptr);
      for (const std::size_t at : of) index.Add(Views(rows[at]));
      MatchModel model(Fields());
      MatchRunOptions options;
      options.is_fitted = false;
      std::set<std::pair<std::size_t, std::size_t>> pairs;
      for (const ScoredPair& pair : RunMatch(index, model, options).pairs)
        pairs.insert(std::minmax(of[pair.a], of[pair.b]));
      return pairs;
    };
    const auto before = pairs_in(order);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
    // Ties between equally good joins may fall either way: nearly all pairs are the same.
    const auto after = pairs_in(order);
    std::size_t shared = 0;
    for (const auto& pair : before) shared += after.count(pair);
    EXPECT_GE(shared * 100, std::max(before.size(), after.size()) * 97) << seed;
  }
}

}  // namespace
}  // namespace kedang
