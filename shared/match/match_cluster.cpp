#include "shared/match/match_cluster.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace kedang {
namespace {

constexpr double kClip = 10;             // bits one pair may say for or against a join
constexpr double kRuledOut = -1e6;       // one such pair keeps two groups apart
constexpr double kNearlyAsGood = 1;      // bits within which two links of one record both stay
constexpr double kMoreBits = 1.5;        // that a larger tangle is cut at next
constexpr std::size_t kMostInOne = 400;  // larger tangles are cut at higher thresholds first

// Connected groups over pairs of at least `least` bits.
std::map<MatchRow, std::vector<MatchRow>> ConnectRows(const std::vector<ScoredPair>& pairs, double least) {
  std::unordered_map<MatchRow, MatchRow> parent;
  const auto root = [&](MatchRow row) {
    for (MatchRow up; (up = parent.emplace(row, row).first->second) != row; row = up)
      parent[row] = parent.emplace(up, up).first->second;
    return row;
  };
  for (const ScoredPair& pair : pairs) {
    if (pair.weight < least || pair.is_ruled_out) continue;
    const MatchRow a = root(pair.a), b = root(pair.b);
    if (a != b) parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<MatchRow> rows;
  for (const auto& [row, up] : parent) rows.push_back(row);
  std::map<MatchRow, std::vector<MatchRow>> groups;
  for (const MatchRow row : rows) groups[root(row)].push_back(row);
  for (auto& [first, members] : groups) std::sort(members.begin(), members.end());
  return groups;
}

}  // namespace

// ---- one tangle of rows -----------------------------------------------------------------------------------------------

// Joins the two groups with the most mean evidence until none has enough.
class ClusterSearch::Tangle {
 public:
  Tangle(const std::vector<MatchRow>& rows, double threshold, const Judge& score, const Rank& rank) : threshold_(threshold), score_(score) {
    std::vector<std::pair<std::uint64_t, MatchRow>> ranked;
    for (const MatchRow row : rows) ranked.emplace_back(rank(row), row);
    std::sort(ranked.begin(), ranked.end());
    for (const auto& [of_row, row] : ranked) rows_.push_back(row);
    count_ = rows_.size();
    pairs_.resize(count_ * count_);
    sum_.assign(count_ * count_, 0);
    members_.resize(count_);
    for (std::size_t i = 0; i < count_; ++i) members_[i] = {i};
    is_alive_.assign(count_, true);
    best_.assign(count_, count_);
  }

  std::size_t size() const { return count_; }

  bool Step(const std::function<bool()>& is_over) {
    while (scored_ < count_) {
      ScoreRow(scored_++);
      for (std::size_t i = 0; scored_ == count_ && i < count_; ++i) FindBest(i);
      if (is_over()) return false;
    }
    while (Join()) {
      if (is_over()) return false;
    }
    return true;
  }

  void Take(std::vector<MatchCluster>& out) {
    for (std::vector<std::size_t>& group : members_) {
      if (group.size() < 2) continue;
      std::sort(group.begin(), group.end(), [this](std::size_t x, std::size_t y) { return rows_[x] < rows_[y]; });
      MatchCluster cluster;
      for (std::size_t x = 0; x < group.size(); ++x) {
        cluster.rows.push_back(rows_[group[x]]);
        for (std::size_t y = x + 1; y < group.size(); ++y) cluster.pairs.push_back(PairOf(group[x], group[y]));
      }
      out.push_back(std::move(cluster));
    }
  }

 private:
  ScoredPair& PairOf(std::size_t x, std::size_t y) { return pairs_[std::min(x, y) * count_ + std::max(x, y)]; }

  void ScoreRow(std::size_t i) {
    for (std::size_t j = i + 1; j < count_; ++j) {
      const ScoredPair pair = score_(rows_[i], rows_[j]);
      pairs_[i * count_ + j] = pair;
      sum_[i * count_ + j] = sum_[j * count_ + i] = pair.is_ruled_out ? kRuledOut : std::clamp(pair.weight, -kClip, kClip);
    }
  }

  double Mean(std::size_t i, std::size_t j) const {
    return sum_[i * count_ + j] / static_cast<double>(members_[i].size() * members_[j].size());
  }

  // The best partner of each group; looked for again only when it is gone or changed.
  void FindBest(std::size_t i) {
    best_[i] = count_;
    for (std::size_t j = 0; j < count_; ++j) {
      if (j != i && is_alive_[j] && (best_[i] == count_ || Mean(i, j) > Mean(i, best_[i]))) best_[i] = j;
    }
  }

  // False: no two groups belong together any more.
  bool Join() {
    std::size_t top = count_;
    for (std::size_t i = 0; i < count_; ++i) {
      if (is_alive_[i] && best_[i] != count_ && (top == count_ || Mean(i, best_[i]) > Mean(top, best_[top]))) top = i;
    }
    if (top == count_ || Mean(top, best_[top]) < threshold_) return false;
    const std::size_t keep = std::min(top, best_[top]), gone = std::max(top, best_[top]);
    const double joined = 1 / (1 + std::exp2(-Mean(keep, gone)));
    for (const std::size_t x : members_[keep]) {
      for (const std::size_t y : members_[gone]) {
        ScoredPair& pair = PairOf(x, y);
        pair.probability = std::max(pair.probability, joined);
      }
    }
    members_[keep].insert(members_[keep].end(), members_[gone].begin(), members_[gone].end());
    members_[gone].clear();
    is_alive_[gone] = false;
    for (std::size_t j = 0; j < count_; ++j) {
      if (!is_alive_[j] || j == keep) continue;
      sum_[keep * count_ + j] += sum_[gone * count_ + j];
      sum_[j * count_ + keep] = sum_[keep * count_ + j];
    }
    FindBest(keep);
    for (std::size_t j = 0; j < count_; ++j) {
      if (!is_alive_[j] || j == keep) continue;
      if (best_[j] == keep || best_[j] == gone)
        FindBest(j);
      else if (Mean(j, keep) > Mean(j, best_[j]))
        best_[j] = keep;
    }
    return true;
  }

  double threshold_;
  const Judge& score_;
  std::vector<MatchRow> rows_;
  std::size_t count_ = 0, scored_ = 0;
  std::vector<ScoredPair> pairs_;
  std::vector<double> sum_;
  std::vector<std::vector<std::size_t>> members_;
  std::vector<bool> is_alive_;
  std::vector<std::size_t> best_;
};

// ---- all of them ------------------------------------------------------------------------------------------------------

struct ClusterSearch::Work {
  std::vector<MatchRow> rows;
  std::shared_ptr<const std::vector<ScoredPair>> pairs;  // they are connected by, among others
  double least = 0;                                      // bits they are connected by
};

ClusterSearch::ClusterSearch(std::vector<ScoredPair> pairs, double threshold, Judge score, Rank rank)
    : threshold_(threshold), score_(std::move(score)), rank_(std::move(rank)),
      pairs_(std::make_shared<const std::vector<ScoredPair>>(std::move(pairs))) {}

ClusterSearch::~ClusterSearch() = default;

void ClusterSearch::Connect(std::shared_ptr<const std::vector<ScoredPair>> pairs, double least) {
  for (auto& [first, rows] : ConnectRows(*pairs, least)) {
    if (rows.size() < 2) continue;
    rows_ += rows.size();
    Work work;
    work.rows = std::move(rows);
    work.pairs = pairs;
    work.least = least;
    works_.push_back(std::move(work));
  }
}

void ClusterSearch::Begin(Work work) {
  if (work.rows.size() <= kMostInOne) {
    tangle_ = std::make_unique<Tangle>(work.rows, threshold_, score_, rank_);
    return;
  }
  const std::unordered_set<MatchRow> inside(work.rows.begin(), work.rows.end());
  auto own = std::make_shared<std::vector<ScoredPair>>();
  for (const ScoredPair& pair : *work.pairs) {
    if (inside.count(pair.a) != 0 && inside.count(pair.b) != 0) own->push_back(pair);
  }
  // Where asking for more leaves nothing at all, they are all alike: equal rows by the thousand.
  const std::size_t before = works_.size();
  Connect(own, work.least + kMoreBits);
  done_rows_ += work.rows.size();
  if (works_.size() > before) return;
  // One cluster, without the pairs in between worked out.
  MatchCluster cluster;
  cluster.rows = std::move(work.rows);
  cluster.pairs = std::move(*own);
  clusters_.push_back(std::move(cluster));
}

bool ClusterSearch::Step(const std::function<bool()>& is_over) {
  if (pairs_ != nullptr) {
    Connect(std::exchange(pairs_, nullptr), threshold_);
    if (is_over()) return false;
  }
  for (;;) {
    if (tangle_ == nullptr) {
      if (works_.empty()) return true;
      Work work = std::move(works_.back());
      works_.pop_back();
      Begin(std::move(work));
      if (tangle_ == nullptr) continue;
    }
    if (!tangle_->Step(is_over)) return false;
    tangle_->Take(clusters_);
    done_rows_ += tangle_->size();
    tangle_ = nullptr;
    if (is_over()) return works_.empty();
  }
}

float ClusterSearch::Share() const {
  if (pairs_ != nullptr) return 0;
  return rows_ == 0 ? 1.0f : static_cast<float>(done_rows_) / static_cast<float>(rows_);
}

std::vector<MatchCluster> ClusterSearch::TakeClusters() {
  std::sort(clusters_.begin(), clusters_.end(), [](const MatchCluster& x, const MatchCluster& y) { return x.rows[0] < y.rows[0]; });
  return std::move(clusters_);
}

std::vector<MatchCluster> ClusterPairs(const std::vector<ScoredPair>& pairs, double threshold, const ClusterSearch::Judge& score,
                                       const ClusterSearch::Rank& rank) {
  ClusterSearch search(pairs, threshold, score, rank);
  search.Step([] { return false; });
  return search.TakeClusters();
}

std::vector<ScoredPair> AssignOnce(std::vector<ScoredPair> pairs, bool once_a, bool once_b) {
  std::sort(pairs.begin(), pairs.end(), [](const ScoredPair& x, const ScoredPair& y) {
    return x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  std::unordered_map<MatchRow, double> best_a, best_b;
  std::vector<ScoredPair> kept;
  for (const ScoredPair& pair : pairs) {
    const double taken_a = best_a.emplace(pair.a, pair.weight).first->second,
                 taken_b = best_b.emplace(pair.b, pair.weight).first->second;
    if ((once_a && taken_a > pair.weight + kNearlyAsGood) || (once_b && taken_b > pair.weight + kNearlyAsGood))
      continue;
    kept.push_back(pair);
  }
  std::sort(kept.begin(), kept.end(),
            [](const ScoredPair& x, const ScoredPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  return kept;
}

}  // namespace kedang
