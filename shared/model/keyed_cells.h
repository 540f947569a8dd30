// KeyedCells: the cells of the program's own records (sources, imports) by the keys of their fields. What an administrator took out
// of such a schema is passed over: it is neither read nor written.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

using CellList = std::vector<std::pair<FieldId, Value>>;

class CellWriter {
 public:
  explicit CellWriter(const Schema& schema) : schema_(schema) {}
  // What is empty is left out.
  void Add(std::string_view key, Value value);
  void Add(std::string_view key, Id id);
  void Add(std::string_view key, std::uint64_t number) { Add(key, Value::Integer(static_cast<std::int64_t>(number))); }
  // Sorted by field.
  CellList Take();

 private:
  const Schema& schema_;
  CellList cells_;
};

const Value& CellOf(const Schema& schema, const Record& record, std::string_view key);
Id IdIn(const Schema& schema, const Record& record, std::string_view key);

}  // namespace kedang
