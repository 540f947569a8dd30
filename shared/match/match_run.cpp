#include "shared/match/match_run.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "shared/match/comparison.h"

namespace kedang {
namespace {

constexpr std::size_t kFreePairs = 600'000, kPairsOfRow = 10;  // candidates worth looking at
constexpr std::size_t kParts = 64;
constexpr std::size_t kPairsBetweenLooks = 64;
constexpr MatchRow kRowsBetweenLooks = 256;
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

std::uint64_t CellsHash(const MatchTable& table, MatchRow row, bool& is_empty) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  is_empty = true;
  for (std::size_t field = 0; field < table.fields().size(); ++field) {
    const MatchCell cell = table.Cell(row, field);
    is_empty = is_empty && cell.empty();
    hash = (hash ^ (cell.empty() ? kNoWord : cell[0].word)) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

// Rows of equal cells next to the first of them, however many they are. `hashes` are those of the rows that have any cell.
void AddEqualPairs(std::vector<std::pair<std::uint64_t, MatchRow>> hashes, MatchRow split, std::vector<CandidatePair>& pairs) {
  std::sort(hashes.begin(), hashes.end());
  const auto known = static_cast<std::ptrdiff_t>(pairs.size());
  for (std::size_t i = 0, first = 0; i < hashes.size(); ++i) {
    if (hashes[i].first != hashes[first].first) first = i;
    const MatchRow a = hashes[first].second, b = hashes[i].second;
    if (i != first && (split == 0 || (a < split && b >= split))) pairs.push_back({a, b});
  }
  if (pairs.size() == static_cast<std::size_t>(known)) return;
  const auto less = [](const CandidatePair& x, const CandidatePair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  std::sort(pairs.begin() + known, pairs.end(), less);
  std::inplace_merge(pairs.begin(), pairs.begin() + known, pairs.end(), less);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

void AddEqualRows(const MatchTable& table, MatchRow split, std::vector<CandidatePair>& pairs) {
  std::vector<std::pair<std::uint64_t, MatchRow>> hashes;
  for (MatchRow row = 0; row < table.size(); ++row) {
    bool is_empty = true;
    const std::uint64_t hash = table.IsLive(row) ? CellsHash(table, row, is_empty) : 0;
    if (!is_empty) hashes.emplace_back(hash, row);
  }
  AddEqualPairs(std::move(hashes), split, pairs);
}

// A pair that is likely, or of parent and branch, goes into one of the lists.
void ScoreCandidate(const MatchTable& table, const MatchModel& model, const CandidatePair& candidate, double least,
                    std::vector<ScoredPair>& likely, std::vector<ScoredPair>& related) {
  const MatchScore score = model.Score(table, candidate.a, candidate.b);
  const ScoredPair pair{candidate.a, candidate.b, score.weight, score.probability, score.is_ruled && score.weight < 0};
  if (score.verdict == MatchVerdict::kRelated)
    related.push_back(pair);
  else if (score.weight >= least)
    likely.push_back(pair);
}

std::vector<ScoredPair> ScoreAll(const MatchTable& table, const MatchModel& model, const std::vector<CandidatePair>& pairs,
                                 double least, const PartRunner& run_parts, std::vector<ScoredPair>* related) {
  std::vector<std::vector<ScoredPair>> parts(kParts), related_parts(kParts);
  const auto work = [&](std::size_t part) {
    const std::size_t begin = pairs.size() * part / kParts, end = pairs.size() * (part + 1) / kParts;
    for (std::size_t i = begin; i < end; ++i) ScoreCandidate(table, model, pairs[i], least, parts[part], related_parts[part]);
  };
  if (run_parts) {
    run_parts(kParts, work);
  } else {
    for (std::size_t part = 0; part < kParts; ++part) work(part);
  }
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

MatchRun::MatchRun(const MatchIndex& index, MatchModel& model, MatchRunOptions options)
    : index_(index), model_(model), options_(std::move(options)),
      threshold_(std::log2(model.threshold() / (1 - model.threshold()))) {}

MatchRun::~MatchRun() = default;

void MatchRun::Enter(Stage stage, std::string_view name) {
  stage_ = stage;
  if (options_.on_stage && !name.empty()) options_.on_stage(name);
}

bool MatchRun::Step(const std::function<bool()>& is_over) {
  const MatchTable& table = index_.table();
  if (stage_ == Stage::kCandidates) {
    if (candidates_ == nullptr) {
      Enter(Stage::kCandidates, "candidates");
      candidates_ = std::make_unique<CandidateSearch>(index_, kFreePairs + kPairsOfRow * table.size(), options_.split);
    }
    if (!candidates_->Step(is_over)) return false;
    pairs_ = candidates_->TakePairs();
    candidates_ = nullptr;
    Enter(Stage::kModel, "model");
    if (options_.is_fitted) training_ = std::make_unique<ModelTraining>(table, pairs_, model_);
  }
  if (stage_ == Stage::kModel) {
    if (training_ != nullptr && !training_->Step(is_over)) return false;
    training_ = nullptr;
    Enter(Stage::kEqualRows, "");
  }
  if (stage_ == Stage::kEqualRows) {
    // Rows that are equal teach nothing.
    if (!AddEqualRows(is_over)) return false;
    result_.candidates = pairs_.size();
    Enter(Stage::kScores, "scores");
  }
  if (stage_ == Stage::kScores) {
    if (!Score(is_over)) return false;
    pairs_ = {};
    std::erase_if(likely_, [this](const ScoredPair& pair) { return IsKeptApart(pair); });
    Enter(Stage::kClusters, "clusters");
    if (options_.split > 0) {
      const auto [is_left_distinct, is_right_distinct] = AreDistinct(index_, model_, options_.split, threshold_, options_.run_parts);
      result_.pairs = AssignOnce(std::move(likely_), is_right_distinct, is_left_distinct);
      stage_ = Stage::kOver;
    } else {
      BeginClusters();
    }
  }
  if (stage_ == Stage::kClusters) {
    if (!clusters_->Step(is_over)) return false;
    Finish();
  }
  return true;
}

bool MatchRun::AddEqualRows(const std::function<bool()>& is_over) {
  const MatchTable& table = index_.table();
  while (hashed_ < table.size()) {
    bool is_empty = true;
    const std::uint64_t hash = table.IsLive(hashed_) ? CellsHash(table, hashed_, is_empty) : 0;
    if (!is_empty) hashes_.emplace_back(hash, hashed_);
    if (++hashed_ % kRowsBetweenLooks == 0 && is_over()) return false;
  }
  AddEqualPairs(std::move(hashes_), options_.split, pairs_);
  return true;
}

bool MatchRun::Score(const std::function<bool()>& is_over) {
  if (options_.run_parts) {
    likely_ = ScoreAll(index_.table(), model_, pairs_, threshold_, options_.run_parts, &result_.related);
    return true;
  }
  while (scored_ < pairs_.size()) {
    ScoreCandidate(index_.table(), model_, pairs_[scored_], threshold_, likely_, result_.related);
    if (++scored_ % kPairsBetweenLooks == 0 && is_over()) return false;
  }
  return true;
}

void MatchRun::BeginClusters() {
  const auto judge = [this](MatchRow a, MatchRow b) {
    ScoredPair pair = ScorePair(model_, index_.table(), a, b);
    pair.is_ruled_out = pair.is_ruled_out || IsKeptApart(pair);
    return pair;
  };
  const auto rank = [this](MatchRow row) { return ContentHash(index_.table(), row); };
  clusters_ = std::make_unique<ClusterSearch>(std::move(likely_), threshold_, judge, rank);
}

void MatchRun::Finish() {
  result_.clusters = clusters_->TakeClusters();
  clusters_ = nullptr;
  for (const MatchCluster& cluster : result_.clusters)
    result_.pairs.insert(result_.pairs.end(), cluster.pairs.begin(), cluster.pairs.end());
  std::sort(result_.pairs.begin(), result_.pairs.end(),
            [](const ScoredPair& x, const ScoredPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  stage_ = Stage::kOver;
}

float MatchRun::Share() const {
  switch (stage_) {
    case Stage::kCandidates: return candidates_ == nullptr ? 0.0f : 0.1f * candidates_->Share();
    case Stage::kModel: return 0.1f + (training_ == nullptr ? 0.0f : 0.25f * training_->Share());
    case Stage::kEqualRows: return 0.35f;
    case Stage::kScores:
      return 0.36f + 0.54f * static_cast<float>(scored_) / static_cast<float>(std::max<std::size_t>(pairs_.size(), 1));
    case Stage::kClusters: return 0.9f + 0.1f * clusters_->Share();
    case Stage::kOver: break;
  }
  return 1;
}

MatchRunResult RunMatch(const MatchIndex& index, MatchModel& model, const MatchRunOptions& options) {
  MatchRun run(index, model, options);
  run.Step([] { return false; });
  return run.TakeResult();
}

}  // namespace kedang
