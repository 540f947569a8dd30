// PostingList: rows of one segment (numbers below 65,536) in the shortest of three forms: numbers of two bytes, gaps of a
// byte, or a bit for every row; or each with a mark that tells apart most of what made it be listed. Block: a set of a segment's rows as bits, what lists are read into.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace kedang {

inline constexpr std::size_t kSegmentRows = 65'536;

// Most sets hold few of a segment's rows, and a search makes thousands of them: bit w of `used` says that word w may hold
// something, so that sets of few rows are cleared and meet others in the time of what they hold.
struct Block {
  static constexpr std::size_t kWords = kSegmentRows / 64;
  static constexpr std::size_t kGroups = kWords / 64;
  alignas(16) std::array<std::uint64_t, kWords> words{};
  std::array<std::uint64_t, kGroups> used{};

  Block() = default;
  Block(const Block&) = default;
  Block& operator=(const Block& other);

  void Clear();
  void Fill() {
    words.fill(~std::uint64_t{0});
    used.fill(~std::uint64_t{0});
  }
  bool Has(std::uint32_t row) const { return (words[row >> 6] >> (row & 63) & 1) != 0; }
  void Add(std::uint32_t row) {
    words[row >> 6] |= std::uint64_t{1} << (row & 63);
    used[row >> 12] |= std::uint64_t{1} << (row >> 6 & 63);
  }
  void Remove(std::uint32_t row) { words[row >> 6] &= ~(std::uint64_t{1} << (row & 63)); }
  void And(const Block& other);
  void Or(const Block& other);
  // this |= a & b
  void OrBoth(const Block& a, const Block& b);
  void AndNot(const Block& other);
  bool IsEmpty() const { return !HasMoreThan(0); }
  bool HasMoreThan(std::size_t count) const;
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t group = 0; group < kGroups; ++group) {
      for (std::uint64_t rest = used[group]; rest != 0; rest &= rest - 1) {
        const std::size_t w = group * 64 + static_cast<std::size_t>(__builtin_ctzll(rest));
        for (std::uint64_t word = words[w]; word != 0; word &= word - 1) {
          visit(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(__builtin_ctzll(word))));
        }
      }
    }
  }
};

// Appends the list of ascending rows to `bytes`.
void AppendPostings(std::span<const std::uint16_t> rows, std::string& bytes);
void AppendBlock(const Block& block, std::string& bytes);
// The same with a mark each; rows may come more than once.
void AppendMarkedPostings(std::span<const std::uint16_t> rows, std::span<const std::uint8_t> marks, std::string& bytes);
std::size_t CountPostings(const std::uint8_t* bytes);
// Adds the rows of the list that begins at `bytes` to the block.
void AddPostings(const std::uint8_t* bytes, Block& block);
// Only those with this mark, of a list with marks.
void AddMarkedPostings(const std::uint8_t* bytes, std::uint8_t mark, Block& block);

}  // namespace kedang
