// DuplicateFinder: the rows of a schema that share an identity with another one: a unique field, the name of a company, the
// credit code or a mobile number, compared by their normal forms. In slices.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "shared/model/schema.h"
#include "shared/search/row_set.h"
#include "shared/store/memory_store.h"

namespace kedang {

// Ids of the fields that tell records of the schema apart, in ascending order.
std::vector<FieldId> IdentityFields(const Schema& schema);

class DuplicateFinder {
 public:
  // Looks at live rows of the schema; the schema must stay until the work is done.
  void Start(const Schema& schema, Row row_limit);
  // True when it is done; `is_over` is asked every few hundred rows.
  bool Step(const MemoryStore& records, const std::function<bool()>& is_over);
  const RowSet& found() const { return found_; }

 private:
  static constexpr std::size_t kBuckets = 256;
  using Entry = std::pair<std::uint64_t, Row>;  // hash of field and normal form

  void Take(const Record& record, Row row);
  void MarkBucket(std::vector<Entry>& bucket);

  const Schema* schema_ = nullptr;
  std::vector<FieldId> fields_;
  std::vector<std::vector<Entry>> buckets_;
  Row next_ = 0;
  Row row_limit_ = 0;
  std::size_t next_bucket_ = 0;
  RowSet found_;
};

}  // namespace kedang
