// Which words of one cell stand for which of another: equal ones, spellings of one word, initials, shortened words, and two
// words written as one. Words weigh by how rare they are in their field.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "shared/match/match_table.h"

namespace kedang {

struct WordAlignment {
  double total_a = 0, total_b = 0;      // weight of all words
  double matched_a = 0, matched_b = 0;  // weight of those that found a partner
  double likeness = 0;                  // matched weight of both, less what slips cost
  int matched_words = 0;                // pairs
  int full_words = 0;                   // pairs that are more than initials
  int left_a = 0, left_b = 0;           // words without a partner
  int slips = 0;                        // of all pairs together; an initial counts one
  bool has_number_conflict = false;     // both sides have numbers the other has not
  int left_numbers = 0;                 // numbers without a partner, both sides
  bool shares_code = false;             // a rare word of letters and digits, as models of products have
  std::uint32_t holders = 0;            // cells that hold the rarest word they share
};

enum class WordWeights { kEqual, kMild, kFull };

// At most 24 words of each side are looked at.
WordAlignment AlignWords(const MatchTable& table, std::size_t field, MatchCell a, MatchCell b, WordWeights weights);

}  // namespace kedang
