#include "shared/match/match_cluster.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace kedang {
namespace {

constexpr double kClip = 10;             // bits one pair may say for or against a join
constexpr double kRuledOut = -1e6;       // one such pair keeps two groups apart
constexpr double kNearlyAsGood = 1;      // bits within which two links of one record both stay
constexpr std::size_t kMostInOne = 400;  // larger tangles are cut at higher thresholds first

class Tangle {
 public:
  Tangle(const std::vector<MatchRow>& rows, double threshold,
         const std::function<ScoredPair(MatchRow, MatchRow)>& score, const std::function<std::uint64_t(MatchRow)>& rank)
      : threshold_(threshold), score_(score) {
    std::vector<std::pair<std::uint64_t, MatchRow>> ranked;
    for (const MatchRow row : rows) ranked.emplace_back(rank(row), row);
    std::sort(ranked.begin(), ranked.end());
    for (const auto& [of_row, row] : ranked) rows_.push_back(row);
  }

  // Joins the two groups with the most mean evidence until none has enough.
  void Run(std::vector<MatchCluster>& out) {
    const std::size_t count = rows_.size();
    pairs_.resize(count * count);
    std::vector<double> sum(count * count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = i + 1; j < count; ++j) {
        const ScoredPair pair = score_(rows_[i], rows_[j]);
        pairs_[i * count + j] = pair;
        sum[i * count + j] = sum[j * count + i] =
            pair.is_ruled_out ? kRuledOut : std::clamp(pair.weight, -kClip, kClip);
      }
    }
    std::vector<std::vector<std::size_t>> members(count);
    std::vector<bool> is_alive(count, true);
    for (std::size_t i = 0; i < count; ++i) members[i] = {i};
    // The best partner of each group; looked for again only when it is gone or changed.
    const auto mean = [&](std::size_t i, std::size_t j) {
      return sum[i * count + j] / static_cast<double>(members[i].size() * members[j].size());
    };
    std::vector<std::size_t> best(count, count);
    const auto find_best = [&](std::size_t i) {
      best[i] = count;
      for (std::size_t j = 0; j < count; ++j) {
        if (j != i && is_alive[j] && (best[i] == count || mean(i, j) > mean(i, best[i]))) best[i] = j;
      }
    };
    for (std::size_t i = 0; i < count; ++i) find_best(i);
    for (;;) {
      std::size_t top = count;
      for (std::size_t i = 0; i < count; ++i) {
        if (is_alive[i] && best[i] != count && (top == count || mean(i, best[i]) > mean(top, best[top]))) top = i;
      }
      if (top == count || mean(top, best[top]) < threshold_) break;
      const std::size_t keep = std::min(top, best[top]), gone = std::max(top, best[top]);
      const double joined = 1 / (1 + std::exp2(-mean(keep, gone)));
      for (const std::size_t x : members[keep]) {
        for (const std::size_t y : members[gone]) {
          ScoredPair& pair = pairs_[std::min(x, y) * count + std::max(x, y)];
          pair.probability = std::max(pair.probability, joined);
        }
      }
      members[keep].insert(members[keep].end(), members[gone].begin(), members[gone].end());
      members[gone].clear();
      is_alive[gone] = false;
      for (std::size_t j = 0; j < count; ++j) {
        if (!is_alive[j] || j == keep) continue;
        sum[keep * count + j] += sum[gone * count + j];
        sum[j * count + keep] = sum[keep * count + j];
      }
      find_best(keep);
      for (std::size_t j = 0; j < count; ++j) {
        if (!is_alive[j] || j == keep) continue;
        if (best[j] == keep || best[j] == gone)
          find_best(j);
        else if (mean(j, keep) > mean(j, best[j]))
          best[j] = keep;
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (members[i].size() < 2) continue;
      std::sort(members[i].begin(), members[i].end(),
                [&](std::size_t x, std::size_t y) { return rows_[x] < rows_[y]; });
      MatchCluster cluster;
      for (std::size_t x = 0; x < members[i].size(); ++x) {
        cluster.rows.push_back(rows_[members[i][x]]);
        for (std::size_t y = x + 1; y < members[i].size(); ++y)
          cluster.pairs.push_back(
              pairs_[std::min(members[i][x], members[i][y]) * count + std::max(members[i][x], members[i][y])]);
      }
      out.push_back(std::move(cluster));
    }
  }

 private:
  std::vector<MatchRow> rows_;
  double threshold_;
  const std::function<ScoredPair(MatchRow, MatchRow)>& score_;
  std::vector<ScoredPair> pairs_;
};

// Connected groups over pairs of at least `least` bits.
std::map<MatchRow, std::vector<MatchRow>> Connect(const std::vector<ScoredPair>& pairs, double least) {
  std::unordered_map<MatchRow, MatchRow> parent;
  const auto root = [&](MatchRow row) {
    for (MatchRow up; (up = parent.emplace(row, row).first->second) != row; row = up)
      parent[row] = parent.emplace(up, up).first->second;
    return row;
  };
  for (const ScoredPair& pair : pairs) {
    if (pair.weight < least || pair.is_ruled_out) continue;
    const MatchRow a = root(pair.a), b = root(pair.b);
    if (a != b) parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<MatchRow> rows;
  for (const auto& [row, up] : parent) rows.push_back(row);
  std::map<MatchRow, std::vector<MatchRow>> groups;
  for (const MatchRow row : rows) groups[root(row)].push_back(row);
  for (auto& [first, members] : groups) std::sort(members.begin(), members.end());
  return groups;
}

void ClusterAt(const std::vector<ScoredPair>& pairs, double least, double threshold,
               const std::function<ScoredPair(MatchRow, MatchRow)>& score,
               const std::function<std::uint64_t(MatchRow)>& rank, std::vector<MatchCluster>& out) {
  for (auto& [first, rows] : Connect(pairs, least)) {
    if (rows.size() < 2) continue;
    if (rows.size() <= kMostInOne) {
      Tangle(rows, threshold, score, rank).Run(out);
      continue;
    }
    const std::unordered_set<MatchRow> inside(rows.begin(), rows.end());
    std::vector<ScoredPair> own;
    for (const ScoredPair& pair : pairs) {
      if (inside.count(pair.a) != 0 && inside.count(pair.b) != 0) own.push_back(pair);
    }
    // Where asking for more leaves nothing at all, they are all alike: equal rows by the thousand.
    if (!Connect(own, least + 1.5).empty()) {
      ClusterAt(own, least + 1.5, threshold, score, rank, out);
      continue;
    }
    // One cluster, without the pairs in between worked out.
    MatchCluster cluster;
    cluster.rows = std::move(rows);
    cluster.pairs = std::move(own);
    out.push_back(std::move(cluster));
  }
}

}  // namespace

std::vector<MatchCluster> ClusterPairs(const std::vector<ScoredPair>& pairs, double threshold,
                                       const std::function<ScoredPair(MatchRow, MatchRow)>& score,
                                       const std::function<std::uint64_t(MatchRow)>& rank) {
  std::vector<MatchCluster> clusters;
  ClusterAt(pairs, threshold, threshold, score, rank, clusters);
  std::sort(clusters.begin(), clusters.end(),
            [](const MatchCluster& x, const MatchCluster& y) { return x.rows[0] < y.rows[0]; });
  return clusters;
}

std::vector<ScoredPair> AssignOnce(std::vector<ScoredPair> pairs, bool once_a, bool once_b) {
  std::sort(pairs.begin(), pairs.end(), [](const ScoredPair& x, const ScoredPair& y) {
    return x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  std::unordered_map<MatchRow, double> best_a, best_b;
  std::vector<ScoredPair> kept;
  for (const ScoredPair& pair : pairs) {
    const double taken_a = best_a.emplace(pair.a, pair.weight).first->second,
                 taken_b = best_b.emplace(pair.b, pair.weight).first->second;
    if ((once_a && taken_a > pair.weight + kNearlyAsGood) || (once_b && taken_b > pair.weight + kNearlyAsGood))
      continue;
    kept.push_back(pair);
  }
  std::sort(kept.begin(), kept.end(),
            [](const ScoredPair& x, const ScoredPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  return kept;
}

}  // namespace kedang
