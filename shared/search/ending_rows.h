// EndingRows: for endings that many rows of a segment have, alone or as the tail of longer ones, those rows as bits. So 公
// finds what ends in any of a thousand ways with 公司 by reading one list.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/search/ending_table.h"
#include "shared/search/pair_postings.h"

namespace kedang {

class EndingRows {
 public:
  using Ending = EndingTable::Ending;

  // Of the endings that these postings list.
  void Build(const PairPostings& postings, const EndingTable& endings);

  // Adds the rows that have the ending or one that ends with it. False, and nothing is added, when it is not listed here:
  // then few rows have it, or it is as good to add its endings one by one.
  bool Add(Ending ending, Block& block) const;
  std::size_t memory_bytes() const { return endings_.capacity() * sizeof(Ending) + bits_.capacity() * 8; }

 private:
  std::vector<Ending> endings_;       // ascending
  std::vector<std::uint64_t> bits_;  // Block::kWords of each
};

}  // namespace kedang
