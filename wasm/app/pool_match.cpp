#include "wasm/app/pool_match.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 16;
constexpr std::size_t kCandidates = 50;

}  // namespace

bool PoolMatch::Choose(const Schema& schema) {
  if (of_ != nullptr && of_->schema == schema.id && of_->version == schema.version) return true;
  of_ = nullptr;
  auto pool = std::make_unique<Pool>(schema, workspace_.lexicon());
  if (pool->match.fields().empty()) return false;
  pool->sorted = pool->match.columns();
  std::sort(pool->sorted.begin(), pool->sorted.end());
  pool->revision = workspace_.revision();
  of_ = std::move(pool);
  return true;
}

void PoolMatch::Forget() { of_ = nullptr; }

float PoolMatch::Share() const {
  if (of_ == nullptr) return 0;
  const Row limit = workspace_.records().row_limit();
  return limit == 0 ? 1.0f : static_cast<float>(of_->next) / static_cast<float>(limit);
}

void PoolMatch::TakeRow(Row row) {
  Pool& pool = *of_;
  if (row >= pool.match_rows.size()) pool.match_rows.resize(std::max<std::size_t>(row + 1, workspace_.records().row_limit()), kNone);
  MatchRow& place = pool.match_rows[row];
  const auto header = workspace_.records().HeaderAt(row);
  const bool is_in = header && header->schema == pool.schema && !header->is_deleted;
  const auto record = is_in ? workspace_.records().CellsAt(row, pool.sorted) : std::nullopt;
  if (!record) {
    if (place != kNone) pool.index.Remove(place);
    return;
  }
  pool.match.Read(*record, texts_);
  if (place != kNone) return pool.index.Change(place, texts_);
  place = pool.index.Add(texts_);
  pool.rows.resize(place + 1);
  pool.rows[place] = row;
}

bool PoolMatch::Step(const std::function<bool()>& is_over) {
  if (of_ == nullptr) return true;
  Pool& pool = *of_;
  if (pool.revision != workspace_.revision()) {
    std::vector<Row> changed;
    if (!workspace_.Asking().journal->ChangedSince(pool.revision, changed)) {
      // Everything was fetched anew, or too much changed to be told.
      const Schema* const schema = workspace_.schemas().Find(pool.schema);
      Forget();
      return schema == nullptr || !Choose(*schema) || Step(is_over);
    }
    pool.revision = workspace_.revision();
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (const Row row : changed) {
      if (row < pool.next) TakeRow(row);
    }
  }
  for (const Row limit = workspace_.records().row_limit(); pool.next < limit;) {
    TakeRow(pool.next++);
    if (pool.next % kRowsBetweenLooks == 0 && is_over()) return false;
  }
  return true;
}

// ---- asking -----------------------------------------------------------------------------------------------------------

// What is asked for has a row of its own, the same one every time: asking leaves nothing behind.
void PoolMatch::Ask() {
  Pool& pool = *of_;
  if (pool.asked != kNone) return pool.index.Change(pool.asked, texts_);
  pool.asked = pool.index.Add(texts_);
  pool.rows.resize(pool.asked + 1, kNoRow);
}

std::vector<PoolHit> PoolMatch::FindTexts(Id self, std::size_t most) {
  std::vector<PoolHit> hits;
  Pool& pool = *of_;
  if (std::all_of(texts_.begin(), texts_.end(), [](std::string_view text) { return text.empty(); })) return hits;
  Ask();
  for (const MatchRow other : pool.index.Candidates(pool.asked, kCandidates)) {
    const MatchScore score = pool.model.Score(pool.index.table(), pool.asked, other);
    if (score.verdict == MatchVerdict::kDifferent) continue;
    const auto header = workspace_.records().HeaderAt(pool.rows[other]);
    if (header && !(header->id == self)) hits.push_back({header->id, score});
  }
  pool.index.Remove(pool.asked);
  std::stable_sort(hits.begin(), hits.end(), [](const PoolHit& a, const PoolHit& b) {
    if (a.score.verdict != b.score.verdict) return a.score.verdict < b.score.verdict;
    return a.score.weight > b.score.weight;
  });
  if (hits.size() > most) hits.resize(most);
  return hits;
}

std::vector<PoolHit> PoolMatch::Find(const Record& asked, Id self, std::size_t most) {
  if (of_ == nullptr) return {};
  of_->match.Read(asked, texts_);
  return FindTexts(self, most);
}

std::vector<PoolHit> PoolMatch::Find(const std::vector<std::pair<FieldId, Value>>& cells, std::size_t most) {
  if (of_ == nullptr) return {};
  of_->match.Read(cells, texts_);
  return FindTexts(Id(), most);
}

std::vector<MatchPart> PoolMatch::Explain(const Record& asked, Id record) {
  std::vector<MatchPart> parts;
  const Row row = workspace_.records().RowOf(record);
  if (of_ == nullptr || row >= of_->match_rows.size() || of_->match_rows[row] == kNone) return parts;
  of_->match.Read(asked, texts_);
  Ask();
  of_->model.Score(of_->index.table(), of_->asked, of_->match_rows[row], &parts);
  of_->index.Remove(of_->asked);
  return parts;
}

}  // namespace kedang
