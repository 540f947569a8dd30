// Fits a model to the candidate pairs of a pool without labels: expectation maximisation over the levels of agreement
// (Winkler 1988; Jaro 1989), with what is known of each kind of field as Dirichlet priors, so that a small pool, or one
// without any duplicates, keeps close to what is known.
#pragma once

#include <cstddef>
#include <vector>

#include "shared/match/match_index.h"
#include "shared/match/match_model.h"

namespace kedang {

// At most this many pairs are looked at, spread evenly.
inline constexpr std::size_t kMostTrainingPairs = 200'000;

void TrainModel(const MatchTable& table, const std::vector<CandidatePair>& pairs, MatchModel& model);

}  // namespace kedang
