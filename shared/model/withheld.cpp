#include "shared/model/withheld.h"

#include <algorithm>
#include <charconv>

namespace kedang {

Value WithheldValue() { return Value::Text(std::string(1, kWithheldSign)); }

bool HasWithheld(const Record& record) {
  const auto& cells = record.cells();
  return std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return IsWithheld(cell.value); });
}

SensitiveFields::SensitiveFields(const SchemaSet& schemas) {
  for (const Schema& schema : schemas.schemas) {
    for (const Field& field : schema.fields) {
      if (field.is_sensitive) fields_.emplace(schema.id, field.id);
    }
  }
}

bool SensitiveFields::Contains(const SensitiveFields& others) const {
  return std::includes(fields_.begin(), fields_.end(), others.fields_.begin(), others.fields_.end());
}

bool SensitiveFields::Withhold(Record& record) const {
  bool has_any = false;
  for (auto field = fields_.lower_bound({record.schema, 0}); field != fields_.end() && field->first == record.schema; ++field) {
    const Cell* cell = record.FindCell(field->second);
    if (cell == nullptr || cell->value.is_null()) continue;
    record.Set(field->second, WithheldValue(), cell->version);
    has_any = true;
  }
  return has_any;
}

std::string SensitiveFields::Format() const {
  std::string text;
  for (const auto& [schema, field] : fields_) {
    if (!text.empty()) text += ' ';
    text += std::to_string(schema) + '.' + std::to_string(field);
  }
  return text;
}

SensitiveFields SensitiveFields::Parse(std::string_view text) {
  SensitiveFields parsed;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    SchemaId schema = 0;
    FieldId field = 0;
    const char* const end = word.data() + word.size();
    const auto first = std::from_chars(word.data(), end, schema);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') continue;
    const auto second = std::from_chars(first.ptr + 1, end, field);
    if (second.ec == std::errc() && second.ptr == end) parsed.fields_.emplace(schema, field);
  }
  return parsed;
}

}  // namespace kedang
