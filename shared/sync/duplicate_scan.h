// DuplicateScan: which records of a schema are the same thing, as far as matching can tell (shared/match) and people have not
// said otherwise: pairs they called different or related never come into one cluster, merged ones are gone anyway. Every pair
// can be explained field by field. Parents and branches are related, not the same.
#pragma once

#include <memory>
#include <set>
#include <unordered_map>

#include "shared/match/match_run.h"
#include "shared/match/record_match.h"
#include "shared/sync/record_merge.h"

namespace kedang {

struct DuplicatePair {
  Id a, b;
  double weight = 0;  // bits of evidence
  double probability = 0;
};

struct DuplicateCluster {
  std::vector<Id> records;           // in the order they were added
  std::vector<DuplicatePair> pairs;  // all pairs of them
  double probability = 0;            // of the least likely pair; 0: of too many records to judge all pairs
  bool is_put_off = false;           // somebody said "later" of just these
};

// One field's part of what speaks for a pair or against it.
struct DuplicatePart {
  FieldId field = 0;
  int level = -1;        // of agreement, 0: none; -1: missing in one of the two
  int levels = 0;        // the last of which is equal
  double weight = 0;     // bits, less what is too common or said twice
};
struct DuplicateExplanation {
  MatchScore score;
  double start = 0;  // bits before any field is looked at: what is known of candidates
  std::vector<DuplicatePart> parts;
};

class DuplicateScan {
 public:
  // Both outlive it; the lexicon may be null.
  DuplicateScan(const Schema& schema, const Lexicon* lexicon);

  // Records of other schemas' kinds (tasks) are nobody: nothing is found among them.
  bool can_match() const { return !match_.fields().empty(); }
  // A live record, or one as it is by now; keeps only its id and what is compared.
  void Add(const Record& record);
  void AddDecision(const DuplicateDecision& decision);
  std::size_t size() const { return ids_.size(); }

  struct Options {
    double threshold = 0;  // 0: what the model calls the same
    PartRunner run_parts = {};
    std::function<void(std::string_view stage)> on_stage = {};
  };
  // The likeliest cluster first.
  std::vector<DuplicateCluster> Run(const Options& options);
  // The same in slices: Begin, Step until it is true, TakeClusters. Nothing may be added meanwhile.
  void Begin(const Options& options);
  bool Step(const std::function<bool()>& is_over);
  float Share() const { return run_ == nullptr ? 1.0f : run_->Share(); }
  std::vector<DuplicateCluster> TakeClusters();

  // Of the last run.
  const std::vector<DuplicatePair>& related() const { return related_; }
  std::size_t candidates() const { return candidates_; }
  double threshold() const { return model_.threshold(); }
  // Nothing when one of them is not among the records.
  std::optional<DuplicateExplanation> Explain(Id a, Id b) const;
  // These together, whatever the run made of them and people decided: all their pairs judged.
  DuplicateCluster Together(const std::vector<Id>& records) const;
  // Records that are likely the same as this one, the likeliest first, whatever people decided.
  std::vector<Id> Alike(Id record, std::size_t most) const;

 private:
  using IdPair = std::pair<Id, Id>;
  static IdPair Ordered(Id a, Id b) { return a < b ? IdPair(a, b) : IdPair(b, a); }
  DuplicateCluster Named(const MatchCluster& found) const;
  DuplicatePair Named(const ScoredPair& pair) const { return {ids_[pair.a], ids_[pair.b], pair.weight, pair.probability}; }

  RecordMatch match_;
  MatchIndex index_;
  MatchModel model_;
  std::vector<Id> ids_;  // by row
  std::unordered_map<Id, MatchRow> rows_;
  std::set<IdPair> kept_apart_;
  std::set<std::vector<Id>> put_off_;  // sorted
  std::vector<DuplicatePair> related_;
  std::size_t candidates_ = 0;
  std::unique_ptr<MatchRun> run_;  // under way
  std::vector<std::string_view> texts_;  // scratch
};

}  // namespace kedang
