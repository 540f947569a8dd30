// Oracle: what people did and what they were told, in a log of its own, and the invariants of the protocol judged by it.
// It never asks the code under test what happened: it reads what went over the wire, what storages and the server's
// database hold, and what is on screen. The first violation is kept.
//   I1  after quiet every replica shows the projection of the server's records, conflicts included; of those of others that
//       were changed last as many as the cap says, if there is one, and what was asked for
//   I2  an acknowledged edit is in history      I3  no edit is applied twice in one history
//   I4  nobody is sent or holds what he may not see, nor hears of it; nobody changes what he may not; whose access has ended
//       is not answered, and a wiped browser keeps nothing that the server could give again
//   I5  every edit is in outbox, tray or journal of its replica until it has an outcome, and never only half
//   I7  an unseen value that was overwritten is in a conflict, and an unseen edit is never deleted
//   I8  outboxes drain, and nobody comes before the time that a busy server named
//   I9  nobody is in conflict with what he saw or wrote himself
//   I10 own edits stay visible until their outcome     I11 what a replica reads never goes back
// (I6, the audit chain, belongs to the server's database and is not simulated.)
#pragma once

#include <map>
#include <set>

#include "shared/simulation/device_storage.h"
#include "shared/simulation/simulated_store.h"
#include "shared/sync/client.h"
#include "shared/sync/messages.h"

namespace kedang {

// A cell as an edit's author left it.
struct CellNote {
  FieldId field = 0;
  Value value;
  // What stood there on screen, and before it what the author's own edits had replaced.
  std::vector<Value> seen;
};

struct EditNote {
  MutationKind kind = MutationKind::kSet;
  SchemaId schema = 0;
  Id record;
  Id conflict;
  std::vector<CellNote> cells;  // of a delete: all that the author saw
  std::optional<Outcome> outcome;  // as it reached its replica
};

struct GroupNote {
  static constexpr std::size_t kServer = ~std::size_t{0};
  std::size_t device = kServer;
  Id author;
  std::vector<EditNote> edits;
  std::uint64_t order = 0;    // of being handed to the replica, again with every resubmission
  bool is_accepted = false;   // the replica said that it is safe
  bool is_forgotten = false;  // discarded by its author, lost with its device or damaged there: nobody may expect it
  bool is_orphaned = false;   // its device lost its journal: a restore of the server may lose it
  bool is_damaged = false;    // with it went what tied later edits to earlier ones
  bool is_sent_again = false; // from the tray, not safe in the outbox yet
};

// Who asks, and from where: a browser keeps its number with its storage.
struct Caller {
  std::size_t person = 0;
  std::uint64_t browser = 0;
};

class Oracle {
 public:
  // ---- what happens ----
  std::uint32_t Note(GroupNote note);  // the number under which the group travels
  GroupNote& At(std::uint32_t group) { return groups_[group - 1]; }
  const std::vector<GroupNote>& groups() const { return groups_; }
  // The author's own earlier edit that made this value on his screen adds what it had replaced.
  std::vector<Value> SeenBehind(std::size_t device, Id record, FieldId field, const Value& shown) const;
  void OnPush(const PushRequest& push);
  void OnCommitted(const std::vector<Principal>& people, const SimulatedStore& store);
  void OnPullAnswered(const Principal& principal, const PullRequest& pull, const PullResponse& response, const SimulatedData& data);
  void OnRecordSent(const Principal& principal, Id replica, const Record& record, const SimulatedData& data);
  void OnConflictSent(const Principal& principal, const Conflict& conflict, const SimulatedData& data);
  // Outcomes have reached a replica.
  void OnDelivered(Id replica, const std::vector<MutationResult>& results);
  void OnSentAgain(std::uint32_t group);
  void OnAccepted(std::uint32_t group);
  void OnDamaged(std::uint32_t group) { At(group).is_forgotten = At(group).is_damaged = true; }
  void OnRestored();
  // Edits of the device are in no place of its storage any more.
  void OnUnkept(std::size_t device, const std::vector<std::uint32_t>& groups);
  void OnRestarted(std::size_t device, const DeviceStorage& storage);
  void OnEvicted(std::size_t device, const SimulatedData& data);
  // What ends somebody's access, or what a browser holds, and what came of it.
  void OnAccessChanged(std::size_t person, bool is_active);
  void OnWipeAsked(std::uint64_t browser) { to_wipe_.insert(browser); }
  void OnWiped(std::size_t device, std::uint64_t browser, DeviceStorage& storage, const SimulatedData& data);
  void OnOpened(std::uint64_t browser);
  void OnServed(const Caller& caller);
  // The device asked for a record. `is_last`: and nothing happens to it any more until it is quiet.
  void OnWanted(std::size_t device, Id record, bool is_last);

  // ---- what must hold ----
  void CheckScreen(std::size_t device, const Principal& principal, const SyncClient& client, const SimulatedData& data);
  void CheckQuiet(std::size_t device, const Principal& principal, const SyncClient& client, const SimulatedData& data);
  void CheckTray(std::size_t device, const DeviceStorage& storage);
  void CheckEverything(const SimulatedData& data);
  void Fail(std::string_view invariant, std::string text);

  const std::string& invariant() const { return invariant_; }
  const std::string& text() const { return text_; }
  bool has_failed() const { return !invariant_.empty(); }
  std::uint64_t outcome_count() const { return outcome_count_; }

  // What a device is to hold of what its person may know: all of it or, with a cap, that person's own and what was changed last.
  static std::set<Id> ToHold(const Principal& principal, const SimulatedData& data);
  static bool MayKnow(const Principal& principal, const Record& record);
  static bool MayChangeIt(const Principal& principal, const Record* before, const Record& after);

 private:
  struct Reading {
    Cookie cookie;
    std::map<Id, Version> newest;
  };

  void JudgeEntry(const HistoryEntry& entry, const SimulatedStore& store);
  void JudgeSet(std::uint32_t number, const EditNote& edit, const HistoryEntry& entry, const SimulatedStore& store);
  void JudgeRevert(std::uint32_t number, const HistoryEntry& entry, const SimulatedStore& store);
  bool IsOthersRevert(std::uint32_t number, const HistoryEntry& entry, FieldId field, const SimulatedData& data) const;
  bool IsOfBatch(std::uint32_t reverted, const HistoryEntry& entry, const SimulatedData& data) const;
  void JudgeDelete(std::uint32_t number, const EditNote& edit, const HistoryEntry& entry, const SimulatedStore& store);
  bool IsOwn(std::uint32_t number, const HistoryEntry& entry, FieldId field, const SimulatedData& data) const;
  bool IsAbove(std::uint32_t number, const HistoryEntry& entry, const CellNote& cell, const Value& value, const SimulatedData& data) const;
  bool IsTorn(std::uint32_t number, Id record, FieldId field) const;
  EditNote* Find(std::uint32_t group, const HistoryEntry& entry);
  static bool IsInHistory(std::uint32_t group, const EditNote& edit, const SimulatedData& data);

  std::vector<GroupNote> groups_;
  std::map<std::pair<Id, MutationNumber>, std::pair<std::uint32_t, std::size_t>> numbers_;
  std::map<std::size_t, Reading> readings_;
  std::set<std::size_t> disabled_;     // people
  std::set<std::uint64_t> to_wipe_;    // browsers
  std::map<std::pair<std::size_t, Id>, bool> wanted_;  // by device and record: see OnWanted
  std::set<std::pair<Id, Id>> sent_;  // replica and record
  std::map<std::size_t, std::vector<std::uint32_t>> pending_;  // by device: accepted there, outcome not heard of
  std::set<std::pair<Id, FieldId>> reused_;  // cells that hold a value a second time: who wrote it cannot be told
  std::map<std::pair<Id, FieldId>, std::set<std::string>> values_;
  std::string invariant_;
  std::string text_;
  std::uint64_t outcome_count_ = 0;
  std::uint64_t last_order_ = 0;
};

}  // namespace kedang
