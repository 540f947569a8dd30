// RecordList: the rows of one template as a list shows them: asked for, sorted, counted, in slices so that typing never
// waits. The text of the query is all that is asked (shared/query): words, conditions, facets that were pressed. Without
// words the newest change comes first; with words the best match; a chosen column overrules both.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

class RecordList {
 public:
  using IsOver = std::function<bool()>;

  explicit RecordList(Workspace& workspace) : workspace_(workspace) {}

  // 0 = records of every template (searched only).
  void ShowSchema(SchemaId schema);
  void SetQuery(std::string_view text, bool is_english = false);
  // 0 = no sorting by a column.
  void SetSort(FieldId field, bool is_descending);

  // Works until `is_over` says that the slice is used up; true when the list is settled. Call every frame: it also
  // notices changed records.
  bool Step(const IsOver& is_over);

  // Of the last settled state, until the next:
  std::size_t size() const { return is_listed_ ? rows_.size() : hits_.size(); }
  // i < size().
  Row At(std::size_t i) const { return is_listed_ ? rows_[i] : hits_.At(i); }
  // size() when it is not in the list. Some tenths of a millisecond for a million rows.
  std::size_t IndexOf(Row row) const;
  // The rows as a set.
  const RowSet& found() const { return found_; }
  // With words and no sorting: the first `name_count` rows matched by name, the rest elsewhere.
  std::size_t name_count() const { return is_listed_ ? 0 : hits_.name_count(); }
  bool has_groups() const { return has_query() && sort_field_ == 0; }
  // Records of the template, searched or not.
  std::size_t total() const { return total_; }
  SchemaId schema() const { return schema_; }
  // What is asked, as a tree (of one template only), and what is wrong with its text.
  const Query& tree() const { return parsed_.query; }
  const std::vector<QueryProblem>& problems() const { return parsed_.problems; }
  // The words that every row holds.
  const SearchWords& query() const { return words_; }
  bool has_query() const { return !words_.is_empty(); }
  bool is_narrowed() const { return is_asked_; }
  // Nothing held the words as they are: the rows hold something like them.
  bool is_approximate() const { return is_asked_ && run_.is_approximate(); }
  bool is_settled() const { return is_settled_; }
  // Rises whenever the rows were made anew.
  std::uint64_t settled_count() const { return settled_count_; }

 private:
  enum class Phase : std::uint8_t { kSearch, kOrder, kList };

  void Restart();
  void Parse();
  void Settle();

  Workspace& workspace_;
  SchemaId schema_ = 0;
  std::string text_;
  bool is_english_ = false;
  std::uint32_t parsed_for_ = 0;  // the schemas' version
  ParsedQuery parsed_;
  std::vector<SchemaQuery> queries_;  // of all templates
  SearchWords words_;
  bool is_asked_ = false;         // anything at all
  FieldId sort_field_ = 0;
  bool is_descending_ = false;

  std::uint64_t revision_ = 0;
  bool is_settled_ = false;
  bool is_started_ = false;
  Phase phase_ = Phase::kSearch;
  QueryRun run_;
  SortOrder::Listing listing_;
  std::uint64_t order_revision_ = 0;
  RowSet finding_;
  std::vector<Row> listed_;

  bool is_listed_ = true;  // in rows_, else in hits_
  std::vector<Row> rows_;
  HitList hits_;
  RowSet found_;
  std::size_t total_ = 0;
  std::uint64_t settled_count_ = 0;
};

}  // namespace kedang
