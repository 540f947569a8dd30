// RowJournal: which rows changed when, for whoever keeps something made of rows and would rather mend than make it anew.
// Remembers the latest thousands of changes.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "shared/model/row.h"

namespace kedang {

class RowJournal {
 public:
  // Revisions never fall.
  void Note(std::uint64_t revision, Row row);
  // Anything may be different from now on.
  void NoteAll(std::uint64_t revision);

  // Appends the rows that changed after `revision`, perhaps several times. False: too long ago, any row may have.
  bool ChangedSince(std::uint64_t revision, std::vector<Row>& rows) const;

 private:
  struct Entry {
    std::uint64_t revision = 0;
    Row row = kNoRow;
  };
  std::deque<Entry> entries_;
  std::uint64_t complete_from_ = 0;  // changes after this revision are all in entries_
};

}  // namespace kedang
