#include "shared/simulation/oracle.h"

#include <algorithm>

#include "shared/simulation/oracle_words.h"

namespace kedang {
namespace {

// Whether the author has had `value` before his eyes; of a list every item.
bool Saw(bool is_list, const CellNote& cell, const Value& value) {
  if (!is_list) return std::any_of(cell.seen.begin(), cell.seen.end(), [&](const Value& seen) { return IsSame(seen, value); });
  return std::all_of(value.list().begin(), value.list().end(), [&](const std::string& item) {
    return std::any_of(cell.seen.begin(), cell.seen.end(), [&](const Value& seen) { return Contains(seen.list(), item); });
  });
}

const CellNote* CellOf(const EditNote& edit, FieldId field) {
  for (const CellNote& cell : edit.cells) {
    if (cell.field == field) return &cell;
  }
  return nullptr;
}

}  // namespace

void Oracle::Fail(std::string_view invariant, std::string text) {
  if (has_failed()) return;
  invariant_ = invariant;
  text_ = std::move(text);
}

std::uint32_t Oracle::Note(GroupNote note) {
  for (const EditNote& edit : note.edits) {
    if (edit.kind == MutationKind::kDelete) continue;
    for (const CellNote& cell : edit.cells) {
      if (!values_[{edit.record, cell.field}].insert(FormatPlain(cell.value)).second) reused_.insert({edit.record, cell.field});
    }
  }
  note.order = ++last_order_;
  groups_.push_back(std::move(note));
  return static_cast<std::uint32_t>(groups_.size());
}

std::vector<Value> Oracle::SeenBehind(std::size_t device, Id record, FieldId field, const Value& shown) const {
  std::vector<Value> seen = {shown};
  for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
    if (group->device != device || group->is_orphaned) continue;  // a device that lost everything is another one
    for (const EditNote& edit : group->edits) {
      if (!(edit.record == record) || edit.kind == MutationKind::kDelete) continue;
      const CellNote* cell = CellOf(edit, field);
      if (cell == nullptr || !IsSame(cell->value, seen.back())) continue;
      seen.insert(seen.end(), cell->seen.begin(), cell->seen.end());
      return seen;
    }
  }
  return seen;
}

void Oracle::OnPush(const PushRequest& push) {
  for (const Group& group : push.groups) {
    const std::uint32_t number = GroupNumberOf(group.provenance.source);
    for (std::size_t i = 0; i < group.mutations.size(); ++i) {
      const std::pair<Id, MutationNumber> key{push.replica, group.mutations[i].mid};
      if (number != 0) numbers_[key] = {number, i};
      if (number == 0) numbers_.erase(key);  // the number of an edit that is gone, used up
    }
  }
}

void Oracle::OnSentAgain(std::uint32_t group) {
  At(group).order = ++last_order_;
  At(group).is_sent_again = true;
}

void Oracle::OnAccepted(std::uint32_t group) {
  GroupNote& note = At(group);
  note.is_accepted = true;
  note.is_sent_again = false;
  for (EditNote& edit : note.edits) edit.outcome.reset();
  std::vector<std::uint32_t>& pending = pending_[note.device];
  const auto place = std::find_if(pending.begin(), pending.end(), [&](std::uint32_t other) { return At(other).order > note.order; });
  pending.insert(place, group);
}

void Oracle::OnDelivered(Id replica, const std::vector<MutationResult>& results) {
  for (const MutationResult& result : results) {
    const auto number = numbers_.find({replica, result.mid});
    if (number == numbers_.end()) continue;
    GroupNote& group = At(number->second.first);
    group.edits[number->second.second].outcome = result.outcome;
    const bool is_whole = std::all_of(group.edits.begin(), group.edits.end(), [](const EditNote& edit) { return edit.outcome.has_value(); });
    if (is_whole) std::erase(pending_[group.device], number->second.first);
  }
}

void Oracle::OnRestored() {
  for (GroupNote& group : groups_) {
    if (group.is_orphaned || group.device == GroupNote::kServer) group.is_forgotten = true;
  }
}

void Oracle::OnUnkept(std::size_t device, const std::vector<std::uint32_t>& groups) {
  for (const std::uint32_t group : groups) {
    if (!At(group).is_forgotten) Fail("I5", Name(group) + " is neither in outbox, tray nor journal of device " + std::to_string(device));
  }
}

void Oracle::OnRestarted(std::size_t device, const DeviceStorage& storage) {
  readings_.erase(device);
  // Without a base everything is loaded anew, and what was asked for with it forgotten.
  for (auto& [wanted, is_last] : wanted_) is_last = is_last && wanted.first != device;
  // What was on its way to the disk when the tab died has arrived, or was never promised.
  for (std::uint32_t number = 1; number <= groups_.size(); ++number) {
    GroupNote& group = At(number);
    if (group.device != device || group.is_forgotten || (group.is_accepted && !group.is_sent_again)) continue;
    if (group.is_accepted) {
      if (storage.Holds(StorageArea::kOutbox, number)) OnAccepted(number);
      group.is_sent_again = false;
    } else if (storage.Holds(number)) {
      OnAccepted(number);
    } else {
      group.is_forgotten = true;
    }
  }
}

void Oracle::OnEvicted(std::size_t device, const SimulatedData& data) {
  readings_.erase(device);
  pending_.erase(device);
  for (std::uint32_t number = 1; number <= groups_.size(); ++number) {
    GroupNote& group = At(number);
    if (group.device != device) continue;
    group.is_orphaned = true;
    const bool is_safe = std::all_of(group.edits.begin(), group.edits.end(), [&](const EditNote& edit) { return IsInHistory(number, edit, data); });
    if (!is_safe) group.is_forgotten = true;
  }
}

bool Oracle::MayKnow(const Principal& principal, const Record& record) {
  if (record.schema != kPage) return true;
  if (record.Get(kOwner).text() == FormatId(principal.user)) return true;
  const std::string& seen_by = record.Get(kVisibility).text();
  if (seen_by == "private") return false;
  if (seen_by != "team") return true;
  return std::any_of(principal.teams.begin(), principal.teams.end(),
                     [&](Id team) { return FormatId(team) == record.Get(kTeam).text(); });
}

bool Oracle::MayChangeIt(const Principal& principal, const Record* before, const Record& after) {
  if (principal.role == Role::kViewer) return false;
  if (after.schema != kPage) return true;
  if (before != nullptr && !MayKnow(principal, *before)) return false;
  if (principal.role == Role::kAdministrator) return true;
  const std::string own = FormatId(principal.user);
  return (before == nullptr || before->Get(kOwner).text() == own) && after.Get(kOwner).text() == own;
}

bool Oracle::IsInHistory(std::uint32_t group, const EditNote& edit, const SimulatedData& data) {
  if (edit.kind == MutationKind::kRevert) {  // what it did is in history, if it had anything left to do; that it was done always
    return std::any_of(data.batches.begin(), data.batches.end(), [&](const auto& batch) {
      return batch.second.reverts == edit.record && batch.second.source == Name(group);
    });
  }
  const std::string name = Name(group);
  for (const HistoryEntry& entry : data.history) {
    if (entry.record == edit.record && entry.kind == edit.kind && entry.provenance.source == name) return true;
  }
  if (edit.kind == MutationKind::kDelete || edit.kind == MutationKind::kRestore) return false;
  // What was there already leaves no entry: then every value came by another one.
  return std::all_of(edit.cells.begin(), edit.cells.end(), [&](const CellNote& cell) {
    if (cell.value.is_null()) return true;
    for (const HistoryEntry& entry : data.history) {
      if (!(entry.record == edit.record)) continue;
      for (const HistoryChange& change : entry.changes) {
        if (change.field != cell.field) continue;
        if (IsSame(change.after, cell.value)) return true;
        if (IsList(edit.schema, cell.field) && Saw(true, CellNote{cell.field, Value(), {change.after, cell.seen.front()}}, cell.value)) return true;
      }
    }
    return false;
  });
}

EditNote* Oracle::Find(std::uint32_t group, const HistoryEntry& entry) {
  if (group == 0 || group > groups_.size()) return nullptr;
  for (EditNote& edit : At(group).edits) {
    if (edit.record == entry.record && edit.kind == entry.kind) return &edit;
  }
  return nullptr;
}

void Oracle::OnCommitted(const std::vector<Principal>& people, const SimulatedStore& store) {
  const WrittenByTransaction& written = store.written();
  std::map<std::uint32_t, std::pair<int, int>> halves;
  for (const auto& [replica, result] : written.results) {
    ++outcome_count_;
    const auto number = numbers_.find({replica, result.mid});
    if (number == numbers_.end()) continue;
    const bool is_taken = IsAccepted(result.outcome);
    if (result.outcome != Outcome::kVoid) ++(is_taken ? halves[number->second.first].first : halves[number->second.first].second);
    const std::pair<Id, MutationNumber> key{replica, result.mid};
    const bool is_kept = std::find(written.rejected.begin(), written.rejected.end(), key) != written.rejected.end();
    if (!is_taken && result.outcome != Outcome::kVoid && !is_kept) Fail("I5", Name(number->second.first) + " was refused and kept nowhere");
    const EditNote& edit = At(number->second.first).edits[number->second.second];
    if (is_taken && (edit.kind == MutationKind::kSet || edit.kind == MutationKind::kInsert) &&
        !IsInHistory(number->second.first, edit, store.data())) {
      Fail("I2", Name(number->second.first) + " was accepted and is not in history");
    }
  }
  for (const auto& [group, half] : halves) {
    if (half.first > 0 && half.second > 0) Fail("I5", "only a part of " + Name(group) + " was applied");
  }
  for (const HistoryEntry& entry : written.history) {
    const auto author = std::find_if(people.begin(), people.end(), [&](const Principal& person) { return person.user == entry.author; });
    const auto after = store.data().records.find(entry.record);
    if (author != people.end() && after != store.data().records.end()) {
      const auto before = written.before.find(entry.record);
      if (!MayChangeIt(*author, before == written.before.end() ? nullptr : &before->second, after->second)) {
        Fail("I4", entry.provenance.source + " changed " + Place(entry.record, 0) + " without the right to");
      }
    }
    JudgeEntry(entry, store);
  }
}

void Oracle::JudgeEntry(const HistoryEntry& entry, const SimulatedStore& store) {
  const std::uint32_t number = GroupNumberOf(entry.provenance.source);
  if (number != 0 && number <= groups_.size() && At(number).edits.front().kind == MutationKind::kRevert) {
    JudgeRevert(number, entry, store);
    return;
  }
  const EditNote* edit = Find(number, entry);
  if (edit == nullptr) return;
  const auto times = std::count_if(store.data().history.begin(), store.data().history.end(), [&](const HistoryEntry& other) {
    return other.record == entry.record && other.kind == entry.kind && other.provenance.source == entry.provenance.source;
  });
  if (times > 1) Fail("I3", Name(number) + " was applied " + std::to_string(times) + " times");
  const GroupNote& group = At(number);
  if (group.device != GroupNote::kServer && !(group.author == entry.author)) Fail("I4", Name(number) + " was applied in another name");
  if (entry.kind == MutationKind::kDelete) {
    JudgeDelete(number, *edit, entry, store);
  } else if (entry.kind != MutationKind::kInsert) {
    JudgeSet(number, *edit, entry, store);
  }
}

// Whether what the entry replaced was written at the same device, by an edit that was not done with when this one began. A
// conversion by new schemas is nobody's edit: whose the value is was decided before it.
bool Oracle::IsOwn(std::uint32_t number, const HistoryEntry& entry, FieldId field, const SimulatedData& data) const {
  for (auto other = data.history.rbegin(); other != data.history.rend(); ++other) {
    if (!(other->record == entry.record) || !(other->version < entry.version)) continue;
    if (other->provenance.kind == SourceKind::kSchema) continue;
    for (const HistoryChange& change : other->changes) {
      if (change.field != field) continue;
      const std::uint32_t writer = GroupNumberOf(other->provenance.source);
      return writer != 0 && groups_[writer - 1].device == groups_[number - 1].device;
    }
  }
  return false;
}

// Whether `value`, which the author had replaced with what he sees now, came a second time, over that: after a restore of the
// server a colleague's edit may be sent again behind what was built on it. Then it is news, though he has seen it before:
// nobody could tell it from a colleague's second thought, and that it ends in a conflict is right.
bool Oracle::IsAbove(std::uint32_t number, const HistoryEntry& entry, const CellNote& cell, const Value& value,
                     const SimulatedData& data) const {
  bool has_own = false, is_above = false;
  for (const HistoryEntry& other : data.history) {
    if (!(other.record == entry.record) || !(other.version < entry.version)) continue;
    const std::uint32_t writer = GroupNumberOf(other.provenance.source);
    const bool is_own = writer != 0 && groups_[writer - 1].device == groups_[number - 1].device;
    for (const HistoryChange& change : other.changes) {
      if (change.field != cell.field) continue;
      if (is_own && IsSame(change.after, cell.seen.front())) has_own = true;
      if (IsSame(change.after, value)) is_above = has_own && !is_own;
    }
  }
  return is_above;
}

// Whether an own edit of the cell was damaged at the device. After a restore of the server only it could tell that what comes
// later was built on what came before: that this ends in a conflict instead of a loss is all that can be asked.
bool Oracle::IsTorn(std::uint32_t number, Id record, FieldId field) const {
  return std::any_of(groups_.begin(), groups_.end(), [&](const GroupNote& group) {
    return group.is_damaged && group.device == groups_[number - 1].device &&
           std::any_of(group.edits.begin(), group.edits.end(), [&](const EditNote& edit) {
             return edit.record == record && (field == 0 || CellOf(edit, field) != nullptr);
           });
  });
}

void Oracle::JudgeSet(std::uint32_t number, const EditNote& edit, const HistoryEntry& entry, const SimulatedStore& store) {
  const WrittenByTransaction& written = store.written();
  for (const HistoryChange& change : entry.changes) {
    const CellNote* cell = CellOf(edit, change.field);
    if (cell == nullptr) {
      Fail("I7", Name(number) + " changed " + Place(entry.record, change.field) + ", which it does not name");
      return;
    }
    if (IsList(edit.schema, change.field)) {
      TextList lost;
      for (const std::string& item : change.before.list()) {
        if (!Contains(change.after.list(), item)) lost.push_back(item);
      }
      if (!Saw(true, *cell, Value::List(lost))) Fail("I7", Name(number) + " took out of a list what its author never saw");
      continue;
    }
    if (change.before.is_null() || Saw(false, *cell, change.before) || IsOwn(number, entry, change.field, store.data())) continue;
    const bool is_told = std::any_of(written.conflicts.begin(), written.conflicts.end(), [&](const Conflict& conflict) {
      return conflict.record == entry.record && conflict.field == change.field && IsSame(conflict.earlier, change.before) &&
             IsSame(conflict.later, change.after) && conflict.is_open;
    });
    if (!is_told) {
      Fail("I7", Name(number) + " overwrote the unseen '" + FormatPlain(change.before) + "' in " + Place(entry.record, change.field) +
                     " and no conflict says so");
    }
    if (edit.schema == kCustomer && change.field == kCode) Fail("I7", Name(number) + " overwrote a field that is held");
  }
  for (const Conflict& conflict : written.conflicts) {
    if (!(conflict.version == entry.version) || !conflict.is_open || !(conflict.record == entry.record)) continue;
    const CellNote* cell = CellOf(edit, conflict.field);
    if (cell == nullptr || reused_.count({entry.record, conflict.field}) != 0 || IsTorn(number, entry.record, conflict.field)) continue;
    if (IsOthersRevert(number, entry, conflict.field, store.data())) continue;
    if (!conflict.earlier.is_null() && Saw(false, *cell, conflict.earlier) && !IsAbove(number, entry, *cell, conflict.earlier, store.data())) {
      Fail("I9", Name(number) + " is in conflict with '" + FormatPlain(conflict.earlier) + "', which its author saw or wrote");
    }
  }
}

void Oracle::JudgeDelete(std::uint32_t number, const EditNote& edit, const HistoryEntry& entry, const SimulatedStore& store) {
  const auto record = store.data().records.find(entry.record);
  if (record == store.data().records.end()) return;
  const HistoryEntry* previous = nullptr;
  for (const HistoryEntry& other : store.data().history) {
    if (!(other.record == entry.record)) continue;
    if (entry.version < other.version) return;  // changed again at once: what stood there cannot be seen any more
    if (other.version < entry.version) previous = &other;
  }
  bool is_all_seen = true;
  for (const Cell& cell : record->second.cells()) {
    if (cell.value.is_null() || (edit.schema == kCustomer && cell.field == kNumber)) continue;
    const CellNote* note = CellOf(edit, cell.field);
    if (note != nullptr && Saw(IsList(edit.schema, cell.field), *note, cell.value)) continue;
    is_all_seen = false;
    // Unless it was his own, which he had covered with an edit that was refused.
    if (entry.outcome == Outcome::kApplied && !IsOwn(number, entry, cell.field, store.data())) {
      Fail("I7", Name(number) + " deleted the unseen '" + FormatPlain(cell.value) + "' in " + Place(entry.record, cell.field));
      return;
    }
  }
  if (entry.outcome != Outcome::kConflict || !is_all_seen || previous == nullptr) return;
  const std::uint32_t writer = GroupNumberOf(previous->provenance.source);
  const bool is_own = writer != 0 && At(writer).device == At(number).device && At(number).device != GroupNote::kServer;
  const bool is_emptied = std::any_of(edit.cells.begin(), edit.cells.end(), [&](const CellNote& cell) {
    return !cell.seen.empty() && !cell.seen.front().is_null() && record->second.Get(cell.field).is_null();
  });
  const bool is_reused = std::any_of(edit.cells.begin(), edit.cells.end(), [&](const CellNote& cell) {
    return reused_.count({entry.record, cell.field}) != 0;
  });
  if (is_own && !is_emptied && !is_reused && !IsTorn(number, entry.record, 0)) Fail("I9", Name(number) + " would delete what only its author changed, and is in conflict");
}

void Oracle::OnRecordSent(const Principal& principal, Id replica, const Record& record, const SimulatedData& data) {
  sent_.emplace(replica, record.id);
  const auto found = data.records.find(record.id);
  if (found == data.records.end() || found->second.is_deleted || !MayKnow(principal, found->second)) {
    Fail("I4", "a record was sent to somebody who may not see it: " + Place(record.id, 0));
  }
}

void Oracle::OnConflictSent(const Principal& principal, const Conflict& conflict, const SimulatedData& data) {
  const auto found = data.records.find(conflict.record);
  if (found != data.records.end() && !MayKnow(principal, found->second)) {
    Fail("I4", "a conflict was sent to somebody who may not see its record: " + Place(conflict.record, conflict.field));
  }
}

void Oracle::OnPullAnswered(const Principal& principal, const PullRequest& pull, const PullResponse& response,
                            const SimulatedData& data) {
  for (const Record& record : response.puts) OnRecordSent(principal, pull.replica, record, data);
  for (const Id id : response.leaves) {
    if (sent_.count({pull.replica, id}) == 0) Fail("I4", "a replica was told of a record that it never had: " + Place(id, 0));
  }
  for (const Conflict& conflict : response.conflicts) OnConflictSent(principal, conflict, data);
}

}  // namespace kedang
