// SimulatedData: everything a simulated server knows, as values: a backup is a copy. SimulatedStore: the ServerStore over
// it, with an undo log, so that a kill or a failed handler takes back what was not durable. It also keeps what the
// transaction under way has written, for the oracle to judge.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "shared/sync/server_store.h"

namespace kedang {

struct SimulatedData {
  Epoch epoch{1, Id{1, 1}};
  std::uint64_t sequence = 0;
  std::size_t edition = 0;  // of SceneEditions
  std::map<Id, Record> records;
  std::map<Id, RowNumber> rows;  // numbers of the records, from 1
  std::vector<Id> ids;           // of row 1 on
  std::map<Id, Conflict> conflicts;
  std::map<Id, Batch> batches;
  std::map<Id, ReplicaState> replicas;
  std::map<Id, std::map<std::uint64_t, HeldView>> views;  // by replica and number
  std::map<std::pair<Id, MutationNumber>, MutationResult> results;
  std::vector<HistoryEntry> history;
  std::map<std::string, std::uint64_t> counters;
  std::map<std::uint32_t, std::size_t> editions;  // by version
};

struct WrittenByTransaction {
  std::vector<HistoryEntry> history;
  std::vector<Conflict> conflicts;
  std::vector<std::pair<Id, MutationResult>> results;
  std::vector<std::pair<Id, MutationNumber>> rejected;
  std::map<Id, Record> before;  // records as they were before they were put
};

class SimulatedStore final : public ServerStore {
 public:
  SimulatedData& data() { return data_; }
  const SimulatedData& data() const { return data_; }
  WrittenByTransaction& written() { return written_; }
  const WrittenByTransaction& written() const { return written_; }

  // Where a later TakeBack returns to.
  std::size_t undo_size() const { return undo_.size(); }
  void TakeBack(std::size_t undo_size);
  // Everything so far is on disk.
  void Sync() { undo_.clear(); }

  Epoch epoch() const override { return data_.epoch; }
  Result<std::uint64_t> LastSequence() override { return data_.sequence; }
  Result<std::uint64_t> NextSequence() override;
  Result<std::optional<Record>> Find(Id id) override;
  Status Put(const Record& record) override;
  Status Erase(Id id) override;
  Status Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) override;
  Result<std::size_t> Count(SchemaId schema) override;
  Result<std::optional<Id>> FindUnique(SchemaId schema, FieldId field, std::string_view normal_form,
                                       const std::function<bool(Id)>& counts) override;
  Status PutWithKeys(const Record& record, const std::vector<UniqueKey>&) override { return Put(record); }
  Status ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) override;
  Status AppendHistory(const HistoryEntry& entry) override;
  Status AddToBatch(const Batch& part) override;
  Result<std::optional<Batch>> FindBatch(Id id) override;
  Result<std::vector<Batch>> RevertsOf(Id batch) override;
  Result<std::vector<Batch>> Batches(std::optional<SourceKind>, std::size_t) override { return std::vector<Batch>(); }
  Result<std::vector<Id>> RecordsOfBatch(const Batch& batch) override;
  Status KeepRejected(const Principal&, Id replica, const Mutation& mutation, const MutationResult&, TimeMs) override;
  Status PutConflict(const Conflict& conflict) override;
  Status PutReplica(const ReplicaState& replica, TimeMs) override;
  Status PutResult(Id replica, const MutationResult& result) override;
  Result<std::uint64_t> NextNumber(SchemaId schema, FieldId field, std::string_view scope) override;
  Result<std::uint64_t> AddView(Id replica, const HeldView& view) override;
  Status DropViews(TimeMs) override { return {}; }  // no replica stays away for that long
  Result<std::optional<HeldView>> FindView(Id replica, std::uint64_t number) override;
  Status ReadRows(Id replica, HeldView& view) override;
  Result<RowNumber> RowOf(Id id) override;
  Result<std::optional<Record>> RecordAt(RowNumber row) override;
  Status ScanChanges(std::uint64_t sequence, const RowVisit& visit) override;
  Status ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) override;
  Status ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) override;
  Result<std::vector<Conflict>> ConflictsOf(Id record) override;
  Status ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) override;
  Result<std::optional<Conflict>> FindConflict(Id id) override;
  Result<std::vector<HistoryEntry>> History(Id record, std::size_t limit) override;
  Result<std::vector<SaveMark>> RecentSaves(SchemaId, bool, std::size_t) override { return std::vector<SaveMark>(); }
  Result<std::optional<ReplicaState>> FindReplica(Id id) override;
  Result<std::optional<MutationResult>> FindResult(Id replica, MutationNumber mid) override;
  Result<std::vector<MutationResult>> ResultsAfter(Id replica, MutationNumber after, std::size_t limit) override;
  Result<std::shared_ptr<const SchemaSet>> SchemasAt(std::uint32_t version) override;

 private:
  template <typename Map, typename Key, typename Value>
  void Replace(Map& map, const Key& key, Value value);
  using Numbered = std::pair<RowNumber, const Record*>;
  template <typename Wanted, typename Order>
  void Visit(const RowVisit& visit, const Wanted& is_wanted, const Order& order) const;

  SimulatedData data_;
  WrittenByTransaction written_;
  std::vector<std::function<void()>> undo_;
};

}  // namespace kedang
