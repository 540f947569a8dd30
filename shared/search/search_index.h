// SearchIndex: every text of every record, folded, in memory; answers which rows hold all terms of a query, exactly, with
// the best first. Rows are the store's (memory_store.h). Work is done in slices so that no frame waits for it, and a
// query that narrows the one before looks only at that one's hits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/row.h"
#include "shared/model/schema.h"
#include "shared/search/matcher.h"

namespace kedang {

struct FieldText {
  FieldId field = 0;
  std::uint8_t weight = 1;  // Field::search_weight: 3 = name-like
  std::string_view text;    // as shown
};

struct Hit {
  Row row = kNoRow;
  std::uint8_t score = 0;  // higher is better; >= kNameScore: every term is in a name-like field
};
inline constexpr std::uint8_t kNameScore = 128;

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

  // Whether the row holds all terms; if so `score` says how well. An empty query matches every row.
  bool Matches(const SearchQuery& query, Row row, SchemaId schema, std::uint8_t& score) const;

  // The field that shows best why a row matched a term outside the name ("命中处"): 0 when there is none.
  FieldId WhereHit(const SearchQuery& query, Row row) const;

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

// One search, run in slices.
class SearchRun {
 public:
  // Starts over with this query; `schema` 0 = all. Keeps the hits found so far when the query narrows them.
  void Start(const SearchIndex& index, SearchQuery query, SchemaId schema);
  // Looks at up to `max_rows` rows; true when everything has been looked at.
  bool Step(const SearchIndex& index, std::size_t max_rows);
  // To the end in one go.
  void Finish(const SearchIndex& index);

  bool is_done() const { return is_done_; }
  const SearchQuery& query() const { return query_; }
  // All hits, best first (equal scores in row order). Sorted only once is_done().
  const std::vector<Hit>& hits() const { return hits_; }
  std::size_t name_hit_count() const { return name_hits_; }

 private:
  void Sort();

  SearchQuery query_;
  SchemaId schema_ = 0;
  std::uint64_t revision_ = 0;
  std::vector<Row> candidates_;  // of a narrowed search
  bool has_candidates_ = false;
  std::size_t next_ = 0;
  bool is_done_ = true;
  std::vector<Hit> hits_;
  std::size_t name_hits_ = 0;
};

}  // namespace kedang
