#include "shared/match/model_training.h"

#include <cmath>
#include <cstring>
#include <string>
#include <unordered_map>

namespace kedang {
namespace {

constexpr int kRounds = 25;
constexpr double kStrength = 60;       // pairs the prior of a field counts as
constexpr double kPriorStrength = 50;  // pairs the prior share counts as
constexpr double kShareOfOneField = 0.36;
constexpr double kLeastShare = 0.02, kMostShare = 0.6;

}  // namespace

void TrainModel(const MatchTable& table, const std::vector<CandidatePair>& pairs, MatchModel& model) {
  const std::size_t fields = model.fields().size();
  if (pairs.empty() || fields == 0) return;
  // One field alone has nothing to be checked against: what is known of its kind must do. Who asks about bare names asks
  // whether they are the same name.
  if (fields == 1) {
    model.set_prior(kShareOfOneField);
    return;
  }
  std::unordered_map<std::string, double> patterns;
  const double step = std::max(1.0, static_cast<double>(pairs.size()) / static_cast<double>(kMostTrainingPairs));
  PairLevels levels;
  for (double at = 0; at < static_cast<double>(pairs.size()); at += step) {
    const CandidatePair& pair = pairs[static_cast<std::size_t>(at)];
    model.Compare(table, pair.a, pair.b, levels);
    // Parents and branches are neither.
    if (levels.is_related) continue;
    patterns[std::string(reinterpret_cast<const char*>(levels.level.data()), fields)] += 1;
  }
  if (patterns.empty()) return;
  std::vector<std::array<double, kMostLevels>> known_m(fields), known_u(fields);
  for (std::size_t field = 0; field < fields; ++field) {
    known_m[field] = model.fields()[field].m;
    known_u[field] = model.fields()[field].u;
  }
  const double known_share = model.prior();
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::array<double, kMostLevels>> m(fields), u(fields);
    for (std::size_t field = 0; field < fields; ++field) {
      for (std::size_t level = 0; level < kMostLevels; ++level) {
        m[field][level] = kStrength * known_m[field][level];
        u[field][level] = kStrength * known_u[field][level];
      }
    }
    double same = 0, all = 0;
    for (const auto& [pattern, count] : patterns) {
      const auto* of_field = reinterpret_cast<const std::int8_t*>(pattern.data());
      const double probability = 1 / (1 + std::exp2(-model.WeightOfLevels(of_field)));
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
      model.SetLevels(field, m[field], u[field]);
    }
    const double share = (same + kPriorStrength * known_share) / (all + kPriorStrength);
    model.set_prior(std::min(kMostShare, std::max(kLeastShare, share)));
  }
}

}  // namespace kedang
