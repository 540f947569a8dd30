#include "shared/match/match_run.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "shared/match/comparison.h"
#include "shared/match/model_training.h"

namespace kedang {
namespace {

constexpr std::size_t kFreePairs = 600'000, kPairsOfRow = 10;  // candidates worth looking at
constexpr std::size_t kParts = 64;
constexpr double kDistinctShare =
    0.03;  // of a table's records that may look double when each is thought to be there once

ScoredPair ScorePair(const MatchModel& model, const MatchTable& table, MatchRow a, MatchRow b) {
  const MatchScore score = model.Score(table, std::min(a, b), std::max(a, b));
  return {std::min(a, b), std::max(a, b), score.weight, score.probability, score.is_ruled && score.weight < 0};
}

// Of what a row says, however its words are numbered.
std::uint64_t ContentHash(const MatchTable& table, MatchRow row) {
  std::uint64_t hash = 0;
  for (std::size_t field = 0; field < table.fields().size(); ++field) {
    const MatchCell cell = table.Cell(row, field);
    hash = MixedHash(cell.empty() ? std::string_view() : WholeText(table.words(), cell), hash + field);
  }
  return hash;
}

// Rows of equal cells next to the first of them, however many they are.
void AddEqualRows(const MatchTable& table, MatchRow split, std::vector<CandidatePair>& pairs) {
  std::vector<std::pair<std::uint64_t, MatchRow>> hashes;
  std::size_t added = pairs.size();
  for (MatchRow row = 0; row < table.size(); ++row) {
    if (!table.IsLive(row)) continue;
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    bool is_empty = true;
    for (std::size_t field = 0; field < table.fields().size(); ++field) {
      const MatchCell cell = table.Cell(row, field);
      is_empty = is_empty && cell.empty();
      hash = (hash ^ (cell.empty() ? kNoWord : cell[0].word)) * 0x9E3779B97F4A7C15ULL;
      hash ^= hash >> 29;
    }
    if (is_empty) continue;
    hashes.emplace_back(hash, row);
  }
  std::sort(hashes.begin(), hashes.end());
  for (std::size_t i = 0, first = 0; i < hashes.size(); ++i) {
    if (hashes[i].first != hashes[first].first) first = i;
    const MatchRow a = hashes[first].second, b = hashes[i].second;
    if (i != first && (split == 0 || (a < split && b >= split))) pairs.push_back({a, b});
  }
  if (pairs.size() == added) return;
  const auto less = [](const CandidatePair& x, const CandidatePair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  std::sort(pairs.begin(), pairs.end(), less);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

std::vector<ScoredPair> ScoreAll(const MatchTable& table, const MatchModel& model,
                                 const std::vector<CandidatePair>& pairs, double least, const PartRunner& run_parts,
                                 std::vector<ScoredPair>* related) {
  std::vector<std::vector<ScoredPair>> parts(kParts), related_parts(kParts);
  run_parts(kParts, [&](std::size_t part) {
    const std::size_t begin = pairs.size() * part / kParts, end = pairs.size() * (part + 1) / kParts;
    for (std::size_t i = begin; i < end; ++i) {
      const MatchScore score = model.Score(table, pairs[i].a, pairs[i].b);
      const ScoredPair pair{pairs[i].a, pairs[i].b, score.weight, score.probability,
                            score.is_ruled && score.weight < 0};
      if (score.verdict == MatchVerdict::kRelated)
        related_parts[part].push_back(pair);
      else if (score.weight >= least)
        parts[part].push_back(pair);
    }
  });
  std::vector<ScoredPair> all;
  for (std::size_t part = 0; part < kParts; ++part) {
    all.insert(all.end(), parts[part].begin(), parts[part].end());
    if (related != nullptr) related->insert(related->end(), related_parts[part].begin(), related_parts[part].end());
  }
  return all;
}

// Whether two rows agree wherever both have something: a record entered twice, rather than two that are much alike.
bool IsDouble(const MatchModel& model, const MatchTable& table, const ScoredPair& pair) {
  PairLevels levels;
  model.Compare(table, pair.a, pair.b, levels);
  for (std::size_t field = 0; field < model.fields().size(); ++field) {
    const int top = LevelCount(model.fields()[field].field.kind) - 1;
    if (levels.level[field] >= 0 && levels.level[field] * 5 < top * 3) return false;
  }
  return true;
}

// Whether each table holds each thing once, as far as the model can tell.
std::pair<bool, bool> AreDistinct(const MatchIndex& index, const MatchModel& model, MatchRow split, double threshold,
                                  const PartRunner& run_parts) {
  const MatchTable& table = index.table();
  std::vector<CandidatePair> pairs = index.AllPairs(kFreePairs + kPairsOfRow * table.size());
  AddEqualRows(table, 0, pairs);
  std::erase_if(pairs, [&](const CandidatePair& pair) { return (pair.a < split) != (pair.b < split); });
  std::unordered_set<MatchRow> left, right;
  for (const ScoredPair& pair : ScoreAll(table, model, pairs, threshold, run_parts, nullptr)) {
    if (IsDouble(model, table, pair)) (pair.a < split ? left : right).insert(pair.b);
  }
  const double left_rows = split, right_rows = static_cast<double>(table.size() - split);
  return {static_cast<double>(left.size()) <= kDistinctShare * left_rows,
          static_cast<double>(right.size()) <= kDistinctShare * right_rows};
}

}  // namespace

void RunParts(std::size_t parts, const std::function<void(std::size_t)>& work) {
  for (std::size_t part = 0; part < parts; ++part) work(part);
}

MatchRunResult RunMatch(const MatchIndex& index, MatchModel& model, const MatchRunOptions& options) {
  MatchRunResult result;
  const MatchTable& table = index.table();
  const auto stage = [&](std::string_view name) {
    if (options.on_stage) options.on_stage(name);
  };
  stage("candidates");
  std::vector<CandidatePair> pairs = index.AllPairs(kFreePairs + kPairsOfRow * table.size(), options.split);
  stage("model");
  if (options.is_fitted) TrainModel(table, pairs, model);
  // Rows that are equal teach nothing.
  AddEqualRows(table, options.split, pairs);
  result.candidates = pairs.size();
  const double threshold = std::log2(model.threshold() / (1 - model.threshold()));
  stage("scores");
  std::vector<ScoredPair> likely = ScoreAll(table, model, pairs, threshold, options.run_parts, &result.related);
  pairs = {};
  const auto is_kept_apart = [&](const ScoredPair& pair) { return options.is_kept_apart && options.is_kept_apart(pair.a, pair.b); };
  std::erase_if(likely, is_kept_apart);
  stage("clusters");
  if (options.split > 0) {
    const auto [is_left_distinct, is_right_distinct] =
        AreDistinct(index, model, options.split, threshold, options.run_parts);
    result.pairs = AssignOnce(std::move(likely), is_right_distinct, is_left_distinct);
    return result;
  }
  result.clusters = ClusterPairs(
      likely, threshold,
      [&](MatchRow a, MatchRow b) {
        ScoredPair pair = ScorePair(model, table, a, b);
        pair.is_ruled_out = pair.is_ruled_out || is_kept_apart(pair);
        return pair;
      },
      [&](MatchRow row) { return ContentHash(table, row); });
  for (const MatchCluster& cluster : result.clusters)
    result.pairs.insert(result.pairs.end(), cluster.pairs.begin(), cluster.pairs.end());
  std::sort(result.pairs.begin(), result.pairs.end(),
            [](const ScoredPair& x, const ScoredPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  return result;
}

}  // namespace kedang
