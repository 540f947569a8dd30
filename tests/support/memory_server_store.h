// A ServerStore in memory: the obvious implementation beside the SQLite one, for sync tests. Transactions are copies.
#pragma once

#include <algorithm>
#include <map>

#include "shared/store/memory_store.h"
#include "shared/sync/server_store.h"

namespace kedang {

struct ServerData {
  Epoch epoch{1, Id{1, 1}};
  std::uint64_t sequence = 0;
  std::map<Id, Record> records;
  std::map<Id, RowNumber> rows;  // numbers of the records, from 1
  std::map<Id, Conflict> conflicts;
  std::vector<Batch> batches;
  std::map<Id, ReplicaState> replicas;
  std::map<Id, std::map<std::uint64_t, HeldView>> views;  // by replica and number
  std::map<std::pair<Id, MutationNumber>, MutationResult> results;
  std::vector<HistoryEntry> history;
  std::vector<Mutation> rejected;
  std::map<std::string, std::uint64_t> counters;
  std::map<std::pair<SchemaId, FieldId>, std::map<Id, std::string>> unique;
  std::map<std::uint32_t, std::shared_ptr<const SchemaSet>> schemas;  // by version
};

class MemoryServerStore final : public ServerStore {
 public:
  explicit MemoryServerStore(ServerData& data) : data_(data) {}

  Epoch epoch() const override { return data_.epoch; }
  Result<std::uint64_t> LastSequence() override { return data_.sequence; }
  Result<std::uint64_t> NextSequence() override { return ++data_.sequence; }

  Result<std::optional<Record>> Find(Id id) override {
    const auto found = data_.records.find(id);
    if (found == data_.records.end()) return std::optional<Record>();
    return std::optional<Record>(found->second);
  }
  Status Put(const Record& record) override {
    data_.records[record.id] = record;
    return {};
  }
  Status Erase(Id id) override {
    data_.records.erase(id);
    return {};
  }
  Status Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) override {
    for (const auto& [id, record] : data_.records) {
      if (record.schema == schema && !record.is_deleted && !visit(record)) break;
    }
    return {};
  }
  Result<std::size_t> Count(SchemaId schema) override {
    std::size_t count = 0;
    for (const auto& [id, record] : data_.records) count += record.schema == schema && !record.is_deleted ? 1 : 0;
    return count;
  }

  Result<std::optional<Id>> FindUnique(SchemaId schema, FieldId field, std::string_view normal,
                                       const std::function<bool(Id)>& counts) override {
    for (const auto& [id, key] : data_.unique[{schema, field}]) {
      if (key == normal && counts(id)) return std::optional<Id>(id);
    }
    return std::optional<Id>();
  }
  Status PutWithKeys(const Record& record, const std::vector<UniqueKey>& keys) override {
    for (auto& [field, ids] : data_.unique) ids.erase(record.id);
    for (const UniqueKey& key : keys) data_.unique[{record.schema, key.field}][record.id] = key.normal_form;
    return Put(record);
  }

  Status ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) override {
    for (const auto& [id, record] : data_.records) {
      if (record.schema == schema && !visit(Record(record))) break;
    }
    return {};
  }

  Status AppendHistory(const HistoryEntry& entry) override {
    data_.history.push_back(entry);
    return {};
  }
  Status AddToBatch(const Batch& part) override {
    for (Batch& batch : data_.batches) {
      if (batch.id == part.id) {
        if (batch.author == part.author) JoinBatch(part, batch);
        return {};
      }
    }
    data_.batches.push_back(part);
    return {};
  }
  Result<std::optional<Batch>> FindBatch(Id id) override {
    for (const Batch& batch : data_.batches) {
      if (batch.id == id) return std::optional<Batch>(batch);
    }
    return std::optional<Batch>();
  }
  Result<std::vector<Batch>> RevertsOf(Id id) override {
    std::vector<Batch> found;
    for (const Batch& batch : data_.batches) {
      if (batch.reverts == id) found.push_back(batch);
    }
    return found;
  }
  Result<std::vector<Batch>> Batches(std::optional<SourceKind> kind, std::size_t limit) override {
    std::vector<Batch> found;
    for (auto batch = data_.batches.rbegin(); batch != data_.batches.rend() && found.size() < limit; ++batch) {
      if (!kind || batch->kind == *kind) found.push_back(*batch);
    }
    return found;
  }
  Result<std::vector<Id>> RecordsOfBatch(const Batch& batch) override {
    std::vector<Id> records;
    for (auto entry = data_.history.rbegin(); entry != data_.history.rend(); ++entry) {
      if (!(entry->provenance.batch == batch.id) || !(entry->author == batch.author)) continue;
      if (std::find(records.begin(), records.end(), entry->record) == records.end()) records.push_back(entry->record);
    }
    return records;
  }
  Result<std::vector<HistoryEntry>> History(Id record, std::size_t limit) override {
    std::vector<HistoryEntry> entries;
    for (auto entry = data_.history.rbegin(); entry != data_.history.rend() && entries.size() < limit; ++entry) {
      if (entry->record == record) entries.push_back(*entry);
    }
    return entries;
  }
  Result<std::vector<SaveMark>> RecentSaves(SchemaId schema, bool is_new, std::size_t limit) override {
    std::vector<SaveMark> marks;
    for (auto entry = data_.history.rbegin(); entry != data_.history.rend() && marks.size() < limit; ++entry) {
      if (entry->schema == schema && (entry->kind == MutationKind::kInsert) == is_new) marks.push_back({entry->record, entry->version});
    }
    return marks;
  }
  Status KeepRejected(const Principal&, Id, const Mutation& mutation, const MutationResult&, TimeMs) override {
    data_.rejected.push_back(mutation);
    return {};
  }
  Status PutConflict(const Conflict& conflict) override {
    data_.conflicts[conflict.id] = conflict;
    return {};
  }
  Result<std::optional<Conflict>> FindConflict(Id id) override {
    const auto found = data_.conflicts.find(id);
    if (found == data_.conflicts.end()) return std::optional<Conflict>();
    return std::optional<Conflict>(found->second);
  }

  Result<std::optional<ReplicaState>> FindReplica(Id id) override {
    const auto found = data_.replicas.find(id);
    if (found == data_.replicas.end()) return std::optional<ReplicaState>();
    return std::optional<ReplicaState>(found->second);
  }
  Status PutReplica(const ReplicaState& replica, TimeMs) override {
    data_.replicas[replica.id] = replica;
    return {};
  }
  Result<RowNumber> RowOf(Id id) override {
    if (data_.records.count(id) == 0) return RowNumber{0};
    return data_.rows.emplace(id, static_cast<RowNumber>(data_.rows.size() + 1)).first->second;
  }
  Result<std::optional<Record>> RecordAt(RowNumber row) override {
    for (const auto& [id, number] : data_.rows) {
      if (number == row) return Find(id);
    }
    return std::optional<Record>();
  }
  Result<std::optional<HeldView>> FindView(Id replica, std::uint64_t number) override {
    const auto& views = data_.views[replica];
    const auto found = views.find(number);
    if (found == views.end()) return std::optional<HeldView>();
    HeldView head = found->second;
    head.rows = HeldRows();
    return std::optional<HeldView>(std::move(head));
  }
  Status ReadRows(Id replica, HeldView& view) override {
    const auto& views = data_.views[replica];
    const auto found = views.find(view.number);
    if (found == views.end()) return Error{ErrorCode::kCorrupt, "no such view"};
    view.rows = found->second.rows;
    return {};
  }
  Result<std::uint64_t> AddView(Id replica, const HeldView& view) override {
    auto& views = data_.views[replica];
    const std::uint64_t number = views.empty() ? data_.sequence + 1 : views.rbegin()->first + 1;
    views[number] = view;
    views[number].number = number;
    std::size_t kept[2] = {0, 0};
    for (auto one = views.end(); one != views.begin();) {
      if (++kept[std::prev(one)->second.is_part ? 1 : 0] > kKeptViews) {
        one = views.erase(std::prev(one));
      } else {
        --one;
      }
    }
    return number;
  }
  Status DropViews(TimeMs) override { return {}; }
  Status PutResult(Id replica, const MutationResult& result) override {
    data_.results[{replica, result.mid}] = result;
    return {};
  }
  Result<std::optional<MutationResult>> FindResult(Id replica, MutationNumber mid) override {
    const auto found = data_.results.find({replica, mid});
    if (found == data_.results.end()) return std::optional<MutationResult>();
    return std::optional<MutationResult>(found->second);
  }
  Result<std::vector<MutationResult>> ResultsAfter(Id replica, MutationNumber after, std::size_t limit) override {
    std::vector<MutationResult> results;
    for (const auto& [key, result] : data_.results) {
      if (key.first == replica && key.second > after && results.size() < limit) results.push_back(result);
    }
    return results;
  }
  Result<std::shared_ptr<const SchemaSet>> SchemasAt(std::uint32_t version) override {
    const auto found = data_.schemas.find(version);
    return found == data_.schemas.end() ? nullptr : found->second;
  }
  Result<std::uint64_t> NextNumber(SchemaId schema, FieldId field, std::string_view scope) override {
    return ++data_.counters[std::to_string(schema) + "/" + std::to_string(field) + "/" + std::string(scope)];
  }

  Status ScanChanges(std::uint64_t sequence, const RowVisit& visit) override {
    Visit(visit, [&](RowNumber, const Record& record) { return record.changed.sequence > sequence; }, ByChange);
    return {};
  }
  Status ScanRows(SchemaId schema, RowNumber after, const RowVisit& visit) override {
    Visit(visit, [&](RowNumber row, const Record& record) { return record.schema == schema && !record.is_deleted && row > after; },
          [](const Numbered& a, const Numbered& b) { return a.first < b.first; });
    return {};
  }
  Status ScanByChange(ChangeMark mark, bool is_behind, const RowVisit& visit) override {
    Visit(visit,
          [&](RowNumber row, const Record& record) {
            const ChangeMark own{record.changed.sequence, row};
            return !record.is_deleted && (is_behind ? !(own < mark) : own < mark);
          },
          [&](const Numbered& a, const Numbered& b) { return is_behind ? ByChange(a, b) : ByChange(b, a); });
    return {};
  }
  Result<std::vector<Conflict>> ConflictsOf(Id record) override {
    std::vector<Conflict> conflicts;
    for (const auto& [id, conflict] : data_.conflicts) {
      if (conflict.record == record && conflict.is_open) conflicts.push_back(conflict);
    }
    return conflicts;
  }
  Status ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) override {
    std::vector<const Conflict*> changed;
    for (const auto& [id, conflict] : data_.conflicts) {
      if (conflict.version.sequence > sequence) changed.push_back(&conflict);
    }
    std::sort(changed.begin(), changed.end(),
              [](const Conflict* a, const Conflict* b) { return a->version.sequence < b->version.sequence; });
    for (const Conflict* conflict : changed) {
      if (!visit(*conflict)) break;
    }
    return {};
  }

 private:
  using Numbered = std::pair<RowNumber, const Record*>;
  static bool ByChange(const Numbered& a, const Numbered& b) {
    return ChangeMark{a.second->changed.sequence, a.first} < ChangeMark{b.second->changed.sequence, b.first};
  }
  template <typename Wanted, typename Order>
  void Visit(const RowVisit& visit, const Wanted& wanted, const Order& order) {
    std::vector<Numbered> found;
    for (const auto& [id, record] : data_.records) {
      const RowNumber row = RowOf(id).value();
      if (wanted(row, record)) found.emplace_back(row, &record);
    }
    std::sort(found.begin(), found.end(), order);
    for (const auto& [row, record] : found) {
      if (!visit(row, *record)) break;
    }
  }

  ServerData& data_;
};

}  // namespace kedang
