// The part of Oracle that judges what taking a batch back did.
#include "shared/simulation/oracle.h"
#include "shared/simulation/oracle_words.h"

namespace kedang {

// Whether the change belongs to the batch, or to what took it back and what took that back again.
bool Oracle::IsOfBatch(std::uint32_t reverted, const HistoryEntry& entry, const SimulatedData& data) const {
  Id batch = entry.provenance.batch;
  for (std::size_t steps = 0; steps <= groups_.size(); ++steps) {
    if (batch == Id{5, reverted}) return true;
    const auto found = data.batches.find(batch);
    if (found == data.batches.end() || found->second.reverts.is_nil()) return false;
    batch = found->second.reverts;
  }
  return false;
}

// Whether what stood in the cell was put there by somebody at another device who took a batch back. It may be a value that
// this author wrote or saw long ago: that it stands there again is the other's doing, which he has not seen, so a conflict
// over it is none with himself.
bool Oracle::IsOthersRevert(std::uint32_t number, const HistoryEntry& entry, FieldId field, const SimulatedData& data) const {
  for (auto other = data.history.rbegin(); other != data.history.rend(); ++other) {
    if (!(other->record == entry.record) || !(other->version < entry.version) || other->provenance.kind == SourceKind::kSchema) continue;
    for (const HistoryChange& change : other->changes) {
      if (change.field != field) continue;
      const std::uint32_t writer = GroupNumberOf(other->provenance.source);
      return writer != 0 && groups_[writer - 1].edits.front().kind == MutationKind::kRevert &&
             groups_[writer - 1].device != groups_[number - 1].device;
    }
  }
  return false;
}

// What a revert writes over is the batch's own: whoever wrote a value since has it still.
void Oracle::JudgeRevert(std::uint32_t number, const HistoryEntry& entry, const SimulatedStore& store) {
  const auto reverted = static_cast<std::uint32_t>(At(number).edits.front().record.low);
  if (!(entry.author == At(number).author)) Fail("I4", Name(number) + " was applied in another name");
  // Changes of the record before this one, newest first; what a published template did to it is nobody's.
  std::vector<const HistoryEntry*> earlier;
  for (auto other = store.data().history.rbegin(); other != store.data().history.rend(); ++other) {
    const bool is_older = other->record == entry.record && other->version < entry.version;
    if (is_older && other->provenance.kind != SourceKind::kSchema) earlier.push_back(&*other);
  }
  if (entry.kind == MutationKind::kDelete) {
    for (const HistoryEntry* other : earlier) {
      if (!IsOfBatch(reverted, *other, store.data())) {
        Fail("I7", Name(number) + " took back a record that somebody edited since: " + Place(entry.record, 0));
      }
      if (other->kind == MutationKind::kInsert || other->kind == MutationKind::kRestore) break;
    }
  }
  if (entry.kind != MutationKind::kSet) return;
  const auto record = store.data().records.find(entry.record);
  for (const HistoryChange& change : entry.changes) {
    if (change.before.is_null()) continue;
    if (record != store.data().records.end() && IsList(record->second.schema, change.field)) {
      // What it took out was put in by the batch.
      for (const std::string& item : change.before.list()) {
        if (Contains(change.after.list(), item)) continue;
        const bool is_own = std::any_of(earlier.begin(), earlier.end(), [&](const HistoryEntry* other) {
          return IsOfBatch(reverted, *other, store.data()) &&
                 std::any_of(other->changes.begin(), other->changes.end(), [&](const HistoryChange& old) {
                   return old.field == change.field && Contains(old.after.list(), item) && !Contains(old.before.list(), item);
                 });
        });
        if (!is_own) Fail("I7", Name(number) + " took '" + item + "' out of a list, which the batch had not put in");
      }
      continue;
    }
    for (const HistoryEntry* other : earlier) {
      const bool is_writer = std::any_of(other->changes.begin(), other->changes.end(),
                                         [&](const HistoryChange& old) { return old.field == change.field; });
      if (!is_writer) continue;
      if (!IsOfBatch(reverted, *other, store.data())) {
        Fail("I7", Name(number) + " overwrote '" + FormatPlain(change.before) + "' in " + Place(entry.record, change.field) +
                       ", which was written since");
      }
      break;
    }
  }
}

}  // namespace kedang
