// SqliteStore: the server's records, history, conflicts and replicas in SQLite. One class for both sides: the writer has
// one on the read-write connection and frames every use with Begin and Commit; each reader has one on a connection of
// its own, where every writing call is refused by SQLite. Tables and columns are described in migrations/*.sql.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "server/sqlite.h"
#include "shared/sync/server_store.h"

namespace kedang {

class SqliteStore final : public ServerStore {
 public:
  // `connection` outlives the store and holds a migrated database.
  static Result<std::unique_ptr<SqliteStore>> Open(Connection& connection);

  // For tables that are nobody else's business (users, sessions): within the same transaction.
  Connection& connection() { return connection_; }

  // Takes the write lock and reads where the order stands; kUnavailable when another process holds it too long.
  Status Begin();
  // A consistent view of the database until Commit or Rollback, for readers.
  Status BeginRead();
  // Durable when it returns ok; otherwise everything since Begin is undone.
  Status Commit();
  void Rollback();
  // A part of a transaction that can be taken back alone. RollbackPart fails when SQLite had to undo the whole.
  Status BeginPart();
  Status CommitPart();
  Status RollbackPart();

  Epoch epoch() const override { return epoch_; }
  Result<std::uint64_t> LastSequence() override;
  Result<std::uint64_t> NextSequence() override;

  Result<std::optional<Record>> Find(Id id) override;
  // Leaves the unique keys as they are; PutWithKeys replaces them.
  Status Put(const Record& record) override;
  Status Erase(Id id) override;
  Status Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) override;
  Status ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) override;
  Status ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) override;
  Status ScanReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override;
  Result<std::size_t> Count(SchemaId schema) override;
  Result<RowNumber> RowOf(Id id) override;
  Result<std::optional<Record>> RecordAt(RowNumber row) override;

  Result<std::optional<Id>> FindUnique(SchemaId schema, FieldId field, std::string_view normal_form,
                                       const std::function<bool(Id)>& counts) override;
  Status PutWithKeys(const Record& record, const std::vector<UniqueKey>& keys) override;
  Status ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) override;

  // The record must have been put before.
  Status AppendHistory(const HistoryEntry& entry) override;
  Result<std::vector<HistoryEntry>> History(Id record, std::size_t limit) override;
  Result<std::vector<SaveMark>> RecentSaves(SchemaId schema, bool is_new, std::size_t limit) override;
  Status AddToBatch(const Batch& part) override;
  Result<std::optional<Batch>> FindBatch(Id id) override;
  Result<std::vector<Batch>> RevertsOf(Id batch) override;
  Result<std::vector<Batch>> Batches(std::optional<SourceKind> kind, std::size_t limit) override;
  Result<std::vector<Id>> RecordsOfBatch(const Batch& batch) override;
  Status KeepRejected(const Principal& author, Id replica, const Mutation& mutation, const MutationResult& result,
                      TimeMs now) override;

  Status PutConflict(const Conflict& conflict) override;
  Result<std::optional<Conflict>> FindConflict(Id id) override;
  Result<std::vector<Conflict>> ConflictsOf(Id record) override;

  Result<std::optional<ReplicaState>> FindReplica(Id id) override;
  Status PutReplica(const ReplicaState& replica, TimeMs now) override;
  Status PutResult(Id replica, const MutationResult& result) override;
  Result<std::optional<MutationResult>> FindResult(Id replica, MutationNumber mid) override;
  Result<std::vector<MutationResult>> ResultsAfter(Id replica, MutationNumber after, std::size_t limit) override;
  Result<std::optional<HeldView>> FindView(Id replica, std::uint64_t number) override;
  Status ReadRows(Id replica, HeldView& view) override;
  Result<std::uint64_t> AddView(Id replica, const HeldView& view) override;
  Status DropViews(TimeMs before) override;

  Result<std::shared_ptr<const SchemaSet>> SchemasAt(std::uint32_t version) override;

  Result<std::uint64_t> NextNumber(SchemaId schema, FieldId field, std::string_view scope) override;

  Status ScanChanges(std::uint64_t sequence, const RowVisit& visit) override;
  Status ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) override;

  // Adds a record that is known to be new, with its insert in history: what PutWithKeys and AppendHistory do together,
  // for bulk import. History's changes are the record's cells; `entry.changes` is not looked at.
  // Its row is known at once; the row itself is written with others by FlushNew, or before.
  Result<std::int64_t> InsertNew(const Record& record, const HistoryEntry& entry);
  Status FlushNew();
  struct RowKey {
    std::int64_t row = 0;
    UniqueKey key;
  };
  // Unique keys of many new records at once: sorted first, so that the index fills from one end to the other.
  Status InsertUniqueKeys(SchemaId schema, std::vector<RowKey> keys);
  // Continues a counter behind `value`.
  Status SetNumber(SchemaId schema, FieldId field, std::string_view scope, std::uint64_t value);
  // Every unique key of a live record of the schema.
  Status ScanUnique(SchemaId schema, const std::function<bool(FieldId, std::string_view normal_form, Id record)>& visit);

 private:
  SqliteStore(Connection& connection, Epoch epoch) : connection_(connection), epoch_(epoch) {}

  Status EndLeftOver();
  Status ScanRecords(Statement& statement, const std::function<bool(const Record&)>& visit);
  Status ScanNumbered(Statement& statement, const RowVisit& visit);
  // A record of InsertNew on its way into tables record and history.
  struct NewRow {
    SchemaId schema = 0;
    bool is_deleted = false;
    Version created, changed;
    TimeMs created_ms = 0, changed_ms = 0;
    std::string id, cells, versions;
    Version version;  // from here on of its history
    MutationKind kind = MutationKind::kInsert;
    Outcome outcome = Outcome::kApplied;
    TimeMs server_ms = 0, client_ms = 0;
    std::string author;
    std::vector<std::string> targets;  // ids in its cells
    std::int64_t provenance = 0;
  };
  Status InsertKeyRows(SchemaId schema, const RowKey* keys, std::size_t count);
  Result<std::int64_t> PutRow(const Record& record);
  Status PutReferences(std::int64_t row, const Record& record);
  Status InsertKeys(std::int64_t row, SchemaId schema, const std::vector<UniqueKey>& keys);
  Result<std::int64_t> HeldBaseRow(const Bytes& rows);
  Result<std::int64_t> ProvenanceRow(const Provenance& provenance);
  // Either side may be empty: null.
  Status WriteHistory(std::int64_t row, const HistoryEntry& entry, std::string_view before, std::string_view after);

  Connection& connection_;
  Epoch epoch_;
  std::uint64_t sequence_ = 0;          // within a write transaction
  std::uint64_t stored_sequence_ = 0;   // what the database says
  std::uint64_t part_sequence_ = 0;     // at BeginPart
  std::vector<NewRow> new_rows_;        // the first new_count_ are not written yet; kept to save allocations
  std::size_t new_count_ = 0;
  std::int64_t first_new_row_ = 0;
  std::string cells_json_;              // kept to save allocations
  bool is_writing_ = false;
  std::unordered_map<std::uint32_t, std::shared_ptr<const SchemaSet>> schemas_;  // forgotten at every rollback
  std::unordered_map<std::string, std::int64_t> provenance_rows_;  // forgotten at every rollback
};

}  // namespace kedang
