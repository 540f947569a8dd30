// LikelyPool: the records of one schema made ready for matching, for an import that leaves out or merges what the pool has.
// One thread at a time.
#pragma once

#include <memory>
#include <vector>

#include "server/sqlite_store.h"
#include "shared/intake/likely_records.h"
#include "shared/match/match_index.h"
#include "shared/match/match_model.h"
#include "shared/match/record_match.h"

namespace kedang {

class LikelyPool final : public LikelyRecords {
 public:
  // Reads all records of the schema; `lexicon` must outlive it. Schemas whose records are no parties have no likely ones.
  Status Load(SqliteStore& store, const Schema& schema, const Lexicon& lexicon);

  Id FindLikely(const std::vector<std::pair<FieldId, Value>>& cells) override;

 private:
  std::unique_ptr<RecordMatch> match_;
  std::unique_ptr<MatchIndex> index_;
  MatchModel model_;
  std::vector<Id> ids_;  // by match row
  MatchRow asked_ = 0;   // holds what is asked for
  std::vector<std::string_view> texts_;
};

}  // namespace kedang
