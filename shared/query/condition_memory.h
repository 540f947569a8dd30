// ConditionMemory: what conditions said of rows, kept between runs. A row that changed is forgotten, alone when the journal
// knows and the condition reads nothing but the record itself.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "shared/expr/program.h"
#include "shared/query/row_journal.h"
#include "shared/search/row_set.h"

namespace kedang {

struct JudgedCondition {
  std::string source;       // what tells it from others: schema, day, user and expression
  Program program;          // empty: judged in another way
  bool reads_own = true;    // nothing but the record's own cells and times
  std::vector<FieldId> cells;  // of these, in ascending order
  std::uint64_t revision = 0;
  RowSet known;  // rows that were judged
  RowSet holds;  // of these

  // Forgets what may be different at `now`.
  void BringTo(std::uint64_t now, const RowJournal* journal, Row row_limit);
};

// Whether a program reads nothing but cells of the record itself, and which.
bool ReadsOwnCells(const Program& program, std::vector<FieldId>& cells);

class ConditionMemory {
 public:
  // The condition of that source as of `revision`, perhaps new. `journal` null: any row may have changed with a revision.
  std::shared_ptr<JudgedCondition> Find(const std::string& source, std::uint64_t revision, const RowJournal* journal, Row row_limit);
  void Forget() { conditions_.clear(); }

 private:
  std::list<std::shared_ptr<JudgedCondition>> conditions_;  // latest first
};

}  // namespace kedang
