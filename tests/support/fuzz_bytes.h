// FuzzBytes: a fuzzer's input as small numbers, texts and pieces, so that it also reaches what random bytes never spell. Behind
// its end everything is zero.
#pragma once

#include <algorithm>
#include <string>

#include "shared/base/bytes.h"
#include "shared/model/value.h"

namespace kedang {

class FuzzBytes {
 public:
  explicit FuzzBytes(ByteSpan bytes) : rest_(bytes) {}

  bool is_empty() const { return rest_.empty(); }
  std::uint8_t Byte() {
    if (rest_.empty()) return 0;
    const std::uint8_t byte = rest_.front();
    rest_ = rest_.subspan(1);
    return byte;
  }
  // 0 … limit − 1.
  std::size_t Below(std::size_t limit) { return Byte() % limit; }
  ByteSpan Piece(std::size_t size) {
    const ByteSpan piece = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(piece.size());
    return piece;
  }
  // A length and so many bytes.
  ByteSpan Piece() {
    const std::size_t low = Byte();
    return Piece(low + (Below(4) << 8));
  }
  // Any bytes, UTF-8 or not.
  std::string Text() { return std::string(AsText(Piece(Below(24)))); }

  Value AnyValue() {
    switch (Below(8)) {
      case 1: return Value::Boolean((Byte() & 1) != 0);
      case 2: return Value::Integer(Number());
      case 3: return Value::Of(Decimal{Number(), static_cast<std::uint8_t>(Byte())});
      case 4: return Value::Of(Date{static_cast<std::int32_t>(Number())});
      case 5: return Value::Text(Text());
      case 6: return Value::List({Text(), Text()});
      case 7: return Value::Text("甲" + Text());
      default: return Value();
    }
  }
  // Small ones, and those at the ends.
  std::int64_t Number() {
    const std::uint8_t byte = Byte();
    if (byte >= 250) return byte == 250 ? INT64_MIN : byte == 251 ? INT64_MAX : static_cast<std::int64_t>(ReadPiece());
    return static_cast<std::int64_t>(byte) - 8;
  }

 private:
  std::uint64_t ReadPiece() {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : Piece(8)) number = number << 8 | byte;
    return number;
  }
  ByteSpan rest_;
};

}  // namespace kedang
