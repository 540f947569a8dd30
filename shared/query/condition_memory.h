// ConditionMemory: what conditions said of rows, kept between runs. A row that changed is forgotten, alone when the journal
// knows and the condition reads nothing but the record itself.
#pragma once

#include <cstdint>
#include <list>
#include <string>

#include "shared/expr/program.h"
#include "shared/query/row_journal.h"
#include "shared/search/row_set.h"

namespace kedang {

struct JudgedCondition {
  std::string source;     // schema and expression; of the duplicates their own word
  Program program;        // empty: judged in another way
  bool reads_own = true;  // nothing but the record's own cells
  std::uint64_t revision = 0;
  RowSet known;  // rows that were judged
  RowSet holds;  // of these

  // Forgets what may be different at `now`; true when anything was kept.
  void BringTo(std::uint64_t now, const RowJournal* journal, Row row_limit);
};

class ConditionMemory {
 public:
  // The condition of that source, perhaps new, as of `revision`. Good until 24 others were asked for.
  JudgedCondition& Find(const std::string& source, std::uint64_t revision, const RowJournal* journal, Row row_limit);
  void Forget() { conditions_.clear(); }

 private:
  std::list<JudgedCondition> conditions_;  // latest first
};

}  // namespace kedang
