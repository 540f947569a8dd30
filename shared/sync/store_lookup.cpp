#include "shared/sync/store_lookup.h"

#include <algorithm>

namespace kedang {

const Record* HeldLookup::Hold(const Record& record) {
  auto& held = held_[record.id];
  if (held == nullptr) held = std::make_unique<Record>(record);
  return held.get();
}

const Record* HeldLookup::FindRecord(Id id) {
  const auto known = held_.find(id);
  if (known != held_.end()) return known->second.get();
  auto loaded = Load(id);
  if (!loaded.ok()) {
    if (status_.ok()) status_ = loaded.error();
    return nullptr;
  }
  const bool is_there = loaded->has_value() && !(*loaded)->is_deleted;
  return is_there ? Hold(**loaded) : nullptr;
}

void HeldLookup::FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit,
                               std::vector<const Record*>& found) {
  const std::size_t first = found.size();
  const Status loaded = LoadReferring(schema, field, target, [&](const Record& record) {
    found.push_back(Hold(record));
    return true;
  });
  if (!loaded.ok() && status_.ok()) status_ = loaded;
  // All are looked at before some are left out: which ones must not depend on the order they are kept in.
  std::sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
            [](const Record* a, const Record* b) { return a->id < b->id; });
  if (found.size() - first > limit) found.resize(first + limit);
}

void HeldLookup::Release() { held_.clear(); }

}  // namespace kedang
