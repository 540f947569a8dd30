// RecordList: the rows of one template as a list shows them: searched, sorted, counted, in slices so that typing never
// waits. Without words the newest change comes first; with words the best match; a chosen column overrules both.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

class RecordList {
 public:
  explicit RecordList(Workspace& workspace) : workspace_(workspace) {}

  // 0 = records of every template (searched only).
  void ShowSchema(SchemaId schema);
  void SetQuery(std::string_view text);
  // 0 = no sorting by a column.
  void SetSort(FieldId field, bool is_descending);

  // Works until `is_over` says that the slice is used up; true when the list is settled. Call every frame: it also
  // notices changed records.
  bool Step(const std::function<bool()>& is_over);

  // Rows of the last settled state.
  const std::vector<Row>& rows() const { return rows_; }
  // With words and no sorting: the first `name_count` rows matched by name, the rest elsewhere.
  std::size_t name_count() const { return name_count_; }
  bool has_groups() const { return has_query() && sort_field_ == 0; }
  // Records of the template, searched or not.
  std::size_t total() const { return total_; }
  const SearchWords& query() const { return query_; }
  bool has_query() const { return !query_.is_empty(); }
  bool is_settled() const { return is_settled_; }
  // Rises whenever rows() were made anew.
  std::uint64_t settled_count() const { return settled_count_; }

 private:
  void Restart();
  bool StepSearch(const std::function<bool()>& is_over);
  bool StepCollect(const std::function<bool()>& is_over);
  void CollectRow(Row row, const Field* field);
  void SortCollected();
  std::u16string SortKey(const Record& record, const Field& field) const;

  struct Keyed {
    Row row;
    TimeMs changed_ms;
    std::u16string key;
  };

  Workspace& workspace_;
  SchemaId schema_ = 0;
  SearchWords query_;
  FieldId sort_field_ = 0;
  bool is_descending_ = false;

  std::uint64_t revision_ = 0;
  bool is_settled_ = false;
  bool is_started_ = false;
  SearchRun run_;
  std::vector<Keyed> collected_;
  std::size_t next_ = 0;
  mutable std::vector<std::uint16_t> syllable_rank_;

  std::vector<Row> rows_;
  std::size_t name_count_ = 0;
  std::size_t total_ = 0;
  std::uint64_t settled_count_ = 0;
};

}  // namespace kedang
