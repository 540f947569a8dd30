// What the sync handlers need of a database. ServerReader: reads at one moment, on any connection. ServerStore: the same
// inside one write transaction. The server's writer thread opens the transaction, runs the handlers of several requests,
// commits with fsync and only then lets the answers go; when any call fails the whole transaction is rolled back and
// every request in it is told so. Nothing here knows SQL.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/model/batch.h"
#include "shared/model/conflict.h"
#include "shared/model/mutation.h"
#include "shared/model/schema.h"
#include "shared/policy/principal.h"
#include "shared/store/store.h"
#include "shared/sync/held_view.h"

namespace kedang {

struct ReplicaState {
  Id id;
  Id user;
  MutationNumber last_mid = 0;
};

class ServerReader {
 public:
  virtual ~ServerReader() = default;

  // The history this store continues.
  virtual Epoch epoch() const = 0;
  // The number of the last change; 0 when nothing ever changed.
  virtual Result<std::uint64_t> LastSequence() = 0;

  // Records and conflicts changed after `sequence`, in the order of their last change, until `visit` returns false.
  // Deleted records and closed conflicts are included.
  // A record keeps the number of its row, and no other ever gets it.
  using RowVisit = std::function<bool(RowNumber row, const Record&)>;
  virtual Status ScanChanges(std::uint64_t sequence, const RowVisit& visit) = 0;
  virtual Status ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) = 0;
  virtual Result<std::optional<Conflict>> FindConflict(Id id) = 0;
  // Live records of a schema in row order, from behind `after`.
  virtual Status ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) = 0;
  // Live records of all schemas by their last change: from the mark on the older first, or before it the newer first.
  virtual Status ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) = 0;
  // 0 when the id was never seen.
  virtual Result<RowNumber> RowOf(Id id) = 0;
  virtual Result<std::optional<Record>> RecordAt(RowNumber row) = 0;
  // As in Store.
  virtual Result<std::optional<Record>> Find(Id id) = 0;
  virtual Result<std::size_t> Count(SchemaId schema) = 0;
  virtual Status ScanReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) = 0;
  // The open conflicts over a record.
  virtual Result<std::vector<Conflict>> ConflictsOf(Id record) = 0;

  // What a replica held at a cookie with this view, without the rows; ReadRows gives them.
  virtual Result<std::optional<HeldView>> FindView(Id replica, std::uint64_t number) = 0;
  virtual Status ReadRows(Id replica, HeldView& view) = 0;

  // Accepted changes of a record, newest first.
  virtual Result<std::vector<HistoryEntry>> History(Id record, std::size_t limit) = 0;

  // Which changes of a schema's records were the last: of those that made a record, and of the others. Newest first;
  // not further back than some hundred thousand changes.
  struct SaveMark {
    Id record;
    Version version;
  };
  virtual Result<std::vector<SaveMark>> RecentSaves(SchemaId schema, bool is_new, std::size_t limit) = 0;

  // What was done together.
  virtual Result<std::optional<Batch>> FindBatch(Id id) = 0;
  // Those that took this one back, the first one first.
  virtual Result<std::vector<Batch>> RevertsOf(Id batch) = 0;
  // The latest ones, of one kind or all, newest first.
  virtual Result<std::vector<Batch>> Batches(std::optional<SourceKind> kind, std::size_t limit) = 0;
  // The records that its author changed in this batch, each once, what was changed last first.
  virtual Result<std::vector<Id>> RecordsOfBatch(const Batch& batch) = 0;

  virtual Result<std::optional<ReplicaState>> FindReplica(Id id) = 0;
  virtual Result<std::optional<MutationResult>> FindResult(Id replica, MutationNumber mid) = 0;
  // Results with mid > `after`, in order, at most `limit`.
  virtual Result<std::vector<MutationResult>> ResultsAfter(Id replica, MutationNumber after, std::size_t limit) = 0;

  // The schemas as they were published under this version; null when they never were here.
  virtual Result<std::shared_ptr<const SchemaSet>> SchemasAt(std::uint32_t version) = 0;
};

class ServerStore : public Store, public ServerReader {
 public:
  // One for both.
  Result<std::optional<Record>> Find(Id id) override = 0;
  Result<std::size_t> Count(SchemaId schema) override = 0;
  Status ScanReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override {
    return Store::ScanReferring(schema, field, target, visit);
  }

  // Takes the next number of the one order.
  virtual Result<std::uint64_t> NextSequence() = 0;

  // A live record of `schema` whose `field` has this normal form, among those that count.
  virtual Result<std::optional<Id>> FindUnique(SchemaId schema, FieldId field, std::string_view normal_form,
                                               const std::function<bool(Id)>& counts) = 0;
  struct UniqueKey {
    FieldId field = 0;
    std::string normal_form;
  };
  // Put, and the normal forms of the record's unique fields that have a value (none for a deleted record).
  virtual Status PutWithKeys(const Record& record, const std::vector<UniqueKey>& keys) = 0;

  // Visits every record of a schema, deleted ones too, until `visit` returns false; `visit` may put what it is given.
  virtual Status ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) = 0;

  virtual Status AppendHistory(const HistoryEntry& entry) = 0;
  // Begins the batch or adds the counts to what is there; nothing when the one that is there is another author's.
  virtual Status AddToBatch(const Batch& part) = 0;
  // A mutation that was not accepted: kept whole, with the reason, for its author and administrators.
  virtual Status KeepRejected(const Principal& author, Id replica, const Mutation& mutation, const MutationResult& result,
                              TimeMs now) = 0;
  virtual Status PutConflict(const Conflict& conflict) = 0;

  virtual Status PutReplica(const ReplicaState& replica, TimeMs now) = 0;
  virtual Status PutResult(Id replica, const MutationResult& result) = 0;
  // Keeps what the replica holds from now on and says the view's number. Of its views the last kKeptViews stay, and as many
  // of those that are parts. The replica must have been put.
  virtual Result<std::uint64_t> AddView(Id replica, const HeldView& view) = 0;
  // Forgets the views of replicas that were not heard of since.
  virtual Status DropViews(TimeMs before) = 0;

  // Counts up from 1 for each (schema, field, scope); scope is the part of an auto number that resets it ("2026").
  virtual Result<std::uint64_t> NextNumber(SchemaId schema, FieldId field, std::string_view scope) = 0;
};

}  // namespace kedang
