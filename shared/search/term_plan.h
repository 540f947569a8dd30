// TermPlan: how the rows that hold one term are found in a segment: by postings as far as they go, then by reading the few
// rows that are left. The answer is exact.
//
// A term is read as a path of edges: each character of the text takes one character of the term, or several letters as pinyin.
// Rows that hold every two neighbours of some path are candidates (a dynamic program over the edges, a bit a row). Paths of
// one or two characters are answered by postings alone.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "shared/search/matcher.h"
#include "shared/search/pair_keys.h"
#include "shared/search/search_segment.h"

namespace kedang {

// What an index knows of all its segments.
struct SearchTables {
  const Matcher& matcher;
  const SymbolTable& symbols;
  const EndingTable& endings;
  // Characters with readings that the index holds, by syllable.
  const std::vector<std::vector<Symbol>>& spelled;
};

class TermPlan {
 public:
  TermPlan();
  ~TermPlan();
  TermPlan(TermPlan&&) noexcept;
  TermPlan& operator=(TermPlan&&) noexcept;

  // Once per term; the tables must stay, and may only grow by endings. Precondition: the term has text.
  void Prepare(const SearchTerm& term, const SearchTables& tables);

  // Rows of the segment within `within` that hold the term: `named` in a name-like field, `found` anywhere.
  void Evaluate(const SearchSegment& segment, const Block& within, Block& found, Block& named);

  const SearchTerm& term() const { return term_; }

 private:
  // One character of the text, and what of the term it takes.
  struct Edge {
    std::size_t from, to;
    std::vector<PairKey> spelled;  // characters that take all these letters; empty for one character of the term
    bool is_one() const { return spelled.empty(); }
  };
  // An ending that holds the term while the one without its first character does not, and all that end with it.
  struct Inside {
    EndingTable::Ending root;
    std::vector<PairKey> endings;
  };
  // Rows that surely hold something, and rows to look at.
  struct Rows {
    Block exact, unsure;
    void Clear() {
      exact.Clear();
      unsure.Clear();
    }
  };
  struct Scratch;

  void PlanEdges();
  void PlanEndings();
  void AddOne(const PairPostings& postings, std::size_t zone, const Edge& edge, Rows& rows) const;
  void AddPair(const PairPostings& postings, std::size_t zone, const Edge& first, const Edge& second, Rows& rows);
  void AndLetters(const PairPostings& postings, std::uint32_t letters, char32_t second, Block& rows) const;
  void AndSpelled(const PairPostings& postings, const Edge& edge, Block& rows) const;
  bool LacksSymbol(const PairPostings& postings) const;
  void Candidates(const SearchSegment& segment, std::size_t zone);
  void Verify(const SearchSegment& segment, std::size_t zone, const Block& within, Block& hits);
  bool HoldsDigits(std::span<const std::uint8_t> text) const;
  bool Holds(std::span<const std::uint8_t> text);

  SearchTerm term_;
  const SearchTables* tables_ = nullptr;
  std::vector<Symbol> symbols_;  // of the term's characters
  bool has_unknown_ = false;     // a character no row holds
  bool has_letter_ = false;      // one that may be read
  std::string bytes_;            // as it stands in a text; empty when it can stand there in several ways
  std::size_t planned_ = 0;      // positions that are planned
  std::vector<Edge> edges_;      // by start
  std::size_t planned_endings_ = 0;             // how many there were
  std::vector<Inside> inside_;                  // endings that hold the term
  std::vector<std::vector<PairKey>> crossing_;  // by position: endings that begin with the rest of the term
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace kedang
