#include "shared/field/region_from_address.h"

#include "shared/field/field_types.h"

namespace kedang {

std::optional<std::pair<FieldId, Value>> RegionFromAddress(const Schema& schema, const Record& record,
                                                           std::span<const std::pair<FieldId, Value>> said, const Lexicon* lexicon) {
  if (lexicon == nullptr) return std::nullopt;
  const Field* region = nullptr;
  for (const Field& field : schema.fields) {
    if (region == nullptr && field.type == FieldType::kRegion && !field.is_retired) region = &field;
  }
  if (region == nullptr || !record.Get(region->id).is_null()) return std::nullopt;
  for (const auto& [id, value] : said) {
    const Field* field = schema.Find(id);
    const RegionCode code = field != nullptr ? RegionSaidBy(*field, value, lexicon->regions()) : 0;
    if (code != 0) return std::pair(region->id, Value::Text(std::to_string(code)));
  }
  return std::nullopt;
}

}  // namespace kedang
