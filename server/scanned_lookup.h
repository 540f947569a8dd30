// ScannedLookup: other records for computed fields of many records in one go (an export, a pool): who refers to whom is read
// once for each reference field that is asked for, then every record finds its own at once. For one reading of the store.
#pragma once

#include <map>

#include "shared/policy/principal.h"
#include "shared/sync/store_lookup.h"

namespace kedang {

class ScannedLookup final : public HeldLookup {
 public:
  // All must outlive it. Records that `principal` may not see are not there.
  ScannedLookup(Store& store, const SchemaSet& schemas, const Principal& principal)
      : store_(store), schemas_(schemas), principal_(principal) {}

 private:
  using Referring = std::unordered_multimap<Id, Id>;  // the record referred to → one that refers to it

  Result<std::optional<Record>> Load(Id id) override;
  Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override;

  Store& store_;
  const SchemaSet& schemas_;
  const Principal& principal_;
  std::map<std::pair<SchemaId, FieldId>, Referring> referring_;
};

}  // namespace kedang
