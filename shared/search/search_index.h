// SearchIndex: every text of every record, folded, in memory; answers which rows hold all terms of a query, exactly, with
// the best first. Rows are the store's (memory_store.h). SearchRun asks it, in slices.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/row.h"
#include "shared/model/schema.h"
#include "shared/search/hit_list.h"
#include "shared/search/matcher.h"

namespace kedang {

struct FieldText {
  FieldId field = 0;
  std::uint8_t weight = 1;  // Field::search_weight: 3 = name-like
  std::string_view text;    // as shown
};

class SearchIndex {
 public:
  explicit SearchIndex(const PinyinTable& pinyin) : matcher_(pinyin) {}

  // Replaces what the row says. Field ids must be below 6,000.
  void Set(Row row, SchemaId schema, std::span<const FieldText> fields);
  void Remove(Row row);
  void Clear();

  Row row_limit() const { return static_cast<Row>(entries_.size()); }
  std::size_t memory_bytes() const { return arena_.capacity() * sizeof(char16_t) + entries_.capacity() * sizeof(Entry); }
  // Rises with every Set and Remove: results of an older revision are stale.
  std::uint64_t revision() const { return revision_; }

  // Rows of a schema; of all when it is 0.
  RowSet RowsOf(SchemaId schema) const;

  // Whether the row holds all terms; if so `score` says how well. An empty query matches every row.
  bool Matches(const SearchWords& query, Row row, SchemaId schema, std::uint8_t& score) const;

  // The field that shows best why a row matched a term outside the name ("命中处"): 0 when there is none.
  FieldId WhereHit(const SearchWords& query, Row row) const;

  const Matcher& matcher() const { return matcher_; }

 private:
  struct Entry {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;  // 0 = no such row
    SchemaId schema = 0;
  };
  std::u16string_view TextOf(Row row) const {
    return std::u16string_view(arena_).substr(entries_[row].offset, entries_[row].length);
  }
  void Compact();

  Matcher matcher_;
  // Per field: mark = kFieldMark + weight × 1,600 + field, then the folded text.
  std::u16string arena_;
  std::vector<Entry> entries_;
  std::size_t dead_units_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace kedang
