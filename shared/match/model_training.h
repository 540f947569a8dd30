// Fits a model to the candidate pairs of a pool without labels: expectation maximisation over the levels of agreement
// (Winkler 1988; Jaro 1989), with what is known of each kind of field as Dirichlet priors, so that a small pool, or one
// without any duplicates, keeps close to what is known.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/match/match_index.h"
#include "shared/match/match_model.h"

namespace kedang {

// At most this many pairs are looked at, spread evenly.
inline constexpr std::size_t kMostTrainingPairs = 200'000;

class ModelTraining {
 public:
  // All must outlive it, and not change before it is done.
  ModelTraining(const MatchTable& table, const std::vector<CandidatePair>& pairs, MatchModel& model);

  // Works until `is_over`; true when the model is fitted.
  bool Step(const std::function<bool()>& is_over);
  float Share() const;

 private:
  bool Look(const std::function<bool()>& is_over);
  void Round();

  const MatchTable& table_;
  const std::vector<CandidatePair>& pairs_;
  MatchModel& model_;
  double step_ = 1, at_ = 0;                           // of the pairs looked at
  std::unordered_map<std::string, double> patterns_;   // how often which levels were seen together
  std::vector<std::array<double, kMostLevels>> known_m_, known_u_;
  double known_share_ = 0;
  int round_ = 0;
};

}  // namespace kedang
