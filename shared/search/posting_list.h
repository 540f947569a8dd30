// PostingList: rows of one segment (numbers below 65,536) in the shortest of three forms: numbers of two bytes, gaps of a
// byte, or a bit for every row; or each with a mark that tells apart most of what made it be listed. Block: a set of a segment's rows as bits, what lists are read into.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace kedang {

inline constexpr std::size_t kSegmentRows = 65'536;

struct Block {
  static constexpr std::size_t kWords = kSegmentRows / 64;
  alignas(16) std::array<std::uint64_t, kWords> words;

  void Clear() { words.fill(0); }
  void Fill() { words.fill(~std::uint64_t{0}); }
  bool Has(std::uint32_t row) const { return (words[row >> 6] >> (row & 63) & 1) != 0; }
  void Add(std::uint32_t row) { words[row >> 6] |= std::uint64_t{1} << (row & 63); }
  void Remove(std::uint32_t row) { words[row >> 6] &= ~(std::uint64_t{1} << (row & 63)); }
  void And(const Block& other) {
    for (std::size_t i = 0; i < kWords; ++i) words[i] &= other.words[i];
  }
  void Or(const Block& other) {
    for (std::size_t i = 0; i < kWords; ++i) words[i] |= other.words[i];
  }
  // this |= a & b
  void OrBoth(const Block& a, const Block& b) {
    for (std::size_t i = 0; i < kWords; ++i) words[i] |= a.words[i] & b.words[i];
  }
  void AndNot(const Block& other) {
    for (std::size_t i = 0; i < kWords; ++i) words[i] &= ~other.words[i];
  }
  bool IsEmpty() const {
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < kWords; ++i) any |= words[i];
    return any == 0;
  }
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
        visit(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(__builtin_ctzll(word))));
      }
    }
  }
};

// Appends the list of ascending rows to `bytes`.
void AppendPostings(std::span<const std::uint16_t> rows, std::string& bytes);
// The same with a mark each; rows may come more than once.
void AppendMarkedPostings(std::span<const std::uint16_t> rows, std::span<const std::uint8_t> marks, std::string& bytes);
// Adds the rows of the list that begins at `bytes` to the block.
void AddPostings(const std::uint8_t* bytes, Block& block);
// Only those with this mark, of a list with marks.
void AddMarkedPostings(const std::uint8_t* bytes, std::uint8_t mark, Block& block);

}  // namespace kedang
