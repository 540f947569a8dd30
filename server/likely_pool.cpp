#include "server/likely_pool.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr double kSureEnough = 0.9;  // nobody looks at it before it is written
constexpr std::size_t kCandidates = 50;

}  // namespace

Status LikelyPool::Load(SqliteStore& store, const Schema& schema, const Lexicon& lexicon) {
  match_ = std::make_unique<RecordMatch>(schema);
  if (match_->fields().empty()) return {};
  index_ = std::make_unique<MatchIndex>(match_->fields(), &lexicon);
  model_ = MatchModel(match_->fields());
  KEDANG_RETURN_IF_ERROR(store.Scan(schema.id, [this](const Record& record) {
    if (record.is_deleted) return true;
    match_->Read(record, texts_);
    index_->Add(texts_);
    ids_.push_back(record.id);
    return true;
  }));
  asked_ = index_->Add(std::vector<std::string_view>());
  return {};
}

Id LikelyPool::FindLikely(const std::vector<std::pair<FieldId, Value>>& cells) {
  if (index_ == nullptr) return Id();
  match_->Read(cells, texts_);
  index_->Change(asked_, texts_);
  Id best;
  double weight = 0;
  for (const MatchRow other : index_->Candidates(asked_, kCandidates)) {
    const MatchScore score = model_.Score(index_->table(), asked_, other);
    if (score.verdict != MatchVerdict::kSame || score.probability < kSureEnough) continue;
    if (!best.is_nil() && score.weight <= weight) continue;
    best = ids_[other];
    weight = score.weight;
  }
  return best;
}

}  // namespace kedang
