// One run over all records of an index: candidates, a model fitted to them, judgements, and clusters or links. The same for
// a file, an import and the pool.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/match/match_cluster.h"
#include "shared/match/match_index.h"
#include "shared/match/match_model.h"

namespace kedang {

// Calls work(0) … work(parts - 1), in any order and perhaps at the same time, and returns when all are done.
using PartRunner = std::function<void(std::size_t parts, const std::function<void(std::size_t)>& work)>;

// One after another.
void RunParts(std::size_t parts, const std::function<void(std::size_t)>& work);

struct MatchRunOptions {
  MatchRow split = 0;     // rows before it are one table, the others another: links; 0: duplicates of one table
  bool is_fitted = true;  // fit the model to the records first
  PartRunner run_parts = RunParts;
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

// The model must have the index's fields; it is fitted in place.
MatchRunResult RunMatch(const MatchIndex& index, MatchModel& model, const MatchRunOptions& options);

}  // namespace kedang
