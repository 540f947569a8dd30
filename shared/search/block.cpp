#include "shared/search/posting_list.h"

namespace kedang {
namespace {

// Words one by one are slower than all of a group from about a quarter on.
bool IsSparse(std::uint64_t used) {
  int steps = 0;
  for (; used != 0 && steps < 16; used &= used - 1) ++steps;
  return used == 0;
}

template <typename Visit>
void ForEachWord(std::size_t group, std::uint64_t used, Visit visit) {
  for (; used != 0; used &= used - 1) visit(group * 64 + static_cast<std::size_t>(__builtin_ctzll(used)));
}

}  // namespace

Block& Block::operator=(const Block& other) {
  if (this == &other) return *this;
  Clear();
  Or(other);
  return *this;
}

void Block::Clear() {
  for (std::size_t group = 0; group < kGroups; ++group) {
    if (IsSparse(used[group])) {
      ForEachWord(group, used[group], [this](std::size_t w) { words[w] = 0; });
    } else {
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] = 0;
    }
    used[group] = 0;
  }
}

void Block::And(const Block& other) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    if (used[group] == 0) continue;
    std::uint64_t left = 0;
    if (IsSparse(used[group])) {
      ForEachWord(group, used[group], [&](std::size_t w) {
        words[w] &= other.words[w];
        left |= std::uint64_t{words[w] != 0} << (w & 63);
      });
    } else if (IsSparse(other.used[group])) {
      std::array<std::uint64_t, 16> both;
      std::size_t count = 0;
      ForEachWord(group, other.used[group], [&](std::size_t w) { both[count++] = words[w] & other.words[w]; });
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] = 0;
      count = 0;
      ForEachWord(group, other.used[group], [&](std::size_t w) {
        words[w] = both[count++];
        left |= std::uint64_t{words[w] != 0} << (w & 63);
      });
    } else {
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] &= other.words[w];
      for (std::size_t w = 0; w < 64; ++w) left |= std::uint64_t{words[group * 64 + w] != 0} << w;
    }
    used[group] = left;
  }
}

void Block::Or(const Block& other) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    if (IsSparse(other.used[group])) {
      ForEachWord(group, other.used[group], [&](std::size_t w) { words[w] |= other.words[w]; });
    } else {
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] |= other.words[w];
    }
    used[group] |= other.used[group];
  }
}

void Block::OrBoth(const Block& a, const Block& b) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    const std::uint64_t both = a.used[group] & b.used[group];
    if (IsSparse(both)) {
      ForEachWord(group, both, [&](std::size_t w) { words[w] |= a.words[w] & b.words[w]; });
    } else {
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] |= a.words[w] & b.words[w];
    }
    used[group] |= both;
  }
}

void Block::AndNot(const Block& other) {
  for (std::size_t group = 0; group < kGroups; ++group) {
    const std::uint64_t both = used[group] & other.used[group];
    if (IsSparse(both)) {
      ForEachWord(group, both, [&](std::size_t w) { words[w] &= ~other.words[w]; });
    } else {
      for (std::size_t w = group * 64; w < group * 64 + 64; ++w) words[w] &= ~other.words[w];
    }
  }
}

bool Block::HasMoreThan(std::size_t count) const {
  std::size_t rows = 0;
  for (std::size_t group = 0; group < kGroups; ++group) {
    for (std::uint64_t rest = used[group]; rest != 0; rest &= rest - 1) {
      const std::uint64_t word = words[group * 64 + static_cast<std::size_t>(__builtin_ctzll(rest))];
      if (word != 0) rows += static_cast<std::size_t>(__builtin_popcountll(word));
      if (rows > count) return true;
    }
  }
  return false;
}

}  // namespace kedang
