#include "shared/model/keyed_cells.h"

#include <algorithm>

namespace kedang {
namespace {

const Value kNothing;

}  // namespace

void CellWriter::Add(std::string_view key, Value value) {
  const Field* field = schema_.Find(key);
  if (field != nullptr && !field->is_retired && !value.is_null()) cells_.emplace_back(field->id, std::move(value));
}

void CellWriter::Add(std::string_view key, Id id) {
  if (!id.is_nil()) Add(key, Value::Text(FormatId(id)));
}

CellList CellWriter::Take() {
  std::sort(cells_.begin(), cells_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return std::move(cells_);
}

const Value& CellOf(const Schema& schema, const Record& record, std::string_view key) {
  const Field* field = schema.Find(key);
  return field != nullptr ? record.Get(field->id) : kNothing;
}

Id IdIn(const Schema& schema, const Record& record, std::string_view key) {
  return ParseId(CellOf(schema, record, key).text()).value_or(Id());
}

}  // namespace kedang
