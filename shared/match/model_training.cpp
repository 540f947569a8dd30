#include "shared/match/model_training.h"

#include <algorithm>
#include <cmath>

namespace kedang {
namespace {

constexpr int kRounds = 25;
constexpr double kStrength = 60;       // pairs the prior of a field counts as
constexpr double kPriorStrength = 50;  // pairs the prior share counts as
constexpr double kShareOfOneField = 0.36;
constexpr unsigned kPairsBetweenLooks = 32;
constexpr double kLeastShare = 0.02, kMostShare = 0.6;

}  // namespace

ModelTraining::ModelTraining(const MatchTable& table, const std::vector<CandidatePair>& pairs, MatchModel& model)
    : table_(table), pairs_(pairs), model_(model), known_share_(model.prior()) {
  const std::size_t fields = model.fields().size();
  step_ = std::max(1.0, static_cast<double>(pairs.size()) / static_cast<double>(kMostTrainingPairs));
  for (std::size_t field = 0; field < fields; ++field) {
    known_m_.push_back(model.fields()[field].m);
    known_u_.push_back(model.fields()[field].u);
  }
  if (pairs.empty() || fields == 0) round_ = kRounds;
  // One field alone has nothing to be checked against: what is known of its kind must do. Who asks about bare names asks
  // whether they are the same name.
  if (!pairs.empty() && fields == 1) {
    model.set_prior(kShareOfOneField);
    round_ = kRounds;
  }
}

float ModelTraining::Share() const {
  if (round_ >= kRounds) return 1;
  const double looked = pairs_.empty() ? 1 : std::min(1.0, at_ / static_cast<double>(pairs_.size()));
  return static_cast<float>(0.9 * looked + 0.1 * round_ / kRounds);
}

bool ModelTraining::Step(const std::function<bool()>& is_over) {
  if (round_ >= kRounds) return true;
  if (!Look(is_over)) return false;
  while (round_ < kRounds && !patterns_.empty()) {
    Round();
    if (++round_ < kRounds && is_over()) return false;
  }
  round_ = kRounds;
  return true;
}

bool ModelTraining::Look(const std::function<bool()>& is_over) {
  PairLevels levels;
  for (unsigned looked = 1; at_ < static_cast<double>(pairs_.size()); ++looked) {
    const CandidatePair& pair = pairs_[static_cast<std::size_t>(at_)];
    at_ += step_;
    model_.Compare(table_, pair.a, pair.b, levels);
    // Parents and branches are neither.
    if (!levels.is_related) patterns_[std::string(reinterpret_cast<const char*>(levels.level.data()), model_.fields().size())] += 1;
    if (looked % kPairsBetweenLooks == 0 && is_over()) return at_ >= static_cast<double>(pairs_.size());
  }
  return true;
}

void ModelTraining::Round() {
  const std::size_t fields = model_.fields().size();
  std::vector<std::array<double, kMostLevels>> m(fields), u(fields);
  for (std::size_t field = 0; field < fields; ++field) {
    for (std::size_t level = 0; level < kMostLevels; ++level) {
      m[field][level] = kStrength * known_m_[field][level];
      u[field][level] = kStrength * known_u_[field][level];
    }
  }
  double same = 0, all = 0;
  for (const auto& [pattern, count] : patterns_) {
    const auto* of_field = reinterpret_cast<const std::int8_t*>(pattern.data());
    const double probability = 1 / (1 + std::exp2(-model_.WeightOfLevels(of_field)));
    same += probability * count;
    all += count;
    for (std::size_t field = 0; field < fields; ++field) {
      if (of_field[field] < 0) continue;
      const auto level = static_cast<std::size_t>(of_field[field]);
      m[field][level] += probability * count;
      u[field][level] += (1 - probability) * count;
    }
  }
  for (std::size_t field = 0; field < fields; ++field) {
    double sum_m = 0, sum_u = 0;
    for (std::size_t level = 0; level < kMostLevels; ++level) {
      sum_m += m[field][level];
      sum_u += u[field][level];
    }
    for (std::size_t level = 0; level < kMostLevels; ++level) {
      m[field][level] /= sum_m;
      u[field][level] /= sum_u;
    }
    model_.SetLevels(field, m[field], u[field]);
  }
  const double share = (same + kPriorStrength * known_share_) / (all + kPriorStrength);
  model_.set_prior(std::min(kMostShare, std::max(kLeastShare, share)));
}

}  // namespace kedang
