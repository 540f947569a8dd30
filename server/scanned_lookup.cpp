#include "server/scanned_lookup.h"

namespace kedang {

Result<std::optional<Record>> ScannedLookup::Load(Id id) {
  KEDANG_ASSIGN(auto found, store_.Find(id));
  if (!found) return found;
  return Project(principal_, schemas_, *found);
}

Status ScannedLookup::LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) {
  const auto [entry, is_new] = referring_.try_emplace({schema, field});
  Referring& referring = entry->second;
  if (is_new) {
    KEDANG_RETURN_IF_ERROR(store_.Scan(schema, [&](const Record& record) {
      const Value& value = record.Get(field);
      if (const auto id = ParseId(value.text())) referring.emplace(*id, record.id);
      for (const std::string& item : value.list()) {
        if (const auto id = ParseId(item)) referring.emplace(*id, record.id);
      }
      return true;
    }));
  }
  const auto [begin, end] = referring.equal_range(target);
  for (auto each = begin; each != end; ++each) {
    KEDANG_ASSIGN(const auto record, Load(each->second));
    if (record && !record->is_deleted && !visit(*record)) break;
  }
  return {};
}

}  // namespace kedang
