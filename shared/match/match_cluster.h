// From pairs to records of one thing. A chain of likely pairs does not join its ends: two groups become one only when the
// mean evidence between all their records is for it (average linkage over log odds, clipped). Two groups with a pair that a
// rule keeps apart never join.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "shared/match/match_index.h"
#include "shared/match/match_model.h"

namespace kedang {

struct ScoredPair {
  MatchRow a = 0, b = 0;  // a < b
  double weight = 0;
  double probability = 0;
  bool is_ruled_out = false;
};

struct MatchCluster {
  std::vector<MatchRow> rows;     // ascending, at least two
  std::vector<ScoredPair> pairs;  // all pairs of them; a probability is at least that of the join that made it
};

// Clusters in slices. Between equally good joins `rank` decides: what a row holds, so that clusters depend neither on the order
// of the pairs nor on that of rows.
class ClusterSearch {
 public:
  using Judge = std::function<ScoredPair(MatchRow, MatchRow)>;
  using Rank = std::function<std::uint64_t(MatchRow)>;

  // `pairs` are those worth looking at, `score` judges any others between the same records; `threshold` in bits.
  ClusterSearch(std::vector<ScoredPair> pairs, double threshold, Judge score, Rank rank);
  ~ClusterSearch();

  // Works until `is_over`; true when there is nothing left to join.
  bool Step(const std::function<bool()>& is_over);
  float Share() const;
  // In the order of their first rows.
  std::vector<MatchCluster> TakeClusters();

 private:
  class Tangle;
  struct Work;  // connected rows that are not joined yet

  void Connect(std::shared_ptr<const std::vector<ScoredPair>> pairs, double least);
  void Begin(Work work);

  double threshold_;
  Judge score_;
  Rank rank_;
  std::shared_ptr<const std::vector<ScoredPair>> pairs_;  // until they were looked at
  std::vector<Work> works_;
  std::unique_ptr<Tangle> tangle_;  // being joined
  std::size_t rows_ = 0, done_rows_ = 0;
  std::vector<MatchCluster> clusters_;
};

// All at once.
std::vector<MatchCluster> ClusterPairs(const std::vector<ScoredPair>& pairs, double threshold, const ClusterSearch::Judge& score,
                                       const ClusterSearch::Rank& rank);

// Links between two tables, the likeliest first: with `once_a` each record of the first (a) is linked at most once, which is
// right when the second holds no record twice; likewise `once_b`. Links that are nearly as good as the best one stay.
std::vector<ScoredPair> AssignOnce(std::vector<ScoredPair> pairs, bool once_a, bool once_b);

}  // namespace kedang
