// The half of Oracle that looks at replicas: what is on screen after a step, and everything at quiet.
#include <algorithm>

#include "shared/simulation/oracle.h"
#include "shared/simulation/oracle_words.h"

namespace kedang {
namespace {

// Whether what a list shows takes in the wish: what was added is there, what was taken out is not.
bool TakesIn(const TextList& shown, const CellNote& cell) {
  const auto has = [](const TextList& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); };
  const TextList& seen = cell.seen.front().list();
  const TextList& mine = cell.value.list();
  return std::all_of(mine.begin(), mine.end(), [&](const std::string& item) { return has(seen, item) || has(shown, item); }) &&
         std::all_of(seen.begin(), seen.end(), [&](const std::string& item) { return has(mine, item) || !has(shown, item); });
}

struct Wish {
  Id record;
  FieldId field = 0;  // 0: whether it is there
  const CellNote* cell = nullptr;
  bool is_deleted = false;
  bool is_restored = false;
  bool is_inserted = false;
  std::uint32_t group = 0;
};

void Put(std::vector<Wish>& wishes, Wish wish) {
  for (Wish& other : wishes) {
    if (other.record == wish.record && other.field == wish.field) {
      wish.is_inserted = wish.is_inserted || other.is_inserted;
      wish.is_deleted = wish.is_deleted || (other.is_deleted && !wish.is_restored);
      other = wish;
      return;
    }
  }
  wishes.push_back(wish);
}

}  // namespace

void Oracle::CheckScreen(std::size_t device, const Principal&, const SyncClient& client, const SimulatedData& data) {
  // I10: what the author's edits without outcome make of each cell, later ones over earlier ones.
  std::vector<Wish> wishes;
  for (const std::uint32_t number : pending_[device]) {
    const GroupNote& group = At(number);
    if (group.is_forgotten) continue;
    for (const EditNote& edit : group.edits) {
      const bool is_insert = edit.kind == MutationKind::kInsert;
      if (edit.kind == MutationKind::kResolve && edit.cells.empty()) continue;
      if (edit.kind == MutationKind::kRevert) continue;  // the server's to do
      // What was sent again from the tray before the record itself was means nothing on screen.
      if (is_insert) std::erase_if(wishes, [&](const Wish& wish) { return wish.record == edit.record; });
      Put(wishes, {edit.record, 0, nullptr, edit.kind == MutationKind::kDelete, edit.kind == MutationKind::kRestore, is_insert, number});
      if (edit.kind == MutationKind::kDelete) continue;
      for (const CellNote& cell : edit.cells) Put(wishes, {edit.record, cell.field, &cell, false, false, is_insert, number});
    }
  }
  for (const Wish& wish : wishes) {
    const auto shown = client.records().FindRecord(wish.record);
    const auto whole = std::find_if(wishes.begin(), wishes.end(), [&](const Wish& other) { return other.record == wish.record && other.field == 0; });
    const std::string name = "e" + std::to_string(wish.group);
    if (whole->is_deleted) {
      if (shown && !shown->is_deleted) Fail("I10", name + " deleted a record that its author still sees");
      continue;
    }
    if (!shown) {
      if (whole->is_inserted) Fail("I10", name + " made a record that its author does not see");
      continue;  // somebody else took it away
    }
    if (wish.cell == nullptr) continue;
    const Value& value = shown->Get(wish.field);
    const bool is_list = shown->schema == kCustomer && wish.field == kTags;
    const bool is_there = is_list ? TakesIn(value.list(), *wish.cell) : IsSame(value, wish.cell->value);
    if (!is_there) {
      Fail("I10", name + " wrote '" + FormatPlain(wish.cell->value) + "', its author sees '" + FormatPlain(value) + "'");
    }
  }
  // I11
  Reading& reading = readings_[device];
  const Cookie& cookie = client.state().cookie;
  if (!(cookie.epoch == reading.cookie.epoch)) reading.newest.clear();
  const bool is_back = cookie.epoch.number < reading.cookie.epoch.number ||
                       (cookie.epoch == reading.cookie.epoch && cookie.sequence < reading.cookie.sequence);
  if (is_back) Fail("I11", "the cookie of device " + std::to_string(device) + " went back");
  reading.cookie = cookie;
  for (const auto& [id, record] : data.records) {
    Version changed;
    if (client.IsPending(id)) {
      const auto base = client.BaseOf(id);
      if (!base) continue;
      changed = base->changed;
    } else {
      const auto base = client.records().HeaderAt(client.records().RowOf(id));
      if (!base) continue;
      changed = base->changed;
    }
    Version& newest = reading.newest[id];
    if (changed < newest && changed.epoch == newest.epoch) {
      Fail("I11", "device " + std::to_string(device) + " shows an older state of a record than before");
    }
    newest = changed;
  }
}

std::set<Id> Oracle::ToHold(const Principal& principal, const SimulatedData& data) {
  std::set<Id> held;
  std::vector<std::pair<std::pair<std::uint64_t, RowNumber>, Id>> others;
  for (const auto& [id, record] : data.records) {
    if (record.is_deleted || !MayKnow(principal, record)) continue;
    const bool is_own = record.schema == kPage && record.Get(kOwner).text() == FormatId(principal.user);
    if (principal.row_cap == 0 || is_own) {
      held.insert(id);
    } else {
      others.push_back({{record.changed.sequence, data.rows.at(id)}, id});
    }
  }
  std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return b.first < a.first; });
  for (std::size_t i = 0; i < others.size() && i < principal.row_cap; ++i) held.insert(others[i].second);
  return held;
}

void Oracle::CheckQuiet(std::size_t device, const Principal& principal, const SyncClient& client, const SimulatedData& data) {
  const std::string who = "device " + std::to_string(device);
  const std::set<Id> to_hold = ToHold(principal, data);
  std::size_t expected = 0;
  for (const auto& [id, record] : data.records) {
    const auto shown = client.records().FindRecord(id);
    if (record.is_deleted || !MayKnow(principal, record)) {
      if (shown) Fail(record.is_deleted ? "I1" : "I4", who + " holds a record that is not there for it");
      continue;
    }
    const auto wanted = wanted_.find({device, id});
    if (to_hold.count(id) == 0 && !(wanted != wanted_.end() && wanted->second)) {
      // What was asked for on the way stays beside the cap until everything is loaded anew.
      if (!shown) continue;
      if (wanted == wanted_.end()) Fail("I1", who + " holds a record that is over its cap");
    }
    ++expected;
    if (!shown) {
      Fail("I1", who + " lacks a record");
      continue;
    }
    for (const Cell& cell : record.cells()) {
      if (!(shown->Get(cell.field) == cell.value)) {
        Fail("I1", who + " shows '" + FormatPlain(shown->Get(cell.field)) + "' instead of '" + FormatPlain(cell.value) + "'");
      }
    }
    for (const Cell& cell : shown->cells()) {
      if (!cell.value.is_null() && record.Get(cell.field).is_null()) Fail("I1", who + " shows a value that is gone");
    }
  }
  if (client.records().size() != expected) Fail("I1", who + " has records that the server does not know");
  std::size_t open = 0;
  for (const auto& [id, conflict] : data.conflicts) {
    const auto record = data.records.find(conflict.record);
    if (!conflict.is_open || record == data.records.end() || record->second.is_deleted || !MayKnow(principal, record->second)) continue;
    if (principal.row_cap > 0 && !client.records().FindRecord(conflict.record)) continue;  // of what it holds
    ++open;
    const auto shown = client.conflicts().find(id);
    if (shown == client.conflicts().end()) {
      Fail("I1", who + " does not show an open conflict");
    } else if (!(shown->second.later == conflict.later) || !(shown->second.earlier == conflict.earlier)) {
      Fail("I1", who + " shows a conflict of other values");
    }
  }
  if (client.conflicts().size() != open) Fail("I1", who + " shows conflicts that are closed or not its to know");
}

// What was refused is with its author, not where nobody looks.
void Oracle::CheckTray(std::size_t device, const DeviceStorage& storage) {
  for (std::uint32_t number = 1; number <= groups_.size(); ++number) {
    const GroupNote& group = At(number);
    if (group.device != device || !group.is_accepted || group.is_forgotten || group.is_orphaned) continue;
    const bool is_refused = std::any_of(group.edits.begin(), group.edits.end(), [](const EditNote& edit) {
      return edit.outcome && !IsAccepted(*edit.outcome) && *edit.outcome != Outcome::kVoid;
    });
    if (is_refused && !storage.Holds(StorageArea::kTray, number)) Fail("I5", "e" + std::to_string(number) + " was refused and is in no tray");
  }
}

void Oracle::OnAccessChanged(std::size_t person, bool is_active) {
  is_active ? static_cast<void>(disabled_.erase(person)) : static_cast<void>(disabled_.insert(person));
}

// Gone is what the server had confirmed: from then on a restore of the server may lose it, as it would everybody's who lost
// his journal, and nothing at the device ties to it what was built on it. What has no outcome yet, or was refused, is there.
void Oracle::OnWiped(std::size_t device, std::uint64_t browser, DeviceStorage& storage, const SimulatedData& data) {
  to_wipe_.erase(browser);
  for (const StorageArea area : {StorageArea::kBase, StorageArea::kConflicts, StorageArea::kJournal}) {
    if (!storage.rows(area).empty()) Fail("I4", "device " + std::to_string(device) + " was wiped and keeps a copy");
  }
  for (const std::uint32_t number : storage.TakeForgotten()) {
    GroupNote& group = At(number);
    const bool is_done = std::all_of(group.edits.begin(), group.edits.end(), [](const EditNote& edit) {
      return edit.outcome && (IsAccepted(*edit.outcome) || *edit.outcome == Outcome::kVoid);
    });
    if (!is_done && !group.is_forgotten) Fail("I5", "e" + std::to_string(number) + " was not sent yet and went with a wipe");
    const bool is_safe = std::all_of(group.edits.begin(), group.edits.end(), [&](const EditNote& edit) { return IsInHistory(number, edit, data); });
    group.is_orphaned = group.is_damaged = true;
    if (!is_safe) group.is_forgotten = true;
  }
}

void Oracle::OnOpened(std::uint64_t browser) {
  if (to_wipe_.count(browser) != 0) Fail("I4", "a browser that is to be wiped was opened instead");
}

void Oracle::OnServed(const Caller& caller) {
  if (disabled_.count(caller.person) != 0) Fail("I4", "somebody was answered whose access has ended");
  if (to_wipe_.count(caller.browser) != 0) Fail("I4", "a browser was answered that is to be wiped");
}

void Oracle::OnWanted(std::size_t device, Id record, bool is_last) { wanted_[{device, record}] = is_last; }

void Oracle::CheckEverything(const SimulatedData& data) {
  for (std::uint32_t number = 1; number <= groups_.size(); ++number) {
    const GroupNote& group = At(number);
    if (!group.is_accepted || group.is_forgotten) continue;
    for (const EditNote& edit : group.edits) {
      if (group.device != GroupNote::kServer && !group.is_orphaned && !edit.outcome) {
        Fail("I5", "e" + std::to_string(number) + " never got an outcome");
      } else if (edit.outcome && IsAccepted(*edit.outcome) && edit.kind != MutationKind::kResolve && !IsInHistory(number, edit, data)) {
        Fail("I2", "e" + std::to_string(number) + " was acknowledged and is not in history");
      }
    }
  }
}

}  // namespace kedang
