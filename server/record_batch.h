// RecordBatch: new records into the store in bulk, with versions, auto numbers, unique keys and history, as one batch of
// one provenance. The caller has judged the records (Importer, or content that ships with the program).
#pragma once

#include <string>
#include <vector>

#include "server/sqlite_store.h"
#include "shared/base/clock.h"
#include "shared/policy/principal.h"

namespace kedang {

class RecordBatch {
 public:
  // Within a write transaction of `store`; all references outlive the batch.
  RecordBatch(SqliteStore& store, const Schema& schema, Random& random, Provenance provenance, Id author, TimeMs now);

  // Stores the record; gives its id. The version of its cells is its own; auto numbers are added. `made_ms` is when it
  // counts as made; nil `id`: a new one.
  Result<Id> Insert(const std::vector<std::pair<FieldId, Value>>& cells, TimeMs made_ms, Id id = Id());

  // Call once after the last Insert, before the commit.
  Status Finish();

 private:
  struct Counter {
    const Field* field = nullptr;
    std::string scope;
    std::uint64_t last = 0;
  };
  Status StartCounters();

  SqliteStore& store_;
  const Schema& schema_;
  IdSequence ids_;  // neighbours in the file are neighbours in every index, and short on the wire
  HistoryEntry entry_;
  Batch batch_;  // what it has made so far
  Date today_;
  bool has_counters_ = false;
  std::vector<const Field*> unique_fields_;
  std::vector<FieldId> author_fields_;  // who made and changed a record
  std::vector<Counter> counters_;
  std::vector<ServerStore::UniqueKey> new_keys_;
  std::vector<SqliteStore::RowKey> keys_;  // of all records so far; stored by Finish
};

}  // namespace kedang
