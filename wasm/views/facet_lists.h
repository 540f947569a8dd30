// FacetLists: the facets of the template a list shows, as people read and press them: labels, counts, what is chosen; and
// what a press makes of the query's text, which is the only place where chosen values are kept.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/facet_counts.h"

namespace kedang {

struct FacetChoice {
  std::string key;    // "" for records without a value
  std::string label;
  std::uint32_t rows = 0;
  int color = -1;     // of the user colours; -1: none
  int depth = 0;      // in a tree
  bool is_chosen = false;
  bool has_below = false;  // unfolds
  bool is_unfolded = false;
};

struct FacetList {
  const Field* field = nullptr;  // of the schema
  std::string label;
  bool is_tree = false;
  bool is_open = false;          // its choices are counted and shown
  bool is_whole = false;         // all of them, not the first only
  std::size_t chosen = 0;        // values of it in the query
  std::vector<FacetChoice> choices;
  std::vector<FacetChoice> near;  // of the first field of regions: the branch that parts what is found, the most first
};

class FacetLists {
 public:
  explicit FacetLists(App& app) : app_(app), counts_(app.workspace()) {}

  // Call every frame the list is settled; true when the counts are those of the list. `has_panel`: all that are open are
  // counted, else only those of the chips.
  bool Step(const Schema& schema, const RecordList& list, bool has_panel, const RecordList::IsOver& is_over);

  const std::vector<FacetList>& lists() const { return lists_; }
  bool is_current() const { return counts_.is_current(); }
  bool has_counts() const { return counts_.has_counts(); }
  // Whether any facet is part of the query.
  bool is_active() const;
  // The values that are chosen, with what they are of.
  const std::vector<std::pair<const Field*, FacetChoice>>& chosen() const { return chosen_; }

  // Puts the value into the query, or takes it out.
  void Toggle(const Field& field, const std::string& key);
  void Clear(const Field& field);
  void ClearAll();
  void SetOpen(const Field& field, bool is_open);
  void ShowWhole(const Field& field) { whole_.insert(field.id), made_for_ = 0; }
  void Unfold(const Field& field, const std::string& key, bool is_unfolded);

 private:
  void Make(const Schema& schema, const RecordList& list);
  // The field of regions whose first values stand in the line above the list; 0: none.
  FieldId RegionOf(const Schema& schema) const;
  void AddFlat(const Field& shown, const std::set<std::string>& chosen, FacetList& list);
  void AddTree(const Field& shown, const std::set<std::string>& chosen, FacetList& list);
  void AddBranch(const Field& shown, const std::set<std::string>& chosen, const std::string& above, int depth, FacetList& list);
  std::vector<FacetChoice> NearOf(const Field& shown, const std::set<std::string>& chosen, FieldId field) const;
  std::string LabelOf(const Field& shown, const std::string& key) const;
  std::string AboveOf(const Field& shown, const std::string& key) const;
  QueryScope Scope() const;
  Query Asked() const;
  void Write(const Query& query);

  App& app_;
  FacetCounts counts_;
  const Schema* schema_ = nullptr;
  std::uint64_t made_for_ = 0;
  std::string made_of_;     // language, schema and what is open
  std::set<FieldId> closed_, opened_, whole_;
  std::set<std::pair<FieldId, std::string>> unfolded_;
  std::vector<FacetList> lists_;
  std::vector<std::pair<const Field*, FacetChoice>> chosen_;
};

}  // namespace kedang
