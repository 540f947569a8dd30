// ListLook: how a list is looked at: which saved view, and what of it was changed since. Follows the address and is written
// into it: "#/customer?view={id}" with what differs behind it, so that a copied address opens the same elsewhere.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/app/view_book.h"
#include "wasm/views/column_menu.h"

namespace kedang {

class ListLook {
 public:
  ListLook(App& app, std::string_view schema_key) : app_(app), key_(schema_key), book_(app.workspace()) {}

  // Call every frame before anything else of the list: takes over what the address says, or says it there.
  void Follow(const Schema& schema, ColumnSet& columns);

  ViewBook& book() { return book_; }
  Id view() const { return view_; }
  bool is_changed() const { return is_changed_; }
  // Layout, its field and grouping; query, columns and sorting are the search box's and the ColumnSet's.
  ViewState& state() { return state_; }
  const ViewState& state() const { return state_; }
  // All of it.
  ViewState Now(const ColumnSet& columns) const;
  // The address of the list, or of a record in it, as it is looked at.
  Route RouteOf(std::vector<std::string> detail = {}) const;
  // What the view asks for; what stands beyond it in the search box was typed.
  const std::string& base_query() const { return base_.query; }
  // The schema is another one: everything is taken over again.
  void Forget() { was_shown_ = false; }
  // Rises whenever another view, layout or grouping shows.
  std::uint64_t revision() const { return revision_; }
  // Call after state() was changed.
  void NoteChange() { ++revision_; }

 private:
  void Arrive(const Schema& schema, ColumnSet& columns, bool is_first);
  void Show(const Schema& schema, ColumnSet& columns, const SavedView* view);
  void ApplyOptions(const Route& route);
  void FollowBook(const Schema& schema, ColumnSet& columns);
  void Write();
  static ViewState WrittenOut(const Schema& schema, ViewState state);
  std::vector<std::pair<std::string, std::string>> Options() const;

  App& app_;
  std::string key_;
  ViewBook book_;
  Id view_;
  Id missing_;                // what the address asks for and is not here (yet)
  bool was_shown_ = false;
  ViewState state_;
  ViewState saved_;           // as the view's record says
  ViewState base_;            // the same with columns written out
  bool is_changed_ = false;
  bool is_everything_asked_ = false;  // by the address, where a role has a default
  std::vector<std::pair<std::string, std::string>> seen_options_;
  std::string written_text_;
  double changed_ms_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace kedang
