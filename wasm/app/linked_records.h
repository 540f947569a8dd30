// LinkedRecords: what rules and computed fields see of other records, by the index of who points to whom.
#pragma once

#include "shared/sync/client.h"
#include "shared/sync/store_lookup.h"
#include "wasm/app/row_links.h"

namespace kedang {

class LinkedRecords final : public HeldLookup {
 public:
  // All must outlive it; of the client its records of the moment are asked, for a first load puts others in their place. Rows
  // from `next_unindexed` on are looked through: they are in no index yet.
  LinkedRecords(const SyncClient& client, const RowLinks& links, const Row& next_unindexed)
      : client_(client), links_(links), next_unindexed_(next_unindexed) {}

 private:
  Result<std::optional<Record>> Load(Id id) override { return client_.records().FindRecord(id); }
  Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override;

  const SyncClient& client_;
  const RowLinks& links_;
  const Row& next_unindexed_;
};

}  // namespace kedang
