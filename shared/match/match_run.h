// One run over all records of an index: candidates, a model fitted to them, judgements, and clusters or links. The same for
// a file, an import and the pool.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/match/candidate_search.h"
#include "shared/match/match_cluster.h"
#include "shared/match/match_index.h"
#include "shared/match/match_model.h"
#include "shared/match/model_training.h"

namespace kedang {

// Calls work(0) … work(parts - 1), in any order and perhaps at the same time, and returns when all are done.
using PartRunner = std::function<void(std::size_t parts, const std::function<void(std::size_t)>& work)>;

struct MatchRunOptions {
  MatchRow split = 0;     // rows before it are one table, the others another: links; 0: duplicates of one table
  bool is_fitted = true;  // fit the model to the records first
  PartRunner run_parts = {};  // none: one after another
  std::function<void(std::string_view stage)> on_stage;
  // Pairs that somebody knows not to be the same: they never come into one cluster.
  std::function<bool(MatchRow a, MatchRow b)> is_kept_apart;
};

struct MatchRunResult {
  std::vector<MatchCluster> clusters;  // of one table
  std::vector<ScoredPair> pairs;       // what it calls the same, ascending by rows
  std::vector<ScoredPair> related;     // parents and branches
  std::size_t candidates = 0;
};

// A run in slices.
class MatchRun {
 public:
  // The model must have the index's fields; it is fitted in place. Both must outlive the run, and nothing of them may change
  // before it is done.
  MatchRun(const MatchIndex& index, MatchModel& model, MatchRunOptions options);
  ~MatchRun();

  // Works until `is_over`; true when the result is there. What run_parts runs is one slice, and so are links.
  bool Step(const std::function<bool()>& is_over);
  // How far it is, 0 … 1, about as time goes.
  float Share() const;
  MatchRunResult TakeResult() { return std::move(result_); }

 private:
  enum class Stage : std::uint8_t { kCandidates, kModel, kEqualRows, kScores, kClusters, kOver };

  void Enter(Stage stage, std::string_view name);
  bool AddEqualRows(const std::function<bool()>& is_over);
  bool Score(const std::function<bool()>& is_over);
  void BeginClusters();
  void Finish();
  bool IsKeptApart(const ScoredPair& pair) const { return options_.is_kept_apart && options_.is_kept_apart(pair.a, pair.b); }

  const MatchIndex& index_;
  MatchModel& model_;
  MatchRunOptions options_;
  double threshold_ = 0;  // bits
  Stage stage_ = Stage::kCandidates;
  std::unique_ptr<CandidateSearch> candidates_;
  std::unique_ptr<ModelTraining> training_;
  std::unique_ptr<ClusterSearch> clusters_;
  std::vector<CandidatePair> pairs_;
  std::vector<std::pair<std::uint64_t, MatchRow>> hashes_;
  MatchRow hashed_ = 0;
  std::size_t scored_ = 0;
  std::vector<ScoredPair> likely_;
  MatchRunResult result_;
};

// All at once. The model must have the index's fields; it is fitted in place.
MatchRunResult RunMatch(const MatchIndex& index, MatchModel& model, const MatchRunOptions& options);

}  // namespace kedang
