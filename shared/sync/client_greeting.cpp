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

// The server needs every number behind `last_mid`. One that was put back to an older state needs again what it once
// acknowledged, from the journal; a number whose edit was refused then or is damaged now is only used up.
void SyncClient::CloseGaps(MutationNumber last_mid, std::vector<StorageWrite>& writes) {
  const std::deque<Group>& queued = outbox_.groups();
  std::map<MutationNumber, Group> groups;
  for (const Group& group : queued) groups.emplace(group.mutations.front().mid, group);
  const std::size_t queued_before = groups.size();
  for (auto entry = journal_.begin(); entry != journal_.end();) {
    const bool is_lost = entry->second.group.mutations.back().mid > last_mid;
    if (!is_lost || IsPlanted(Mutant::kNoReplay)) {
      ++entry;
      continue;
    }
    const std::string key = NumberKey(entry->first);
    writes.push_back({StorageArea::kJournal, key, std::nullopt});
    writes.push_back({StorageArea::kOutbox, key, Encode(QueuedGroup{entry->second.group, "", {}})});
    groups.emplace(entry->first, std::move(entry->second.group));
    entry = journal_.erase(entry);
  }
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
    writes.push_back({StorageArea::kOutbox, NumberKey(mid), Encode(QueuedGroup{filler, "", {}})});
    groups.emplace(mid, std::move(filler));
  }
  if (groups.size() == queued_before) return;
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
