// RecordOrders: the orders in which lists show records, newest first and by columns, kept as long as they are in use. The
// workspace tells which rows changed; whoever lists records lets them catch up in slices.
#pragma once

#include <list>
#include <memory>

#include "shared/facet/sort_key.h"
#include "shared/facet/sort_order.h"
#include "shared/model/schema.h"

namespace kedang {

class Workspace;

class RecordOrders {
 public:
  using IsOver = std::function<bool()>;

  // The workspace must outlive it.
  explicit RecordOrders(const Workspace& workspace) : workspace_(workspace) {}

  // Works until `is_over`; true when Of() is up to date. `schema` 0: the records of all; `field` 0: the latest change first.
  bool Step(SchemaId schema, FieldId field, const IsOver& is_over);
  // As of the last Step for it; good until Step is asked for several other ones.
  const SortOrder& Of(SchemaId schema, FieldId field) { return Find(schema, field).order; }

  // The row has another record than before, or none.
  void Touch(Row row);
  void Clear() { kept_.clear(); }

 private:
  struct Kept {
    SchemaId schema = 0;
    FieldId field = 0;
    std::uint64_t revision = 0;  // of the workspace, when it was built
    SortOrder order;
  };
  class Keys;

  Kept& Find(SchemaId schema, FieldId field);

  const Workspace& workspace_;
  std::unique_ptr<SortKeyMaker> maker_;
  std::list<Kept> kept_;  // latest first
};

}  // namespace kedang
