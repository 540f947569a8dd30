// ListFilter: the chips above a list. Counts the choices of the template's level and stage among the rows found, and keeps
// the rows whose choices are pressed: one of the pressed ones of each field. Works in slices.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "wasm/app/record_list.h"

namespace kedang {

class ListFilter {
 public:
  void Clear();
  void Toggle(FieldId field, const std::string& key);
  bool IsChosen(FieldId field, const std::string& key) const;
  bool is_active() const { return !chosen_.empty(); }

  // True when counts and rows belong to the list as it is.
  bool Step(const Workspace& workspace, const Schema& schema, const RecordList& list, const std::function<bool()>& is_over);

  const std::vector<Row>& rows(const RecordList& list) const { return is_active() ? rows_ : list.rows(); }
  // How many of rows() matched by name.
  std::size_t name_count(const RecordList& list) const { return is_active() ? name_count_ : list.name_count(); }
  // Rises when rows or counts are others.
  std::uint64_t revision() const { return revision_; }
  std::size_t CountOf(FieldId field, const std::string& key) const;

 private:
  using Counts = std::map<std::pair<FieldId, std::string>, std::size_t>;

  std::map<FieldId, std::set<std::string>> chosen_;
  std::uint64_t list_revision_ = 0;
  const RecordList* list_ = nullptr;
  bool is_done_ = false;
  bool is_stale_ = true;
  std::size_t next_ = 0;
  std::vector<Row> found_;
  std::size_t found_names_ = 0;
  Counts counting_;
  Counts counts_;
  std::vector<Row> rows_;
  std::size_t name_count_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace kedang
