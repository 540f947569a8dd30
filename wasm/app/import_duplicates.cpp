#include "wasm/app/import_duplicates.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kCandidates = 50;
constexpr double kSureEnough = 0.9;  // for a rule to change a record that nobody looked at; as the command line has it

}  // namespace

ImportDuplicates::ImportDuplicates() { SetDefaultRules(); }

void ImportDuplicates::SetDefaultRules() {
  rules_ = {};
  rules_[static_cast<std::size_t>(DuplicateKind::kPool)] = DuplicateAction::kFillEmpty;
  rules_[static_cast<std::size_t>(DuplicateKind::kFile)] = DuplicateAction::kSkip;
}

void ImportDuplicates::Clear(bool keeps_decisions) {
  found_.clear();
  counts_ = {};
  if (!keeps_decisions) {
    decisions_.clear();
    SetDefaultRules();
  }
  match_ = nullptr;
  index_ = nullptr;
  numbers_.clear();
}

void ImportDuplicates::Begin(const Schema& schema, const Lexicon& lexicon) {
  Clear(true);
  match_ = std::make_unique<RecordMatch>(schema);
  if (match_->fields().empty()) return;
  index_ = std::make_unique<MatchIndex>(match_->fields(), &lexicon);
  model_ = MatchModel(match_->fields());
}

void ImportDuplicates::Add(DuplicateRow row) {
  ++counts_[static_cast<std::size_t>(row.kind)];
  found_.push_back(row);
}

void ImportDuplicates::Look(std::uint32_t row, const std::vector<std::pair<FieldId, Value>>& cells, PoolMatch* pool, Id known,
                            std::uint32_t known_row) {
  DuplicateRow in_file;
  if (index_ != nullptr) {
    match_->Read(cells, texts_);
    const MatchRow place = index_->Add(texts_);
    numbers_.push_back(row);
    double best = 0;
    for (const MatchRow other : index_->Candidates(place, kCandidates)) {
      const MatchScore score = model_.Score(index_->table(), place, other);
      if (score.verdict != MatchVerdict::kSame || score.probability < kSureEnough || (in_file.kind == DuplicateKind::kFile && score.weight <= best)) continue;
      best = score.weight;
      in_file = {row, DuplicateKind::kFile, numbers_[other], Id(), score.probability};
    }
  }
  if (in_file.kind == DuplicateKind::kNone && known_row != row) in_file = {row, DuplicateKind::kFile, known_row, Id(), 1};
  DuplicateRow in_pool;
  if (!known.is_nil()) in_pool = {row, DuplicateKind::kPool, 0, known, 1};
  if (known.is_nil() && pool != nullptr) {
    for (const PoolHit& hit : pool->Find(cells, 3)) {
      if (hit.score.verdict == MatchVerdict::kRelated) continue;
      const bool is_same = hit.score.verdict == MatchVerdict::kSame && hit.score.probability >= kSureEnough;
      in_pool = {row, is_same ? DuplicateKind::kPool : DuplicateKind::kPossible, 0, hit.record, hit.score.probability};
      break;
    }
  }
  // A record that is surely there comes first, then the row before it.
  if (in_pool.kind == DuplicateKind::kPool) return Add(in_pool);
  if (in_file.kind == DuplicateKind::kFile) return Add(in_file);
  if (in_pool.kind == DuplicateKind::kPossible) Add(in_pool);
}

const DuplicateRow* ImportDuplicates::Find(std::uint32_t row) const {
  const auto found = std::lower_bound(found_.begin(), found_.end(), row, [](const DuplicateRow& a, std::uint32_t b) { return a.row < b; });
  return found != found_.end() && found->row == row ? &*found : nullptr;
}

DuplicateAction ImportDuplicates::ActionOf(std::uint32_t row) const {
  const DuplicateRow* const found = Find(row);
  if (found == nullptr) return DuplicateAction::kCreate;
  return IsDecided(row) ? decisions_.at(row).action : rule(found->kind);
}

void ImportDuplicates::Decide(std::uint32_t row, DuplicateAction action) {
  if (const DuplicateRow* const found = Find(row)) decisions_[row] = {action, found->kind, found->record};
}

bool ImportDuplicates::IsDecided(std::uint32_t row) const {
  const DuplicateRow* const found = Find(row);
  const auto decided = decisions_.find(row);
  // The row may have been mended since, and be like something else.
  return found != nullptr && decided != decisions_.end() && decided->second.kind == found->kind && decided->second.record == found->record;
}

std::vector<DuplicateAction> ImportDuplicates::ActionsFor(DuplicateKind kind, bool can_mark, bool can_trust) {
  std::vector<DuplicateAction> actions;
  actions.push_back(DuplicateAction::kSkip);
  if (kind != DuplicateKind::kFile) {
    actions.push_back(DuplicateAction::kFillEmpty);
    if (can_trust) actions.push_back(DuplicateAction::kTrust);
    actions.push_back(DuplicateAction::kUpdate);
  }
  actions.push_back(DuplicateAction::kCreate);
  if (can_mark) actions.push_back(DuplicateAction::kMark);
  return actions;
}

}  // namespace kedang
