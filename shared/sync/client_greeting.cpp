// SyncClient: what a hello settles: whose history it is, and which numbers of mutations the server lacks.
#include <algorithm>

#include "shared/sync/client.h"
#include "shared/sync/client_state.h"
#include "shared/sync/mutant.h"

namespace kedang {

// Starts a new row of numbers: those of the old one are lost, or not ours.
void SyncClient::NewReplica(std::vector<StorageWrite>& writes) {
  for (const Group& group : outbox_.groups()) {
    writes.push_back({StorageArea::kOutbox, NumberKey(group.mutations.front().mid), std::nullopt});
  }
  for (const auto& [mid, queued] : journal_) writes.push_back({StorageArea::kJournal, NumberKey(mid), std::nullopt});
  journal_.clear();
  results_.clear();
  sent_again_.clear();
  acknowledged_mid_ = 0;
  outbox_.DropFillers();
  state_.replica = NewId();
  state_.next_mid = outbox_.Renumber();
  std::vector<Id> touched;
  std::map<std::string, Bytes> rows;
  for (const Group& group : outbox_.groups()) {
    rows[NumberKey(group.mutations.front().mid)] = Encode(QueuedGroup{group, "", {}});
    for (const Mutation& mutation : group.mutations) touched.push_back(mutation.record);
  }
  // A number of the old row may be one of the new row, too: the same key must not be written and then deleted.
  std::erase_if(writes, [&rows](const StorageWrite& write) { return write.area == StorageArea::kOutbox && rows.count(write.key) != 0; });
  for (auto& [key, row] : rows) writes.push_back({StorageArea::kOutbox, key, std::move(row)});
  has_new_numbers_ = !outbox_.groups().empty();
  Refresh(touched);
  phase_ = Phase::kHello;
}

void SyncClient::OnHello(const HelloResponse& hello) {
  if (hello.must == Must::kUpgrade || hello.protocol != kProtocolVersion) {
    connection_ = ConnectionState::kUpgrade;
    return;
  }
  if (hello.must == Must::kSignIn) {
    connection_ = ConnectionState::kSignedOut;
    return;
  }
  greeted_ = hello.epoch;
  std::vector<StorageWrite> writes;
  state_.principal = hello.principal;
  state_.people = hello.people;
  state_.extent = hello.extent;
  if (!hello.schemas.empty()) {
    const bool had_schemas = !schemas_->schemas.empty();
    if (!TakeSchemas(hello.schemas).ok()) {
      connection_ = ConnectionState::kUpgrade;
      return;
    }
    if (had_schemas) {
      Reoverlay();
      observer_.OnBaseReplaced();
    }
  }
  acknowledged_mid_ = std::min(acknowledged_mid_, hello.last_mid);
  results_.erase(results_.upper_bound(hello.last_mid), results_.end());
  const bool is_new_epoch = has_base() && !(hello.epoch == state_.cookie.epoch);
  const MutationNumber known = state_.next_mid - 1;
  MutationNumber covered = 0;
  for (const Group& group : outbox_.groups()) covered += group.mutations.back().mid > hello.last_mid ? group.mutations.size() : 0;
  for (const auto& [mid, queued] : journal_) {
    const auto& mutations = queued.group.mutations;
    covered += mutations.back().mid > hello.last_mid ? mutations.size() : 0;
  }
  if (hello.last_mid > known || known - hello.last_mid > covered + kMaxFilled) {
    NewReplica(writes);  // numbers were used that nobody here remembers
  } else {
    CloseGaps(hello.last_mid, writes);
  }
  writes.push_back(StateWrite());
  Keep(std::move(writes));
  const bool must_reset = hello.must == Must::kReset || !has_base() || is_new_epoch || is_reset_wanted_;
  is_reset_wanted_ = false;
  phase_ = must_reset ? Phase::kManifest : Phase::kReady;
  if (must_reset) snapshot_.reset();
  pulled_.clear();
  is_pull_wanted_ = true;
}

// What was built on an edit that is sent again is an edit upon an unconfirmed one again, as if it had been made then: it names
// that one and carries its base. The version it was made on is none that the server will ever know, and if the edit below is
// refused this time, what was below that one counts (sync.md 2.3).
void SyncClient::RebaseSentAgain(std::map<MutationNumber, Group>& groups, std::set<MutationNumber>& changed) const {
  const auto find = [&groups](MutationNumber mid, FieldId field) -> const CellEdit* {
    auto group = groups.upper_bound(mid);
    if (group == groups.begin()) return nullptr;
    for (const Mutation& mutation : (--group)->second.mutations) {
      for (const CellEdit& edit : mutation.edits) {
        if (mutation.mid == mid && edit.field == field && field != 0) return &edit;
      }
    }
    return nullptr;
  };
  for (auto& [first, group] : groups) {
    for (Mutation& mutation : group.mutations) {
      for (CellEdit& edit : mutation.edits) {
        const MutationNumber below = edit.base_version.sequence != 0 ? OpenMid(edit.base_version, mutation.mid) : 0;
        if (below == 0) continue;
        changed.insert(first);
        edit.base_mid = std::max(edit.base_mid, below);
        const CellEdit* earlier = find(edit.base_mid, edit.field);
        if (earlier == nullptr) earlier = find(below, edit.field);  // what lies between was refused and is in the tray
        // Lists keep what was seen of them: what counts is what was taken out and added.
        if (earlier == nullptr || earlier->value.kind() == Value::Kind::kList || edit.base_value.kind() == Value::Kind::kList) continue;
        edit.base_value = earlier->base_value;
        edit.base_version = earlier->base_version;
      }
    }
  }
}

// The server needs every number behind `last_mid`. One that was put back to an older state needs again what it once
// acknowledged, from the journal; a number whose edit was refused then or is damaged now is only used up.
void SyncClient::CloseGaps(MutationNumber last_mid, std::vector<StorageWrite>& writes) {
  const std::deque<Group>& queued = outbox_.groups();
  std::map<MutationNumber, Group> groups;
  for (const Group& group : queued) groups.emplace(group.mutations.front().mid, group);
  std::set<MutationNumber> changed;  // first numbers of groups whose rows are others
  for (auto entry = journal_.begin(); entry != journal_.end();) {
    const bool is_lost = entry->second.group.mutations.back().mid > last_mid;
    if (!is_lost || IsPlanted(Mutant::kNoReplay)) {
      ++entry;
      continue;
    }
    writes.push_back({StorageArea::kJournal, NumberKey(entry->first), std::nullopt});
    for (MutationResult& result : entry->second.results) {
      if (result.version.sequence != 0) sent_again_[result.mid] = std::move(result);
    }
    changed.insert(entry->first);
    groups.emplace(entry->first, std::move(entry->second.group));
    entry = journal_.erase(entry);
  }
  RebaseSentAgain(groups, changed);
  MutationNumber next = last_mid + 1;
  std::vector<MutationNumber> missing;
  for (const auto& [first, group] : groups) {
    for (; next < first; ++next) missing.push_back(next);
    next = std::max(next, group.mutations.back().mid + 1);
  }
  for (; next < state_.next_mid; ++next) missing.push_back(next);
  if (IsPlanted(Mutant::kGapsLeft)) missing.clear();
  for (const MutationNumber mid : missing) {
    Group filler = MakeFiller(mid);
    changed.insert(mid);
    groups.emplace(mid, std::move(filler));
  }
  if (changed.empty()) return;
  for (const MutationNumber first : changed) {
    writes.push_back({StorageArea::kOutbox, NumberKey(first), Encode(QueuedGroup{groups.at(first), "", {}})});
  }
  std::vector<Id> touched;
  outbox_ = Outbox();
  for (auto& [first, group] : groups) {
    Shadow(group, touched);
    HideDecided(group);
    outbox_.Append(std::move(group));
  }
  Refresh(touched);
  observer_.OnRecordsChanged(touched);
}

}  // namespace kedang
