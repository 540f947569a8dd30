// SearchIndex: every text of every record, folded, in memory, with what is needed to tell in a millisecond which of a million
// rows hold some words. Rows are the store's (memory_store.h). SearchRun asks it, in slices.
//
// Rows are kept in segments (search_segment.h). What is set is found at once; Maintain builds segments anew in the
// background, so that few rows have to be looked through one by one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/row.h"
#include "shared/model/schema.h"
#include "shared/search/hit_list.h"
#include "shared/search/matcher.h"
#include "shared/search/search_segment.h"
#include "shared/search/term_plan.h"

namespace kedang {

struct FieldText {
  FieldId field = 0;
  std::uint8_t weight = 1;  // Field::search_weight: 3 = name-like
  std::string_view text;    // as shown
};

class SearchIndex {
 public:
  // The table must outlive the index.
  explicit SearchIndex(const PinyinTable& pinyin);
  SearchIndex(SearchIndex&&) = delete;

  // Replaces what the row says.
  void Set(Row row, SchemaId schema, std::span<const FieldText> fields);
  void Remove(Row row);
  void Clear();

  // Builds segments anew where that pays, about `max_rows` rows of work; true when there is nothing to do. Changes no answer.
  bool Maintain(std::size_t max_rows);

  Row row_limit() const { return row_limit_; }
  std::size_t memory_bytes() const;
  // Rises with every Set and Remove: results of an older revision are stale.
  std::uint64_t revision() const { return revision_; }

  // Rows of a schema; of all when it is 0.
  const RowSet& RowsOf(SchemaId schema) const;

  // Whether the row holds all terms; if so `score` says how well. No words match every row. By reading the row: what the
  // postings must agree with.
  bool Matches(const SearchWords& words, Row row, std::uint8_t& score) const;

  // What the row says in a field, folded; empty when nothing.
  std::u32string TextOf(Row row, FieldId field) const;

  // The field that shows best why a row matched a term outside the name ("命中处"): 0 when there is none.
  FieldId WhereHit(const SearchWords& words, Row row) const;

  const Matcher& matcher() const { return matcher_; }

  // For SearchRun.
  const SearchTables& tables() const { return tables_; }
  std::size_t segment_count() const { return segments_.size(); }
  // Null for one without rows.
  const SearchSegment* segment(std::size_t i) const { return segments_[i].get(); }

 private:
  void AddSymbol(char32_t c);
  void AppendSymbols(std::string_view folded, std::string& bytes);
  std::size_t NextToBuild();
  std::u32string SpellOutRow(Row row) const;

  Matcher matcher_;
  SymbolTable symbols_;
  EndingTable endings_;
  std::vector<std::vector<Symbol>> spelled_;
  SearchTables tables_;
  std::vector<std::unique_ptr<SearchSegment>> segments_;
  std::vector<std::size_t> waiting_before_;  // by segment: waiting rows at the last Maintain
  std::unique_ptr<SegmentBuilder> builder_;
  std::map<SchemaId, RowSet> rows_of_;
  RowSet rows_;
  // Of the row being set.
  std::array<std::string, kZones> texts_;
  std::string folded_;
  Row row_limit_ = 0;
  std::uint64_t revision_ = 0;
  std::uint64_t maintained_ = 0;
};

}  // namespace kedang
