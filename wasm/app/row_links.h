// RowLinks: which rows hold a unique value or a title, and which point to a record. Entries may be stale, for a row whose value
// is another by now keeps the old one: whoever looks something up compares the row itself.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/model/id.h"
#include "shared/model/schema.h"
#include "shared/store/memory_store.h"

namespace kedang {

class RowLinks {
 public:
  // Field 0: the title, folded. Nothing is added for an empty form.
  void AddKey(SchemaId schema, FieldId field, std::string_view normal_form, Row row);
  void AddTarget(Id target, Row row);
  // Call behind the entries of a row: from then on its entries are added once only.
  void NoteAdded(Row row);
  void Clear();
  // So many rows are about to come.
  void Reserve(std::size_t rows);

  // Ascending.
  std::vector<Row> WithKey(SchemaId schema, FieldId field, std::string_view normal_form) const;
  // Calls `visit` with rows in no particular order until it says false; false when it did.
  template <typename Visit>
  bool ForTarget(Id target, Visit visit) const {
    const auto [begin, end] = targets_.equal_range(target);
    for (auto entry = begin; entry != end; ++entry) {
      if (!visit(entry->second)) return false;
    }
    return true;
  }

 private:
  template <typename Index, typename Key>
  void Add(Index& index, const Key& key, Row row);

  std::unordered_multimap<std::uint64_t, Row> keys_;  // by a hash of schema, field and normal form
  std::unordered_multimap<Id, Row> targets_;
  std::vector<bool> was_added_;  // by row
};

}  // namespace kedang
