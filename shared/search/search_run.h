// SearchRun: one search for words, in slices, so that no frame waits for it. Words that narrow the ones before are looked for
// among those hits only. When nothing holds the words, what holds them but for one character is found instead.
//
// Best first means: hits found by name before the rest; of either, those whose names begin with the first word before the
// others; of the first kRankedHits in that order, by how well they match (SearchIndex::Matches), equal ones in row order.
#pragma once

#include <memory>

#include "shared/search/hit_list.h"
#include "shared/search/search_index.h"

namespace kedang {

// So many hits of those found by name, and so many of the rest, are ranked; later ones stay in row order.
inline constexpr std::size_t kRankedHits = 64;

class SearchRun {
 public:
  // Starts over with these words; `schema` 0 = all. The index must stay until the run is done.
  void Start(const SearchIndex& index, SearchWords words, SchemaId schema);
  // Looks at `max_rows` rows or a few more, at least at one segment; true when everything has been looked at.
  bool Step(const SearchIndex& index, std::size_t max_rows);
  // To the end in one go.
  void Finish(const SearchIndex& index);

  bool is_done() const { return is_done_; }
  // Everything has been looked at for the words as they are; what may go on is the search for close spellings.
  bool has_exact_answer() const { return is_done_ || is_approximate_; }
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
  void Prepare(const SearchIndex& index, const SearchWords& words);
  void SearchSegmentNumber(const SearchIndex& index, std::size_t number);
  bool NextVariant(const SearchIndex& index);
  void Rank(const SearchIndex& index);

  SearchWords words_;
  SchemaId schema_ = 0;
  std::uint64_t revision_ = 0;
  RowSet candidates_;
  std::size_t next_segment_ = 0;
  std::vector<TermPlan> plans_;
  std::vector<std::size_t> order_;  // of plans_, the likely rare first
  std::unique_ptr<std::array<Block, 5>> blocks_;
  std::vector<SearchWords> variants_;
  std::size_t next_variant_ = 0;
  bool is_done_ = true;
  bool is_approximate_ = false;
  RowSet found_;
  RowSet named_;
  std::vector<Hit> best_;
};

}  // namespace kedang
