#include "shared/sync/merge.h"

#include <algorithm>

#include "shared/sync/mutant.h"

namespace kedang {
namespace {

bool Contains(const TextList& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

TextList MergeLists(const TextList& base, const TextList& theirs, const TextList& mine) {
  TextList merged;
  for (const std::string& item : theirs) {
    const bool is_removed_by_me = Contains(base, item) && !Contains(mine, item);
    if (!is_removed_by_me && !Contains(merged, item)) merged.push_back(item);
  }
  for (const std::string& item : mine) {
    const bool is_added_by_me = !Contains(base, item);
    if (is_added_by_me && !Contains(merged, item)) merged.push_back(item);
  }
  return merged;
}

MergedCell MergeCell(const Field& field, const Cell* current, const CellEdit& edit, Version own_version) {
  MergedCell merged;
  const Value theirs = current != nullptr ? current->value : Value();
  const Version version = current != nullptr ? current->version : Version();
  if (theirs == edit.value) {
    merged.value = theirs;
    return merged;  // nothing to write: it is there already
  }
  const bool is_own = own_version.sequence != 0 && version == own_version;
  // By value as well as by version: after a restore the same value may have another version. A cell that was never there is
  // nobody's: whatever the author says to have seen in it, nothing is overwritten.
  const bool is_clean = current == nullptr || version == edit.base_version || is_own || theirs == edit.base_value;
  if (is_clean) {
    merged.is_written = true;
    merged.value = edit.value;
    return merged;
  }
  if (field.merge == MergePolicy::kThreeWay && !IsPlanted(Mutant::kListsOverwritten)) {
    merged.value = Value::List(MergeLists(edit.base_value.list(), theirs.list(), edit.value.list()));
    merged.is_written = !(merged.value == theirs);
    merged.is_joined = true;
    return merged;
  }
  merged.has_conflict = true;
  merged.is_later_current = field.merge != MergePolicy::kHold || IsPlanted(Mutant::kHoldIgnored);
  merged.is_written = merged.is_later_current;
  merged.value = merged.is_later_current ? edit.value : theirs;
  return merged;
}

}  // namespace kedang
