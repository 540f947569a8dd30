// FacetCounts: how many of the rows a list shows have which value of its facets, in slices behind the list. The counts of a
// facet are those without its own condition in the query, so that its other values can be chosen as well.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "wasm/app/record_list.h"

namespace kedang {

class FacetCounts {
 public:
  struct Value {
    std::string key;
    std::uint32_t rows = 0;
  };

  explicit FacetCounts(Workspace& workspace) : workspace_(workspace) {}

  // Counts these facets of the schema the list shows, in this order.
  void Show(std::vector<FieldId> fields);
  // Works until `is_over`; true when all counts belong to the list as it is. Call it every frame once the list is settled.
  bool Step(const RecordList& list, const RecordList::IsOver& is_over);

  // As of the last time it was counted; in no particular order, "" for rows without a value.
  const std::vector<Value>& Of(FieldId field) const;
  // Whether it was ever counted for this template.
  bool Knows(FieldId field) const { return counts_.count(field) != 0; }
  std::uint32_t CountOf(FieldId field, std::string_view key) const;
  // Whether they belong to the list as it was when Step was called last: else they are shown as those of a moment ago.
  bool is_current() const { return is_current_; }
  // Whether all were counted since this template came to sight.
  bool has_counts() const { return has_counts_; }
  // Rises whenever some are others.
  std::uint64_t revision() const { return revision_; }

 private:
  bool CountNext(const RecordList& list, const RecordList::IsOver& is_over);

  Workspace& workspace_;
  SchemaId schema_ = 0;
  std::vector<FieldId> fields_;
  std::uint64_t list_revision_ = 0;
  std::uint64_t facet_revision_ = 0;
  bool is_current_ = false;
  bool has_counts_ = false;
  std::size_t next_ = 0;
  bool is_asking_ = false;  // run_ looks for the rows of fields_[next_]
  QueryRun run_;
  std::map<FieldId, std::vector<Value>> counts_;
  std::uint64_t revision_ = 0;
};

}  // namespace kedang
