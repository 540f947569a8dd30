// DecisionBook: what people decided about duplicates, as far as this person sees it: what was merged into what, what is not a
// duplicate, what is related, what was put off. Read from the records of `duplicate_decision`, which come and go by sync.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sync/record_merge.h"
#include "wasm/app/workspace.h"

namespace kedang {

struct ListedDecision {
  DuplicateDecision decision;
  std::string title;  // of the kept record, or of the first; empty where that may not be told
  Id author;
  TimeMs at_ms = 0;
};

class DecisionBook {
 public:
  explicit DecisionBook(Workspace& workspace) : workspace_(workspace) {}

  // Null: this instance has no schema for them (an older server).
  const Schema* decisions() const;
  // Rises when a decision may be another.
  std::uint64_t revision() const { return workspace_.system_revision(); }

  // All, the newest first; good until one of them changes.
  const std::vector<ListedDecision>& all();
  // Null when it is unknown or gone; good as long as all().
  const ListedDecision* Find(Id decision);
  // Whether somebody called the two different or related.
  bool AreApart(Id a, Id b);
  // The record that `merged` is part of by now; nil: of none that is known here.
  Id SurvivorOf(Id merged);
  // Merges that made other records part of this one, the newest first.
  std::vector<const ListedDecision*> MergedInto(Id survivor);

 private:
  void Read();

  Workspace& workspace_;
  std::uint64_t revision_ = 0;
  std::vector<ListedDecision> all_;
  std::map<Id, std::size_t> places_;           // in all_, by decision
  std::multimap<Id, Id> naming_;               // decisions of merges, by the record that was merged
  std::multimap<Id, std::size_t> into_;        // places of merges in all_, by the record that stayed
  std::set<std::pair<Id, Id>> apart_;          // the lesser id first
};

}  // namespace kedang
