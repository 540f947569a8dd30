// Bytes and the small conversions between bytes and text that codecs share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kedang {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

inline ByteSpan AsBytes(std::string_view text) {
  return ByteSpan(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}
inline std::string_view AsText(ByteSpan bytes) {
  return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// Lower-case hexadecimal, two digits a byte.
std::string ToHex(ByteSpan bytes);
// Accepts both cases; nothing for odd length or other characters.
std::optional<Bytes> FromHex(std::string_view text);

// Little-endian fixed-width integers, the byte order of every Kedang format.
void AppendU16(std::uint16_t value, Bytes& out);
void AppendU32(std::uint32_t value, Bytes& out);
void AppendU64(std::uint64_t value, Bytes& out);
// Precondition: bytes holds at least 2, 4, 8 bytes.
std::uint16_t ReadU16(ByteSpan bytes);
std::uint32_t ReadU32(ByteSpan bytes);
std::uint64_t ReadU64(ByteSpan bytes);

// LEB128: seven bits a byte, low bits first; signed values zigzag before.
void AppendVarint(std::uint64_t value, Bytes& out);
// Reads at `position` and moves it; nothing when it is cut short or longer than 64 bits.
std::optional<std::uint64_t> ReadVarint(ByteSpan bytes, std::size_t& position);
inline std::uint64_t ZigZag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t UnZigZag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

}  // namespace kedang
