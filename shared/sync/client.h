// SyncClient: the client's end of the protocol as a state machine without network, clock or storage of its own, so that
// what ships is what the tests drive. One request is under way at a time:
//   hello → (first load or reset: snapshot manifest → segments → swap) → push while the outbox has something → pull
// What it holds to (sync.md 2.7, 2.8):
//   - an edit is durable in the outbox before it is accepted and shown;
//   - answers are applied with the cookie, results and outbox removal in one storage transaction;
//   - an answer is taken once, and only while its request is the one awaited; one for another cookie or epoch is dropped;
//   - a reset rebuilds beside the old base and swaps; outbox and tray survive it, as they do sign-out and a damaged cache;
//   - numbers have no gaps: one whose edit is gone (refused, damaged) is filled by an empty edit that the server refuses;
//   - nothing depends on what the device's clock says, only on how far it moved.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>

#include "shared/base/clock.h"
#include "shared/sync/client_storage.h"
#include "shared/sync/commit_queue.h"
#include "shared/sync/outbox.h"

namespace kedang {

class ClientObserver {
 public:
  virtual ~ClientObserver() = default;
  // These records look different now (or are gone): redraw and re-index them.
  virtual void OnRecordsChanged(std::span<const Id> records) = 0;
  // Everything may look different: a snapshot took the place of the base, or other schemas came.
  virtual void OnBaseReplaced() = 0;
  // Counts, connection, conflicts or tray changed.
  virtual void OnSyncStatusChanged() = 0;
};

struct SyncRequest {
  std::string path;    // "/sync/push"
  bool is_get = false;  // segments; everything else is a POST of `body`
  Bytes body;
  std::uint64_t number = 0;  // the answer is given back under it
  std::vector<std::string> soon = {};  // of a first load: what is asked for next, so that it may be fetched meanwhile
};

enum class ConnectionState : std::uint8_t {
  kConnecting,  // nothing heard yet
  kOnline,
  kOffline,     // the server cannot be reached
  kSignedOut,   // the server wants a sign-in; local work goes on
  kUpgrade,     // this client is too old: reload
};

struct SyncStatus {
  ConnectionState connection = ConnectionState::kConnecting;
  std::size_t pending = 0;      // mutations the server has no outcome for yet
  std::size_t conflicts = 0;
  std::size_t tray = 0;
  bool is_loading = false;      // a snapshot is on its way
  std::uint64_t loaded = 0;     // records of it so far
  std::uint64_t to_load = 0;
  bool is_kept_offline = true;  // false: the browser refused to keep the base (quota)
  TimeMs last_sync_ms = 0;
  TimeMs oldest_pending_ms = 0; // client time of the oldest pending mutation; 0 = none
  bool is_current = false;      // nothing to send, nothing to ask for, no answer awaited
};

class SyncClient {
 public:
  // Reads the schemas that server and storage give as text; who has thousands of clients may know the text already.
  using SchemaReader = Result<SchemaSet> (*)(std::string_view json);
  SyncClient(ClientStorage& storage, ClientObserver& observer, Clock& clock, Random& random, std::string build,
             SchemaReader read_schemas = ParseSchemaSet);
  ~SyncClient();

  // Start: every stored row once, then Start. A damaged base row makes Start say kCorrupt, a missing one (the browser made
  // room, or refused to keep it) kNotFound; both are told to the user and the base is fetched again. Outbox rows that are
  // damaged are kept in storage under the tray for support.
  void Restore(StorageArea area, const std::string& key, ByteSpan value);
  Status Start();

  // What the user sees: the base overlaid with the outbox.
  const MemoryStore& records() const { return *view_; }
  // The set before it stays where it was until the next one comes, for those who look into it right now.
  const SchemaSet& schemas() const { return *schemas_; }
  const ClientState& state() const { return state_; }
  SyncStatus status() const;
  bool has_base() const { return !state_.cookie.is_empty(); }
  bool IsPending(Id record) const { return outbox_.Touches(record); }
  const Outbox& outbox() const { return outbox_; }
  const std::map<Id, Conflict>& conflicts() const { return conflicts_; }
  const std::map<std::string, QueuedGroup>& tray() const { return tray_; }
  // What was delivered, with the outcomes, by number: of the last thirty days.
  const std::map<MutationNumber, QueuedGroup>& journal() const { return journal_; }
  // The record as the server last confirmed it, without own pending edits.
  std::optional<Record> BaseOf(Id record) const;

  // Version of the schemas an edit is made under. Whoever looks at a record through a copy of older schemas (an open
  // editor) says so in Mutation::schema_version; else Submit fills in this one.
  std::uint32_t schema_version() const { return schemas_->version; }

  // Mutations with their bases filled in from the record as the author saw it (a copy taken when editing began).
  Mutation MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells);
  Mutation MakeSet(const Record& seen, std::vector<std::pair<FieldId, Value>> cells);
  Mutation MakeDelete(const Record& seen);
  Mutation MakeRestore(const Record& seen);
  // `value` null keeps what the cell holds.
  Mutation MakeResolve(const Conflict& conflict, std::optional<Value> value);
  // Takes back everything that was done under this batch's id, once the server has it; its journal entry tells what stayed.
  // Alone in its group, whose provenance names a batch of its own.
  Mutation MakeRevert(Id batch) const;
  Id NewId();
  // For many records made at once.
  IdSequence NewIds() { return IdSequence(clock_.NowMs(), random_); }

  // Makes the groups durable in one transaction, then shows them. On an error nothing happened.
  void Submit(std::vector<Group> groups, std::function<void(Status)> done);
  // Tray: gives a group new numbers and sends it again, or forgets it; kNotFound while it is leaving already. A mutation
  // whose values are those of older schemas goes as it was, for the server to convert.
  void Resubmit(const std::string& tray_key, std::function<void(Status)> done);
  void Discard(const std::string& tray_key, std::function<void(Status)> done);
  // Puts groups that come from elsewhere (an exported file) into the tray, for people to decide about. Those that are here
  // already, waiting, delivered or in the tray, are left out; `done` gets how many were new.
  void KeepInTray(std::vector<QueuedGroup> groups, std::function<void(Result<std::size_t>)> done);

  // Offers storage once more what it has refused so far: before the page goes for good, and the rows it could be made from.
  void WriteOwed(std::function<void(Status)> done);

  // A device that holds a part asks for one record more: it comes with the next pull and stays, if it may be seen.
  void Want(Id record);
  // Asked for and not answered yet.
  bool IsWanted(Id record) const { return std::find(wanted_.begin(), wanted_.end(), record) != wanted_.end(); }

  // The next request, or nothing while one is under way, a retry is not due or there is nothing to say.
  std::optional<SyncRequest> NextRequest();
  // An answer to a request that was given up meanwhile is dropped.
  void OnResponse(std::uint64_t request, int http_status, ByteSpan body);
  // That request will not be answered; nothing when another one is awaited by now.
  void OnUnanswered(std::uint64_t request);
  // There is no network: whatever is awaited is given up.
  void OnUnreachable();
  // The server said that something changed, or the user wants a sync now. Retries at once, unless a busy server named a time:
  // when everybody is woken, nobody comes before his (nor waits longer than half a minute).
  void Wake();
  // After a sign-in.
  void OnSignedIn();
  // When NextRequest may have something again though nothing happens; 0 = never.
  TimeMs next_attempt_ms() const { return retry_after_ms_ == 0 ? 0 : failed_at_ms_ + retry_after_ms_; }

 private:
  enum class Phase : std::uint8_t { kHello, kManifest, kSegments, kReady };
  struct Snapshot;

  void TakeAnswer(int http_status, ByteSpan body);
  void OnHello(const HelloResponse& hello);
  void OnManifest(SnapshotManifest manifest);
  bool MayTake(ByteSpan answer) const;
  void OnSegment(const Frame& frame, ByteSpan bytes);
  void StoreSegments(std::shared_ptr<std::vector<StorageWrite>> unstored);
  void FinishSnapshot();
  void ShowSnapshot();
  void OnPushed(const PushResponse& response);
  void OnPulled(PullResponse response);
  void ApplyPulled();
  Status TakeSchemas(const std::string& json);
  void Reoverlay();
  void OnRefused(int http_status, const ErrorResponse& error);
  void RefusePush(const ErrorResponse& error);
  void NewReplica(std::vector<StorageWrite>& writes);
  void SettleGroup(Group group, std::vector<StorageWrite>& writes);
  void CloseGaps(MutationNumber last_mid, std::vector<StorageWrite>& writes);
  void HideDecided(const Group& group);
  void Submit(std::vector<Group> groups, const std::string& tray_key, std::function<void(Status)> done);
  void Assign(Group& group);
  void Keep(std::vector<StorageWrite> writes, std::function<void(Status)> done = nullptr);
  void OnCommitted();
  bool MayAttempt();
  const Mutation* FindOwn(MutationNumber mid, Version& version) const;
  MutationNumber OpenMid(Version version, MutationNumber before) const;
  void RebaseSentAgain(std::map<MutationNumber, Group>& groups, std::set<MutationNumber>& changed) const;
  void AddBase(CellEdit& edit, const Record* seen, Id record) const;
  void AddTakenOut(CellEdit& edit) const;
  void Shadow(const Group& group, std::vector<Id>& touched);
  void Refresh(std::span<const Id> records);
  bool RestoreChanged(std::string_view key, ByteSpan row);
  void SetBase(Id id, std::optional<Record> record, std::vector<StorageWrite>& writes);
  void ForgetConflicts(Id record, std::vector<StorageWrite>& writes);
  PushRequest NextPush();
  StorageWrite StateWrite() const;
  StorageWrite MarkWrite() const { return MarkWrite(changed_rows_); }
  StorageWrite MarkWrite(std::uint64_t changed_rows) const;
  void Retry();

  CommitQueue commits_;
  ClientObserver& observer_;
  Clock& clock_;
  Random& random_;
  std::string build_;
  SchemaReader read_schemas_;

  ClientState state_;
  std::unique_ptr<const SchemaSet> schemas_ = std::make_unique<const SchemaSet>();
  std::unique_ptr<const SchemaSet> old_schemas_;
  std::unique_ptr<MemoryStore> view_;
  // Base of the records that pending mutations touch; everything else in the view is base.
  std::unordered_map<Id, std::optional<Record>> shadow_;
  Outbox outbox_;
  std::map<MutationNumber, QueuedGroup> journal_;
  std::map<std::string, QueuedGroup> tray_;
  std::set<std::string> leaving_tray_;  // sent again or discarded, not durable yet
  std::map<Id, Conflict> conflicts_;
  std::map<Id, Conflict> decided_;   // open ones with a decision in the outbox: shown again when it is refused
  std::set<std::string> base_keys_;  // what the base area holds
  std::uint64_t changed_rows_ = 0;   // of these, records that changed since the snapshot
  Bytes mark_;                       // of the base area: the cookie its rows belong to, and how many changed
  std::map<MutationNumber, MutationResult> results_;  // of groups not settled yet
  // Of what a restored server forgot and got again: the versions by which screens and edits still know it.
  std::map<MutationNumber, MutationResult> sent_again_;

  Phase phase_ = Phase::kHello;
  Epoch greeted_;                    // the history that the last hello spoke of
  ConnectionState connection_ = ConnectionState::kConnecting;
  std::uint64_t last_request_ = 0;
  std::uint64_t awaited_ = 0;            // the request under way; 0 = none
  std::optional<std::pair<int, Bytes>> answer_;  // came while a transaction was under way
  bool is_pull_wanted_ = true;
  bool is_reset_wanted_ = false;
  bool is_base_damaged_ = false;
  bool keeps_base_ = true;  // false: there was no room for the snapshot, nothing of the base is stored
  bool has_new_numbers_ = false;  // not durable yet: nothing may be sent under them
  MutationNumber acknowledged_mid_ = 0;  // outcomes known, waiting for the pull that shows them
  std::size_t push_limit_;               // groups in one push; shrinks when the server refuses a batch
  unsigned failures_ = 0;
  TimeMs failed_at_ms_ = 0;
  TimeMs retry_after_ms_ = 0;            // from then on; 0 = at once
  bool is_told_to_wait_ = false;         // that long, by the server
  std::unique_ptr<Snapshot> snapshot_;
  std::vector<Id> wanted_;               // records to be asked for; the first wanted_sent_ are in the request under way
  std::size_t wanted_sent_ = 0;
  std::vector<PullResponse> pulled_;     // parts of one pull; applied when the last has come
};

}  // namespace kedang
