// SearchRun: one search for words, in slices, so that no frame waits for it. Words that narrow the ones before are looked for
// among those hits only.
#pragma once

#include "shared/search/hit_list.h"
#include "shared/search/search_index.h"

namespace kedang {

// So many hits of those found by name, and so many of the rest, are ranked; later ones stay in row order.
inline constexpr std::size_t kRankedHits = 512;

class SearchRun {
 public:
  // Starts over with these words; `schema` 0 = all.
  void Start(const SearchIndex& index, SearchWords words, SchemaId schema);
  // Looks at up to `max_rows` rows or a few more; true when everything has been looked at.
  bool Step(const SearchIndex& index, std::size_t max_rows);
  // To the end in one go.
  void Finish(const SearchIndex& index);

  bool is_done() const { return is_done_; }
  const SearchWords& words() const { return words_; }

  // Of a run that is done:
  // Every hit, and those of them all of whose terms are in name-like fields.
  const RowSet& found() const { return found_; }
  const RowSet& named() const { return named_; }
  // The best of those found by name, best first, then the best of the rest.
  const std::vector<Hit>& best() const { return best_; }
  HitList Hits() const { return HitList(found_, named_, best_); }
  // Nothing held the words as they are: the hits hold them with one character missing, added, changed or swapped.
  bool is_approximate() const { return is_approximate_; }

 private:
  void Rank(const SearchIndex& index);

  SearchWords words_;
  SchemaId schema_ = 0;
  std::uint64_t revision_ = 0;
  RowSet candidates_;
  Row next_ = 0;
  bool is_done_ = true;
  bool is_approximate_ = false;
  RowSet found_;
  RowSet named_;
  std::vector<Hit> best_;
};

}  // namespace kedang
