#include "shared/check/overlay_records.h"

#include <algorithm>

namespace kedang {

const Record* OverlayRecords::LaidOver(Id id) const {
  for (const Record* record : laid_) {
    if (record->id == id) return record;
  }
  return nullptr;
}

const Record* OverlayRecords::FindRecord(Id id) {
  if (const Record* record = LaidOver(id)) return record->is_deleted ? nullptr : record;
  return below_ != nullptr ? below_->FindRecord(id) : nullptr;
}

void OverlayRecords::FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit,
                                   std::vector<const Record*>& found) {
  const std::size_t first = found.size();
  // Those laid over it may take places of the limit's.
  if (below_ != nullptr) below_->FindReferring(schema, field, target, limit + laid_.size(), found);
  const auto begin = [&] { return found.begin() + static_cast<std::ptrdiff_t>(first); };
  found.erase(std::remove_if(begin(), found.end(), [this](const Record* record) { return LaidOver(record->id) != nullptr; }),
              found.end());
  for (const Record* record : laid_) {
    if (record->schema != schema || record->is_deleted || !record->RefersTo(field, target)) continue;
    found.insert(std::upper_bound(begin(), found.end(), record, [](const Record* a, const Record* b) { return a->id < b->id; }),
                 record);
  }
  if (found.size() - first > limit) found.resize(first + limit);
}

void OverlayRecords::Release() {
  if (below_ != nullptr) below_->Release();
}

}  // namespace kedang
