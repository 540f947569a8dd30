// OverlayRecords: the records below, with some of them as they are about to be: a rule that looks from a record to others
// and back must see what is being saved, not what was.
#pragma once

#include <vector>

#include "shared/check/record_lookup.h"
#include "shared/field/check_context.h"

namespace kedang {

class OverlayRecords final : public RecordLookup {
 public:
  // `below` may be null: then there are only those laid over it.
  explicit OverlayRecords(RecordLookup* below) : below_(below) {}
  // The record must stay as it is while it is laid over.
  void Lay(const Record& record) { laid_.push_back(&record); }

  const Record* FindRecord(Id id) override;
  void FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit, std::vector<const Record*>& found) override;
  void Release() override;

 private:
  const Record* LaidOver(Id id) const;

  RecordLookup* below_;
  std::vector<const Record*> laid_;
};

}  // namespace kedang
