// EndingTable: endings that many values have in common (科技有限公司, @qq.com), and whole values that many records have
// (浙江省杭州市西湖区, 初步接触). A row's text names them by number instead of spelling them out, and the rows of each are
// listed, so that what most records hold is neither kept nor looked through a million times.
//
// Endings form a tree: the parent of an ending is the one without its first symbol. Numbers are never given back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/search/symbol_table.h"

namespace kedang {

class EndingTable {
 public:
  using Ending = std::uint16_t;
  static constexpr Ending kNone = 0xFFFF;

  // Adds the endings that at least `min_count` of these values have, while there is room.
  void Learn(const std::vector<std::vector<Symbol>>& values, std::size_t min_count, const SymbolTable& symbols);

  // The longest ending of the value that may be named by number; kNone when spelling it out is as good. `length`: its
  // symbols.
  Ending Find(std::span<const Symbol> value, std::size_t& length) const;

  std::size_t size() const { return begin_.size(); }
  std::u32string_view TextOf(Ending ending) const {
    return std::u32string_view(texts_).substr(begin_[ending], lengths_[ending]);
  }
  // Without its first symbol; kNone for one of a single symbol. Smaller than `ending`.
  Ending ParentOf(Ending ending) const { return parents_[ending]; }
  Symbol FirstOf(Ending ending) const { return firsts_[ending]; }
  // All endings by the character they begin with.
  struct Beginning {
    char32_t character;
    std::vector<Ending> endings;  // ascending
  };
  const std::vector<Beginning>& beginnings() const { return beginnings_; }
  std::size_t memory_bytes() const {
    return texts_.capacity() * 4 + begin_.size() * 17 + slots_.size() * sizeof(Slot) + beginnings_.size() * sizeof(Beginning);
  }

 private:
  static constexpr std::size_t kMostEndings = 30'000;
  static constexpr std::size_t kMostSymbols = 24;

  Ending Child(Ending parent, Symbol first) const;

  std::u32string texts_;
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint8_t> lengths_;
  std::vector<Ending> parents_;
  std::vector<Symbol> firsts_;
  std::vector<Beginning> beginnings_;
  std::unordered_map<char32_t, std::size_t> beginning_of_;
  std::vector<bool> may_follow_;  // something may stand before it in the same value
  // Open addressing: a parent with a first symbol, and what they make.
  struct Slot {
    std::uint64_t key = 0;
    Ending child = kNone;
  };
  void AddChild(std::uint64_t key, Ending child);
  std::vector<Slot> slots_;
};

}  // namespace kedang
