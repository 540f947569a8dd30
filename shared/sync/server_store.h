// What the sync handlers need of a database. ServerReader: reads at one moment, on any connection. ServerStore: the same
// inside one write transaction. The server's writer thread opens the transaction, runs the handlers of several requests,
// commits with fsync and only then lets the answers go; when any call fails the whole transaction is rolled back and
// every request in it is told so. Nothing here knows SQL.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/model/conflict.h"
#include "shared/model/mutation.h"
#include "shared/model/schema.h"
#include "shared/policy/principal.h"
#include "shared/store/store.h"

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
  virtual Status ScanChanges(std::uint64_t sequence, const std::function<bool(const Record&)>& visit) = 0;
  virtual Status ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) = 0;
  virtual Result<std::optional<Conflict>> FindConflict(Id id) = 0;
  // As Store::Find.
  virtual Result<std::optional<Record>> Find(Id id) = 0;

  // Accepted changes of a record, newest first.
  virtual Result<std::vector<HistoryEntry>> History(Id record, std::size_t limit) = 0;

  // Which changes of a schema's records were the last: of those that made a record, and of the others. Newest first;
  // not further back than some hundred thousand changes.
  struct SaveMark {
    Id record;
    Version version;
  };
  virtual Result<std::vector<SaveMark>> RecentSaves(SchemaId schema, bool is_new, std::size_t limit) = 0;

  virtual Result<std::optional<ReplicaState>> FindReplica(Id id) = 0;
  virtual Result<std::optional<MutationResult>> FindResult(Id replica, MutationNumber mid) = 0;
  // Results with mid > `after`, in order, at most `limit`.
  virtual Result<std::vector<MutationResult>> ResultsAfter(Id replica, MutationNumber after, std::size_t limit) = 0;

  // The schemas as they were published under this version; null when they never were here.
  virtual Result<std::shared_ptr<const SchemaSet>> SchemasAt(std::uint32_t version) = 0;
};

class ServerStore : public Store, public ServerReader {
 public:
  Result<std::optional<Record>> Find(Id id) override = 0;  // one for both

  // Takes the next number of the one order.
  virtual Result<std::uint64_t> NextSequence() = 0;

  // Another live record of `schema` whose `field` has this normal form.
  virtual Result<std::optional<Id>> FindUnique(SchemaId schema, FieldId field, std::string_view normal_form, Id except) = 0;
  struct UniqueKey {
    FieldId field = 0;
    std::string normal_form;
  };
  // Put, and the normal forms of the record's unique fields that have a value (none for a deleted record).
  virtual Status PutWithKeys(const Record& record, const std::vector<UniqueKey>& keys) = 0;

  // Visits every record of a schema, deleted ones too, until `visit` returns false; `visit` may put what it is given.
  virtual Status ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) = 0;

  virtual Status AppendHistory(const HistoryEntry& entry) = 0;
  // A mutation that was not accepted: kept whole, with the reason, for its author and administrators.
  virtual Status KeepRejected(const Principal& author, Id replica, const Mutation& mutation, const MutationResult& result,
                              TimeMs now) = 0;
  virtual Status PutConflict(const Conflict& conflict) = 0;

  virtual Status PutReplica(const ReplicaState& replica, TimeMs now) = 0;
  virtual Status PutResult(Id replica, const MutationResult& result) = 0;

  // Counts up from 1 for each (schema, field, scope); scope is the part of an auto number that resets it ("2026").
  virtual Result<std::uint64_t> NextNumber(SchemaId schema, FieldId field, std::string_view scope) = 0;
};

}  // namespace kedang
