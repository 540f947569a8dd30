// ImportDuplicates: which rows of an import are in the pool or the file already, as far as the matching engine and unique
// fields can tell, and what becomes of them: by a rule for each kind, or as somebody decided for a row.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "shared/match/match_index.h"
#include "shared/match/match_model.h"
#include "shared/match/record_match.h"
#include "wasm/app/pool_match.h"

namespace kedang {

enum class DuplicateKind : std::uint8_t {
  kNone,
  kPool,      // a record of the pool
  kPossible,  // perhaps one
  kFile,      // an earlier row of the file
};
inline constexpr std::size_t kDuplicateKinds = 4;

enum class DuplicateAction : std::uint8_t {
  kCreate,     // a new record all the same
  kMark,       // a new record with the tag 疑似重复, for somebody to look at
  kSkip,       // left out
  kFillEmpty,  // the record gets what it leaves empty
  kUpdate,     // the record gets what the row says
  kTrust,      // the same, but what is trusted more than the import's source stays
};

struct DuplicateRow {
  std::uint32_t row = 0;
  DuplicateKind kind = DuplicateKind::kNone;
  std::uint32_t of_row = 0;  // of kFile
  Id record;                 // of the others
  double probability = 0;
};

class ImportDuplicates {
 public:
  ImportDuplicates();

  // Forgets what was found; with `keeps_decisions` rules stay, and decisions about rows that turn out to be like the same again.
  void Clear(bool keeps_decisions);
  // Rows must be looked at in their order. `pool` may be null. `cells` as PreparedRow has them; `known` is the record that has
  // one of the row's unique values, or nil; `known_row` the earlier row that has, or the row itself.
  void Begin(const Schema& schema, const Lexicon& lexicon);
  void Look(std::uint32_t row, const std::vector<std::pair<FieldId, Value>>& cells, PoolMatch* pool, Id known, std::uint32_t known_row);

  const std::vector<DuplicateRow>& rows() const { return found_; }  // ascending
  // Null: the row is like nothing.
  const DuplicateRow* Find(std::uint32_t row) const;
  std::uint32_t CountOf(DuplicateKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  DuplicateAction rule(DuplicateKind kind) const { return rules_[static_cast<std::size_t>(kind)]; }
  void SetRule(DuplicateKind kind, DuplicateAction action) { rules_[static_cast<std::size_t>(kind)] = action; }
  void Decide(std::uint32_t row, DuplicateAction action);
  void Undecide(std::uint32_t row) { decisions_.erase(row); }
  bool IsDecided(std::uint32_t row) const;
  // kCreate for rows that are like nothing.
  DuplicateAction ActionOf(std::uint32_t row) const;
  // What may become of such rows. Those of the file have no record to change; marking needs a tag.
  static std::vector<DuplicateAction> ActionsFor(DuplicateKind kind, bool can_mark, bool can_trust);

 private:
  void Add(DuplicateRow row);

  std::vector<DuplicateRow> found_;
  std::array<std::uint32_t, kDuplicateKinds> counts_{};
  std::array<DuplicateAction, kDuplicateKinds> rules_{};
  struct Decision {
    DuplicateAction action;
    DuplicateKind kind;
    Id record;  // it was made about
  };
  void SetDefaultRules();
  std::map<std::uint32_t, Decision> decisions_;
  // Of the file's rows, while they are looked at.
  std::unique_ptr<RecordMatch> match_;
  std::unique_ptr<MatchIndex> index_;
  MatchModel model_;
  std::vector<std::uint32_t> numbers_;  // row by match row
  std::vector<std::string_view> texts_;
};

}  // namespace kedang
