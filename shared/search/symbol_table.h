// SymbolTable: the characters and field marks of an index, numbered as they first appear, so that what is frequent in a
// company's data takes a byte or two: ASCII and the first marks one, the first 30,720 other symbols two, later ones three.
// Text of the index is kept and compared in these numbers. Numbers are never given back.
//
// In a text of bytes, kEndingByte is followed by two bytes, the number of an ending (ending_table.h), low byte first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kedang {

using Symbol = std::uint32_t;
inline constexpr Symbol kNoSymbol = 0xFFFFFFFF;
inline constexpr std::uint8_t kEndingByte = 0x7F;

class SymbolTable {
 public:
  SymbolTable();

  // kNoSymbol when it has never been seen.
  Symbol Find(char32_t c) const;
  // Gives it a number when it has none.
  Symbol Add(char32_t c);
  char32_t CharacterOf(Symbol symbol) const { return characters_[symbol]; }
  Symbol size() const { return static_cast<Symbol>(characters_.size()); }
  std::size_t memory_bytes() const;

  static constexpr std::size_t kMaxBytes = 3;  // of one symbol
  // Writes the symbol's bytes to `out`, says how many.
  static std::size_t Write(Symbol symbol, char* out) {
    if (symbol < kFirstLong) {
      out[0] = static_cast<char>(symbol);
      return 1;
    }
    if (symbol < kFirstLonger) {
      const Symbol number = symbol - kFirstLong;
      out[0] = static_cast<char>(0x80 + (number >> 8));
      out[1] = static_cast<char>(number & 0xFF);
      return 2;
    }
    const Symbol number = symbol - kFirstLonger;
    out[0] = static_cast<char>(kThreeBytes + (number >> 16));
    out[1] = static_cast<char>(number >> 8 & 0xFF);
    out[2] = static_cast<char>(number & 0xFF);
    return kMaxBytes;
  }
  static void Append(Symbol symbol, std::string& bytes) {
    char both[kMaxBytes];
    bytes.append(both, Write(symbol, both));
  }
  // Bytes of the symbol that begins with this one.
  static std::size_t LengthAt(std::uint8_t lead) { return lead < 0x80 ? 1 : lead < kThreeBytes ? 2 : 3; }
  // The next symbol of a text whose byte at `at` is not kEndingByte.
  static Symbol Next(const std::uint8_t* bytes, std::size_t& at) {
    const std::uint8_t lead = bytes[at];
    if (lead < 0x80) {
      ++at;
      return lead;
    }
    if (lead < kThreeBytes) {
      const Symbol symbol = kFirstLong + (static_cast<Symbol>(lead - 0x80) << 8) + bytes[at + 1];
      at += 2;
      return symbol;
    }
    const Symbol symbol = kFirstLonger + (static_cast<Symbol>(lead - kThreeBytes) << 16) +
                          (static_cast<Symbol>(bytes[at + 1]) << 8) + bytes[at + 2];
    at += 3;
    return symbol;
  }

 private:
  static constexpr std::uint8_t kThreeBytes = 0xF8;
  static constexpr Symbol kFirstLong = 0x80;
  static constexpr Symbol kFirstLonger = kFirstLong + (Symbol{kThreeBytes - 0x80} << 8);
  // Numbers below blank that are given to the first marks.
  static constexpr Symbol kShortMarks = 0x20;

  std::vector<char32_t> characters_;
  std::vector<Symbol> plane_;  // of the basic multilingual plane
  std::unordered_map<char32_t, Symbol> others_;
  Symbol next_mark_ = 0;
};

}  // namespace kedang
