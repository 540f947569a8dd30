// LinkedRecords: what rules and computed fields see of other records, by the index of who points to whom.
#pragma once

#include "shared/sync/store_lookup.h"
#include "wasm/app/row_links.h"

namespace kedang {

class LinkedRecords final : public HeldLookup {
 public:
  // All must outlive it. Rows from `next_unindexed` on are looked through: they are in no index yet.
  LinkedRecords(const MemoryStore& records, const RowLinks& links, const Row& next_unindexed)
      : records_(records), links_(links), next_unindexed_(next_unindexed) {}

 private:
  Result<std::optional<Record>> Load(Id id) override { return records_.FindRecord(id); }
  Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override;

  const MemoryStore& records_;
  const RowLinks& links_;
  const Row& next_unindexed_;
};

}  // namespace kedang
