// PairPostings: which rows of a segment hold a symbol, and which hold it before another. A pair that many rows hold has a
// list of its own; the rare pairs of one first symbol share a few lists. Built once, in slices; never changed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/search/posting_list.h"

namespace kedang {

// What a pair is made of: a symbol, a class of symbols, an ending (pair_keys.h says which).
using PairKey = std::uint32_t;

class PairPostings {
 public:
  enum class Answer { kNone, kSome, kAll };

  // Adds the rows that may hold the pair. kAll: every row added holds it; kSome: each must be looked at.
  Answer AddPair(PairKey first, PairKey second, Block& block) const { return AddPair(first, second, block, block); }
  // The same; those that must be looked at are added to `unsure`.
  Answer AddPair(PairKey first, PairKey second, Block& exact, Block& unsure) const;
  // Pairs of `first` with every second key that is wanted: rows that surely hold one are added to `exact`, others that may
  // to `unsure`.
  template <typename Wanted>
  void AddPairsIf(PairKey first, Wanted is_wanted, Block& exact, Block& unsure) const {
    const std::size_t at = FindFirst(first);
    if (at == kNone) return;
    for (std::uint32_t list = firsts_[at].list; list < firsts_[at + 1].list; ++list) {
      if (lists_[list].second == kWhole) return;
      if (lists_[list].second >= kRare) {
        AddPostings(BytesOf(lists_[list]), unsure);
      } else if (is_wanted(lists_[list].second)) {
        AddPostings(BytesOf(lists_[list]), exact);
      }
    }
  }
  bool HasFirst(PairKey first) const { return FindFirst(first) != kNone; }
  // How often rows are listed with `first`.
  std::uint32_t CountOf(PairKey first) const;
  // Adds the rows that hold `first`.
  void AddFirst(PairKey first, Block& block) const;
  // The same for many, ascending.
  void AddFirsts(std::span<const PairKey> firsts, Block& block) const;

  std::size_t memory_bytes() const {
    return bytes_.capacity() + lists_.capacity() * sizeof(List) + firsts_.capacity() * sizeof(First);
  }

 private:
  friend class PairPostingsBuilder;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  // From this on: second keys of the shared lists, numbered; a rare pair is in the one its second key hashes to.
  static constexpr PairKey kRare = 0xFFFFFE00;
  // The last list of a first key with many lists and many rows: all its rows.
  static constexpr PairKey kWhole = 0xFFFFFFFF;
  static constexpr std::uint32_t kMostShared = 256;
  static PairKey SharedKey(PairKey second, std::uint32_t shared) {
    return kRare + ((second * 0x9E3779B1u >> 16) & (shared - 1));
  }
  // Tells apart the second keys of one shared list, nearly always.
  static std::uint8_t MarkOf(PairKey second) { return static_cast<std::uint8_t>(second * 0x85EBCA6Bu >> 24); }

  struct First {
    PairKey key;
    std::uint32_t list;    // its first list; those of the next key follow
    std::uint32_t shared;  // number of shared lists: a power of two, or 0; one without rows is left out
  };
  struct List {
    PairKey second;
    std::uint32_t offset;
  };
  std::size_t FindFirst(PairKey key) const;
  void AddLists(std::size_t first, Block& block) const;
  const std::uint8_t* BytesOf(const List& list) const {
    return reinterpret_cast<const std::uint8_t*>(bytes_.data()) + list.offset;
  }

  std::vector<First> firsts_;  // sorted by key, and one more for the end
  std::vector<List> lists_;    // of one first key sorted by second key, the shared one last
  std::string bytes_;
};

class PairPostingsBuilder {
 public:
  PairPostingsBuilder();

  // Pairs of one row, rows ascending; a pair may be given more than once.
  void BeginRow(std::uint16_t row) { row_ = row; }
  void Add(PairKey first, PairKey second);
  // Makes the lists, up to about `max_pairs` at a time; true when they are made.
  bool Finish(std::size_t max_pairs);
  PairPostings Take() { return std::move(made_); }

 private:
  struct Pair {
    PairKey first, second;
    std::uint32_t count = 0;
    std::uint32_t list = 0;  // first its list's second key, then its number
    std::int32_t last_row = -1;
  };
  enum class Phase { kCount, kAssign, kFill, kEncode, kWholes, kFinished };

  static constexpr PairKey kSmall = 64;

  std::uint32_t IndexOf(PairKey first, PairKey second);
  void Grow();
  void Assign();
  void AddWholes();

  std::uint16_t row_ = 0;
  Phase phase_ = Phase::kCount;
  std::vector<Pair> pairs_;
  std::vector<std::uint32_t> slots_;  // open addressing: pair + 1
  std::vector<std::uint32_t> small_;  // the same for keys below kSmall, by both
  std::vector<std::uint32_t> seen_pairs_;
  std::vector<std::uint16_t> seen_rows_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> begin_;  // of each list in rows_, and one more
  std::vector<std::uint32_t> fill_;
  std::vector<std::uint16_t> rows_;
  std::vector<std::uint8_t> marks_;
  PairPostings made_;
};

}  // namespace kedang
