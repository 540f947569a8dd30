#include "shared/sync/duplicate_scan.h"

#include <algorithm>
#include <cmath>

namespace kedang {

DuplicateScan::DuplicateScan(const Schema& schema, const Lexicon* lexicon)
    : match_(schema), index_(match_.fields(), lexicon), model_(match_.fields()) {}

void DuplicateScan::Add(const Record& record) {
  match_.Read(record, texts_);
  const auto [known, is_new] = rows_.try_emplace(record.id, 0);
  if (!is_new) return index_.Change(known->second, texts_);
  known->second = index_.Add(texts_);
  ids_.push_back(record.id);
}

void DuplicateScan::AddDecision(const DuplicateDecision& decision) {
  if (decision.verdict == DuplicateVerdict::kMerged) return;
  if (decision.verdict == DuplicateVerdict::kLater) {
    std::vector<Id> records = decision.records;
    std::sort(records.begin(), records.end());
    put_off_.insert(std::move(records));
    return;
  }
  for (std::size_t i = 0; i < decision.records.size(); ++i) {
    for (std::size_t j = i + 1; j < decision.records.size(); ++j) kept_apart_.insert(Ordered(decision.records[i], decision.records[j]));
  }
}

std::vector<DuplicateCluster> DuplicateScan::Run(const Options& options) {
  Begin(options);
  Step([] { return false; });
  return TakeClusters();
}

void DuplicateScan::Begin(const Options& options) {
  related_.clear();
  candidates_ = 0;
  run_ = nullptr;
  if (!can_match() || ids_.size() < 2) return;
  if (options.threshold > 0) model_.set_threshold(options.threshold);
  MatchRunOptions run;
  run.run_parts = options.run_parts;
  run.on_stage = options.on_stage;
  if (!kept_apart_.empty()) {
    run.is_kept_apart = [this](MatchRow a, MatchRow b) { return kept_apart_.count(Ordered(ids_[a], ids_[b])) != 0; };
  }
  run_ = std::make_unique<MatchRun>(index_, model_, std::move(run));
}

bool DuplicateScan::Step(const std::function<bool()>& is_over) { return run_ == nullptr || run_->Step(is_over); }

DuplicateCluster DuplicateScan::Named(const MatchCluster& found) const {
  DuplicateCluster cluster;
  cluster.probability = 1;
  for (const MatchRow row : found.rows) {
    // Of hundreds that are all alike no pairs are worked out: what is kept apart is left out here.
    const bool is_apart = std::any_of(cluster.records.begin(), cluster.records.end(), [&](Id record) {
      return !kept_apart_.empty() && kept_apart_.count(Ordered(record, ids_[row])) != 0;
    });
    if (!is_apart) cluster.records.push_back(ids_[row]);
  }
  const bool is_whole = cluster.records.size() == found.rows.size();
  for (const ScoredPair& pair : found.pairs) {
    const auto is_here = [&](MatchRow row) {
      return is_whole || std::find(cluster.records.begin(), cluster.records.end(), ids_[row]) != cluster.records.end();
    };
    if (!is_here(pair.a) || !is_here(pair.b)) continue;
    cluster.pairs.push_back(Named(pair));
    cluster.probability = std::min(cluster.probability, pair.probability);
  }
  // Of a tangle not all pairs are judged: nothing vouches for all of it.
  if (cluster.pairs.size() < cluster.records.size() * (cluster.records.size() - 1) / 2) cluster.probability = 0;
  std::vector<Id> sorted = cluster.records;
  std::sort(sorted.begin(), sorted.end());
  cluster.is_put_off = put_off_.count(sorted) != 0;
  return cluster;
}

std::vector<DuplicateCluster> DuplicateScan::TakeClusters() {
  std::vector<DuplicateCluster> clusters;
  if (run_ == nullptr) return clusters;
  const MatchRunResult result = run_->TakeResult();
  run_ = nullptr;
  candidates_ = result.candidates;
  for (const ScoredPair& pair : result.related) {
    if (kept_apart_.count(Ordered(ids_[pair.a], ids_[pair.b])) == 0) related_.push_back(Named(pair));
  }
  for (const MatchCluster& found : result.clusters) {
    DuplicateCluster cluster = Named(found);
    if (cluster.records.size() >= 2) clusters.push_back(std::move(cluster));
  }
  std::stable_sort(clusters.begin(), clusters.end(),
                   [](const DuplicateCluster& a, const DuplicateCluster& b) { return a.probability > b.probability; });
  return clusters;
}

DuplicateCluster DuplicateScan::Together(const std::vector<Id>& records) const {
  DuplicateCluster cluster;
  cluster.records = records;
  cluster.probability = records.size() < 2 ? 0 : 1;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (std::size_t j = i + 1; j < records.size(); ++j) {
      const auto a = rows_.find(records[i]), b = rows_.find(records[j]);
      if (a == rows_.end() || b == rows_.end()) {
        cluster.probability = 0;
        continue;
      }
      const MatchScore score = model_.Score(index_.table(), a->second, b->second);
      cluster.pairs.push_back({records[i], records[j], score.weight, score.probability});
      cluster.probability = std::min(cluster.probability, score.probability);
    }
  }
  return cluster;
}

std::vector<Id> DuplicateScan::Alike(Id record, std::size_t most) const {
  constexpr std::size_t kCandidates = 50;
  std::vector<std::pair<double, Id>> alike;
  const auto own = rows_.find(record);
  if (own == rows_.end()) return {};
  for (const MatchRow other : index_.Candidates(own->second, kCandidates)) {
    const MatchScore score = model_.Score(index_.table(), own->second, other);
    const bool is_likely = score.verdict == MatchVerdict::kSame || score.verdict == MatchVerdict::kPossible;
    if (is_likely) alike.emplace_back(score.weight, ids_[other]);
  }
  std::stable_sort(alike.begin(), alike.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (alike.size() > most) alike.resize(most);
  std::vector<Id> ids;
  for (const auto& [weight, id] : alike) ids.push_back(id);
  return ids;
}

std::optional<DuplicateExplanation> DuplicateScan::Explain(Id a, Id b) const {
  const auto one = rows_.find(a), other = rows_.find(b);
  if (one == rows_.end() || other == rows_.end() || one->second == other->second) return std::nullopt;
  DuplicateExplanation explanation;
  std::vector<MatchPart> parts;
  explanation.score = model_.Score(index_.table(), one->second, other->second, &parts);
  explanation.start = std::log2(model_.prior() / (1 - model_.prior()));
  for (const MatchPart& part : parts) {
    const MatchKind kind = model_.fields()[part.field].field.kind;
    explanation.parts.push_back({match_.columns()[part.field], part.level, LevelCount(kind), part.level_weight + part.frequency + part.damping});
  }
  return explanation;
}

}  // namespace kedang
