// ViewBook: the saved views that this person has at hand, and the groups of mutations that make, change and delete them.
// They come and go with the records: nothing is kept here but what was read last.
#pragma once

#include <string_view>
#include <vector>

#include "wasm/app/saved_view.h"
#include "wasm/app/workspace.h"

namespace kedang {

class ViewBook {
 public:
  explicit ViewBook(Workspace& workspace) : workspace_(workspace) {}

  // False: this instance has no schema for them (an older server, or one of its own by that name).
  bool is_available() const { return Views() != nullptr; }
  // Of one template, in their order; good until a record changes.
  const std::vector<SavedView>& For(std::string_view schema);
  // Null when it is unknown or gone; good as long as For's.
  const SavedView* Find(Id id);
  // What a role sees first: of several the one shared with fewest, then the first. Null: everything.
  const SavedView* DefaultFor(std::string_view schema, std::string_view role);

  // A new one of `user` behind the others; gives it its id.
  Group Make(SavedView& view, Id user);
  // What differs from the record as it is; empty when nothing does.
  Group Change(const SavedView& view);
  Group Delete(Id id);
  // Its place between others of For(view.schema): before `place` of those left when it is taken out.
  Group Move(const SavedView& view, std::size_t place);

 private:
  const Schema* Views() const;
  void Read();

  Workspace& workspace_;
  std::uint64_t revision_ = 0;
  std::vector<SavedView> views_;     // all, by position and id
  std::vector<SavedView> of_schema_;
  std::string schema_;
};

}  // namespace kedang
