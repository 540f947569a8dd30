// Three-way merge of one cell (sync.md 2.3): the value the author saw, the value the server has, the value the author
// wants. Pure. The laws, held by property tests:
//   unchanged by others → mine as is; unchanged by me → theirs; the same change on both sides → once, no conflict;
//   lists by policy three_way → additions and removals of both; an overwritten value is always reported as a conflict.
#pragma once

#include "shared/model/mutation.h"

namespace kedang {

struct MergedCell {
  bool is_written = false;   // the cell gets `value` and a new version
  Value value;
  bool is_joined = false;    // both sides' changes are in `value`
  bool has_conflict = false; // `current` and the edit disagree: keep both in a Conflict
  bool is_later_current = true;
};

// `current` is the server's cell, or null when it has none. `own_version` is the version that the author's own mutation
// edit.base_mid made, or zero when there is none or it was not accepted (then the edit is judged by its base alone).
MergedCell MergeCell(const Field& field, const Cell* current, const CellEdit& edit, Version own_version);

// theirs + (mine − base) − (base − mine), in theirs' order with additions behind.
TextList MergeLists(const TextList& base, const TextList& theirs, const TextList& mine);

}  // namespace kedang
