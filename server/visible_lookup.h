// VisibleLookup: other records for computed fields of a few records, each looked up when it is asked for. ScannedLookup is the
// one for many.
#pragma once

#include "shared/policy/principal.h"
#include "shared/sync/store_lookup.h"

namespace kedang {

class VisibleLookup final : public HeldLookup {
 public:
  // All must outlive it. Records that `principal` may not see are not there.
  VisibleLookup(Store& store, const SchemaSet& schemas, const Principal& principal)
      : store_(store), schemas_(schemas), principal_(principal) {}

 private:
  Result<std::optional<Record>> Load(Id id) override {
    KEDANG_ASSIGN(auto found, store_.Find(id));
    if (!found) return found;
    return Project(principal_, schemas_, *found);
  }
  Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override {
    return store_.ScanReferring(schema, field, target, [&](const Record& record) {
      const auto visible = Project(principal_, schemas_, record);
      return !visible || visit(*visible);
    });
  }

  Store& store_;
  const SchemaSet& schemas_;
  const Principal& principal_;
};

}  // namespace kedang
