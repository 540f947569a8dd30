// HeldRows: a set of numbers, most of them rows of the server's database that a replica holds, as they are kept for every
// replica: a packed base, shared by all who loaded the same, and the few numbers that are otherwise since. It is asked and
// changed without being unpacked.
//   base   u32 count of blocks; per block u16 number, u16 form, u32 members, u32 offset of its bytes; then the bytes:
//          form 0 list: u16 each   form 1 runs: u16 first, u16 last each   form 2 bits: 8 KiB        (little-endian)
//          A block is 65,536 numbers; blocks and what is in them ascend.
//   other  base-128: the first number, then steps
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

using RowNumber = std::uint32_t;

class HeldRows {
 public:
  HeldRows() = default;
  // Of these, in any order.
  static HeldRows Of(std::vector<RowNumber> numbers);
  // kCorrupt for what Base and Other did not write.
  static Result<HeldRows> Read(std::shared_ptr<const Bytes> base, ByteSpan other);

  bool Has(RowNumber number) const;
  // Whether it was otherwise before.
  bool Set(RowNumber number, bool is_member);
  // Members from `begin` on, below `end`; both multiples of 65,536 (0 as the end: no end).
  std::size_t Count(RowNumber begin = 0, RowNumber end = 0) const;
  // In ascending order until `visit` returns false; from `begin` on.
  void ForEach(const std::function<bool(RowNumber)>& visit, RowNumber begin = 0) const;

  // Makes a new base when so many are otherwise that it pays.
  void Tidy();
  // Makes a new base of everything.
  void Pack();
  // Null while the set has none.
  const std::shared_ptr<const Bytes>& base() const { return base_; }
  Bytes Other() const;

 private:
  struct Block {
    std::uint16_t number = 0;
    std::uint16_t form = 0;
    std::uint32_t members = 0;
    ByteSpan bytes;
  };
  using Words = std::vector<std::uint64_t>;

  std::size_t BlockCount() const { return base_ ? ReadU32(*base_) : 0; }
  Block BlockAt(std::size_t index) const;
  bool InBase(RowNumber number) const;
  static void Unpack(const Block& block, Words& words);

  std::shared_ptr<const Bytes> base_;
  std::set<RowNumber> other_;
};

}  // namespace kedang
