// PoolMatch: the records of one schema made ready to be matched, so that somebody who types a record, and a row of an
// import, can be told in a few milliseconds which record it may be. Built in slices over the rows of the workspace, and
// mended as they change; what it finds is what one built anew would find.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "shared/match/match_index.h"
#include "shared/match/match_model.h"
#include "shared/match/record_match.h"
#include "wasm/app/workspace.h"

namespace kedang {

struct PoolHit {
  Id record;
  MatchScore score;
};

class PoolMatch {
 public:
  // `workspace` must outlive it.
  explicit PoolMatch(Workspace& workspace) : workspace_(workspace) {}

  // Turns to a schema: another one, or another version of it, begins anew. False: its records are no parties.
  bool Choose(const Schema& schema);
  // Works until `is_over`; true when every record as it is now is in. Precondition: Choose said yes.
  bool Step(const std::function<bool()>& is_over);
  // Gives the memory back: a million records take hundreds of megabytes.
  void Forget();

  // Whether `fields` has one that is compared.
  bool Reads(FieldId field) const { return of_ != nullptr && of_->match.Reads(field); }
  // How much of it is there, 0 … 1.
  float Share() const;
  std::size_t record_count() const { return of_ == nullptr ? 0 : of_->index.table().live_count(); }

  // Records that may be the one with these cells, the likeliest first: the same, related and possible ones. `self` is left
  // out. As far as the index is built; Step first.
  std::vector<PoolHit> Find(const Record& asked, Id self, std::size_t most);
  std::vector<PoolHit> Find(const std::vector<std::pair<FieldId, Value>>& cells, std::size_t most);
  // Why: one part a field of fields(), of the record asked for and that one.
  std::vector<MatchPart> Explain(const Record& asked, Id record);
  const std::vector<FieldId>& fields() const { return of_->match.columns(); }

 private:
  static constexpr MatchRow kNone = 0xFFFFFFFFU;

  struct Pool {
    explicit Pool(const Schema& of, const Lexicon& lexicon)
        : schema(of.id), version(of.version), match(of), index(match.fields(), &lexicon), model(match.fields()) {}
    SchemaId schema;
    std::uint32_t version;
    RecordMatch match;
    MatchIndex index;
    MatchModel model;
    MatchRow asked = kNone;               // holds what is asked for, while it is
    std::vector<FieldId> sorted;          // of match.columns()
    std::vector<MatchRow> match_rows;     // by the workspace's row
    std::vector<Row> rows;                // by match row
    Row next = 0;                         // rows before it are in
    std::uint64_t revision = 0;           // of the workspace, as far as rows before `next` go
  };

  void TakeRow(Row row);
  std::vector<PoolHit> FindTexts(Id self, std::size_t most);
  void Ask();

  Workspace& workspace_;
  std::unique_ptr<Pool> of_;
  std::vector<std::string_view> texts_;
};

}  // namespace kedang
