// PastSaves: what the saves of a record were, told by its history: rules can be tried on how people really worked, with what
// the record was before and where the change came from, not only on what is there today.
#pragma once

#include <vector>

#include "shared/model/mutation.h"
#include "shared/model/record.h"

namespace kedang {

struct PastSave {
  Id author;
  TimeMs at_ms = 0;
  SourceKind source = SourceKind::kManual;
  bool is_new = false;       // the save made the record; `before` holds nothing then
  bool is_restored = false;  // it came back after it was deleted
  Record before;
  Record after;
};

// Newest first. `now` is the record as it is, `newest_first` its history from its last change back, without gaps. Ends
// where values were converted to another type of field: what stood there before is not what the schema speaks of.
std::vector<PastSave> PastSaves(const Record& now, const std::vector<HistoryEntry>& newest_first);

}  // namespace kedang
