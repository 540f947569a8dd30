#include "shared/simulation/simulated_store.h"

#include <algorithm>

#include "shared/simulation/scene.h"
#include "shared/sync/mutant.h"

namespace kedang {

void SimulatedStore::TakeBack(std::size_t undo_size) {
  while (undo_.size() > undo_size) {
    undo_.back()();
    undo_.pop_back();
  }
}

template <typename Map, typename Key, typename Value>
void SimulatedStore::Replace(Map& map, const Key& key, Value value) {
  const auto found = map.find(key);
  if (found == map.end()) {
    undo_.push_back([&map, key] { map.erase(key); });
    map.emplace(key, std::move(value));
  } else {
    undo_.push_back([&map, key, old = std::move(found->second)] { map[key] = old; });
    found->second = std::move(value);
  }
}

Result<std::uint64_t> SimulatedStore::NextSequence() {
  undo_.push_back([this] { --data_.sequence; });
  return ++data_.sequence;
}

Result<std::optional<Record>> SimulatedStore::Find(Id id) {
  const auto found = data_.records.find(id);
  if (found == data_.records.end()) return std::optional<Record>();
  return std::optional<Record>(found->second);
}

Status SimulatedStore::Put(const Record& record) {
  const auto found = data_.records.find(record.id);
  if (found != data_.records.end()) {
    written_.before.emplace(record.id, found->second);
  } else {
    data_.ids.push_back(record.id);
    undo_.push_back([this] { data_.ids.pop_back(); });
    Replace(data_.rows, record.id, static_cast<RowNumber>(data_.ids.size()));
  }
  Replace(data_.records, record.id, record);
  return {};
}

Status SimulatedStore::Erase(Id) { return Error{ErrorCode::kUnsupported, "the simulated server erases nothing"}; }

Status SimulatedStore::Scan(SchemaId schema, const std::function<bool(const Record&)>& visit) {
  for (const auto& [id, record] : data_.records) {
    if (record.schema == schema && !record.is_deleted && !visit(record)) break;
  }
  return {};
}

Result<std::size_t> SimulatedStore::Count(SchemaId schema) {
  std::size_t count = 0;
  for (const auto& [id, record] : data_.records) count += record.schema == schema && !record.is_deleted ? 1 : 0;
  return count;
}

Result<std::optional<Id>> SimulatedStore::FindUnique(SchemaId schema, FieldId field, std::string_view normal_form,
                                                     const std::function<bool(Id)>& counts) {
  for (const auto& [id, record] : data_.records) {
    if (record.schema != schema || record.is_deleted || !counts(id)) continue;
    if (record.Get(field).text() == normal_form) return std::optional<Id>(id);
  }
  return std::optional<Id>();
}

Status SimulatedStore::ScanWhole(SchemaId schema, const std::function<bool(const Record&)>& visit) {
  for (const auto& [id, record] : data_.records) {
    if (record.schema == schema && !visit(Record(record))) break;
  }
  return {};
}

Status SimulatedStore::AppendHistory(const HistoryEntry& entry) {
  if (IsPlanted(Mutant::kHistoryDropped) && data_.sequence % 5 == 0) return {};
  undo_.push_back([this] { data_.history.pop_back(); });
  data_.history.push_back(entry);
  written_.history.push_back(entry);
  return {};
}

Status SimulatedStore::AddToBatch(const Batch& part) {
  const auto found = data_.batches.find(part.id);
  if (found == data_.batches.end()) {
    Replace(data_.batches, part.id, part);
  } else if (found->second.author == part.author) {
    Batch batch = found->second;
    JoinBatch(part, batch);
    Replace(data_.batches, part.id, std::move(batch));
  }
  return {};
}

Result<std::optional<Batch>> SimulatedStore::FindBatch(Id id) {
  const auto found = data_.batches.find(id);
  if (found == data_.batches.end()) return std::optional<Batch>();
  return std::optional<Batch>(found->second);
}

Result<std::vector<Batch>> SimulatedStore::RevertsOf(Id batch) {
  std::vector<Batch> found;
  for (const auto& [id, other] : data_.batches) {
    if (other.reverts == batch) found.push_back(other);
  }
  std::sort(found.begin(), found.end(), [](const Batch& a, const Batch& b) { return a.first < b.first; });
  return found;
}

Result<std::vector<Id>> SimulatedStore::RecordsOfBatch(const Batch& batch) {
  std::vector<Id> records;
  for (auto entry = data_.history.rbegin(); entry != data_.history.rend(); ++entry) {
    if (!(entry->provenance.batch == batch.id) || !(entry->author == batch.author)) continue;
    if (std::find(records.begin(), records.end(), entry->record) == records.end()) records.push_back(entry->record);
  }
  return records;
}

Status SimulatedStore::KeepRejected(const Principal&, Id replica, const Mutation& mutation, const MutationResult&, TimeMs) {
  written_.rejected.emplace_back(replica, mutation.mid);
  return {};
}

Status SimulatedStore::PutConflict(const Conflict& conflict) {
  if (IsPlanted(Mutant::kConflictDropped)) return {};
  written_.conflicts.push_back(conflict);
  Replace(data_.conflicts, conflict.id, conflict);
  return {};
}

Status SimulatedStore::PutReplica(const ReplicaState& replica, TimeMs) {
  Replace(data_.replicas, replica.id, replica);
  return {};
}

Status SimulatedStore::PutResult(Id replica, const MutationResult& result) {
  written_.results.emplace_back(replica, result);
  if (IsPlanted(Mutant::kResultsForgotten) && result.mid % 3 == 0) return {};
  Replace(data_.results, std::pair(replica, result.mid), result);
  return {};
}

Result<std::uint64_t> SimulatedStore::NextNumber(SchemaId schema, FieldId field, std::string_view scope) {
  const std::string key = std::to_string(schema) + "/" + std::to_string(field) + "/" + std::string(scope);
  const std::uint64_t next = data_.counters[key] + 1;
  Replace(data_.counters, key, next);
  return next;
}

Status SimulatedStore::ScanConflictChanges(std::uint64_t sequence, const std::function<bool(const Conflict&)>& visit) {
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

Result<std::optional<Conflict>> SimulatedStore::FindConflict(Id id) {
  const auto found = data_.conflicts.find(id);
  if (found == data_.conflicts.end()) return std::optional<Conflict>();
  return std::optional<Conflict>(found->second);
}

Result<std::vector<HistoryEntry>> SimulatedStore::History(Id record, std::size_t limit) {
  std::vector<HistoryEntry> entries;
  for (auto entry = data_.history.rbegin(); entry != data_.history.rend() && entries.size() < limit; ++entry) {
    if (entry->record == record) entries.push_back(*entry);
  }
  return entries;
}

Result<std::optional<ReplicaState>> SimulatedStore::FindReplica(Id id) {
  const auto found = data_.replicas.find(id);
  if (found == data_.replicas.end()) return std::optional<ReplicaState>();
  return std::optional<ReplicaState>(found->second);
}

Result<std::optional<MutationResult>> SimulatedStore::FindResult(Id replica, MutationNumber mid) {
  const auto found = data_.results.find({replica, mid});
  if (found == data_.results.end()) return std::optional<MutationResult>();
  return std::optional<MutationResult>(found->second);
}

Result<std::vector<MutationResult>> SimulatedStore::ResultsAfter(Id replica, MutationNumber after, std::size_t limit) {
  std::vector<MutationResult> results;
  for (auto found = data_.results.upper_bound({replica, after}); found != data_.results.end() && results.size() < limit; ++found) {
    if (!(found->first.first == replica)) break;
    results.push_back(found->second);
  }
  return results;
}

Result<std::shared_ptr<const SchemaSet>> SimulatedStore::SchemasAt(std::uint32_t version) {
  const auto found = data_.editions.find(version);
  if (found == data_.editions.end()) return std::shared_ptr<const SchemaSet>();
  // Editions live as long as the program.
  return std::shared_ptr<const SchemaSet>(std::shared_ptr<const SchemaSet>(), &SceneEditions()[found->second].schemas);
}

}  // namespace kedang
