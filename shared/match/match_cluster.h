// From pairs to records of one thing. A chain of likely pairs does not join its ends: two groups become one only when the
// mean evidence between all their records is for it (average linkage over log odds, clipped). Two groups with a pair that a
// rule keeps apart never join.
#pragma once

#include <functional>
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

// `pairs` are those worth looking at, `score` judges any others between the same records; `threshold` in bits. Clusters in
// the order of their first rows. Between equally good joins `rank` decides: what a row holds, so that clusters depend
// neither on the order of `pairs` nor on that of rows.
std::vector<MatchCluster> ClusterPairs(const std::vector<ScoredPair>& pairs, double threshold,
                                       const std::function<ScoredPair(MatchRow, MatchRow)>& score,
                                       const std::function<std::uint64_t(MatchRow)>& rank);

// Links between two tables, the likeliest first: with `once_a` each record of the first (a) is linked at most once, which is
// right when the second holds no record twice; likewise `once_b`. Links that are nearly as good as the best one stay.
std::vector<ScoredPair> AssignOnce(std::vector<ScoredPair> pairs, bool once_a, bool once_b);

}  // namespace kedang
