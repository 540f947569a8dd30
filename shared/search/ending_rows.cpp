#include "shared/search/ending_rows.h"

#include <algorithm>
#include <memory>

#include "shared/search/pair_keys.h"

namespace kedang {
namespace {

// Bits are kept where they stand for so many lists, with so many rows: elsewhere the lists are as quick.
constexpr std::uint32_t kManyLists = 24;
constexpr std::uint32_t kManyRows = 4'096;

}  // namespace

void EndingRows::Build(const PairPostings& postings, const EndingTable& endings) {
  endings_.clear();
  bits_.clear();
  struct Tree {
    std::uint32_t lists = 0, rows = 0;
  };
  std::vector<Tree> trees(endings.size());
  for (std::size_t i = endings.size(); i-- > 0;) {  // children have larger numbers
    const auto ending = static_cast<Ending>(i);
    if (const std::uint32_t rows = postings.CountOf(EndingKey(ending)); rows > 0) {
      ++trees[i].lists;
      trees[i].rows += rows;
    }
    if (const Ending parent = endings.ParentOf(ending); parent != EndingTable::kNone) {
      trees[parent].lists += trees[i].lists;
      trees[parent].rows += trees[i].rows;
    }
  }
  std::vector<std::size_t> place(endings.size(), trees.size());
  for (std::size_t i = 0; i < trees.size(); ++i) {
    if (trees[i].lists < kManyLists || trees[i].rows < kManyRows) continue;
    place[i] = endings_.size();
    endings_.push_back(static_cast<Ending>(i));
  }
  endings_ = std::vector<Ending>(endings_);
  bits_ = std::vector<std::uint64_t>(endings_.size() * Block::kWords);
  const auto block = std::make_unique<Block>();
  const auto add_to = [&](std::size_t at) {
    for (std::size_t w = 0; w < Block::kWords; ++w) bits_[at * Block::kWords + w] |= block->words[w];
  };
  for (std::size_t i = endings.size(); i-- > 0;) {
    if (trees[i].lists == 0) continue;
    const auto ending = static_cast<Ending>(i);
    Ending kept = ending;  // the nearest that is kept: its own bits come from those below it
    while (kept != EndingTable::kNone && place[kept] == trees.size()) kept = endings.ParentOf(kept);
    if (kept == EndingTable::kNone) continue;
    block->Clear();
    postings.AddFirst(EndingKey(ending), *block);
    add_to(place[kept]);
    if (kept != ending) continue;
    Ending above = endings.ParentOf(ending);
    while (above != EndingTable::kNone && place[above] == trees.size()) above = endings.ParentOf(above);
    if (above == EndingTable::kNone) continue;
    for (std::size_t w = 0; w < Block::kWords; ++w) {
      bits_[place[above] * Block::kWords + w] |= bits_[place[ending] * Block::kWords + w];
    }
  }
}

bool EndingRows::Add(Ending ending, Block& block) const {
  const auto found = std::lower_bound(endings_.begin(), endings_.end(), ending);
  if (found == endings_.end() || *found != ending) return false;
  const std::uint64_t* bits = bits_.data() + static_cast<std::size_t>(found - endings_.begin()) * Block::kWords;
  for (std::size_t w = 0; w < Block::kWords; ++w) block.words[w] |= bits[w];
  block.used.fill(~std::uint64_t{0});
  return true;
}

}  // namespace kedang
