// DedupeJob: the records of one schema scanned for the same ones (shared/sync/duplicate_scan.h), explained, and merged when
// that is asked for, each cluster in a write of its own so that others are not kept waiting.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/policy/principal.h"
#include "shared/sync/duplicate_scan.h"

namespace kedang {

struct DedupeRequest {
  const Schema* schema = nullptr;
  Principal author;
  double threshold = 0;                     // of a cluster; 0: what the model calls the same
  std::map<FieldId, SurvivorRule> rules;    // instead of DefaultRule
  bool is_applied = false;                  // merge what is at least `apply_from`
  double apply_from = 0.99;                 // by its least likely pair
};

// A pair as people are told it.
struct ExplainedPair {
  DuplicatePair pair;
  DuplicateExplanation why;
};

struct DedupedCluster {
  DuplicateCluster cluster;
  std::vector<Record> records;  // as they were when they were read
  std::vector<ExplainedPair> pairs;
  std::size_t kept = 0;
  std::vector<GoldenField> golden;
  Id batch;       // of the merge; nil: not merged
  Issues issues;  // why the merge was refused
};

struct DedupeAnswer {
  std::uint64_t records = 0, candidates = 0;
  double threshold = 0;
  std::vector<DedupedCluster> clusters;
  std::vector<DuplicatePair> related;  // parents and branches: never merged by themselves
  std::uint64_t merged = 0, refused = 0;
  double seconds = 0;
};

// Beyond that many records in one cluster somebody should look first.
inline constexpr std::size_t kMostMergedAtOnce = 20;

using DedupeProgress = std::function<void(std::string_view stage)>;
Result<DedupeAnswer> RunDedupe(Instance& instance, const DedupeRequest& request, const DedupeProgress& progress);

}  // namespace kedang
