// Record: cells under an id. A cell is a field's value with the version of the change that set it.
#pragma once

#include <vector>

#include "shared/model/id.h"
#include "shared/model/schema.h"
#include "shared/model/value.h"
#include "shared/model/version.h"

namespace kedang {

struct Cell {
  FieldId field = 0;
  Value value;
  Version version;  // of the mutation that set it; sequence 0 while only this replica knows it
};

class Record {
 public:
  Record() = default;
  Record(SchemaId schema_id, Id record_id) : schema(schema_id), id(record_id) {}

  SchemaId schema = 0;
  Id id;
  Version created;       // version of the insert
  Version changed;       // version of the latest change of any cell
  TimeMs created_ms = 0; // server's clock at the insert (client's while pending)
  TimeMs changed_ms = 0;
  bool is_deleted = false;

  // Sorted by field; a cell with a null value is kept only as long as its version matters.
  const std::vector<Cell>& cells() const { return cells_; }
  // Null for a field without a cell.
  const Value& Get(FieldId field) const;
  const Cell* FindCell(FieldId field) const;
  void Set(FieldId field, Value value, Version version = {});
  // Whether the cell is the id of that record, or has it in its list.
  bool RefersTo(FieldId field, Id target) const;

 private:
  std::vector<Cell> cells_;
};

}  // namespace kedang
