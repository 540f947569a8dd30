// Looks for a few bytes in text, sixteen at a time where the machine has such instructions.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace kedang {

// The three bytes looked for; the same byte may stand twice.
struct ByteTriple {
  char a = 0, b = 0, c = 0;

  bool Has(char byte) const { return byte == a || byte == b || byte == c; }
};

// The first place from `at` on where one of the three stands; `size` when there is none.
inline std::size_t FindByte(const char* data, std::size_t at, std::size_t size, ByteTriple bytes) {
#if defined(__SSE2__)
  const __m128i a = _mm_set1_epi8(bytes.a), b = _mm_set1_epi8(bytes.b), c = _mm_set1_epi8(bytes.c);
  for (; at + 16 <= size; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    const __m128i hits = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, a), _mm_cmpeq_epi8(block, b)), _mm_cmpeq_epi8(block, c));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
    if (mask != 0) return at + static_cast<std::size_t>(__builtin_ctz(mask));
  }
#elif defined(__wasm_simd128__)
  const v128_t a = wasm_i8x16_splat(bytes.a), b = wasm_i8x16_splat(bytes.b), c = wasm_i8x16_splat(bytes.c);
  for (; at + 16 <= size; at += 16) {
    const v128_t block = wasm_v128_load(data + at);
    const v128_t hits = wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(block, a), wasm_i8x16_eq(block, b)), wasm_i8x16_eq(block, c));
    const auto mask = static_cast<std::uint32_t>(wasm_i8x16_bitmask(hits));
    if (mask != 0) return at + static_cast<std::size_t>(__builtin_ctz(mask));
  }
#endif
  while (at < size && !bytes.Has(data[at])) ++at;
  return at;
}

// The first place from `at` on with a byte below `limit` or above 0x7F; `size` when there is none. So 0 looks for the end of
// ASCII, 0x20 for the end of printable ASCII.
inline std::size_t FindOutside(const char* data, std::size_t at, std::size_t size, signed char limit) {
#if defined(__SSE2__)
  const __m128i least = _mm_set1_epi8(limit);
  for (; at + 16 <= size; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmplt_epi8(block, least)));
    if (mask != 0) return at + static_cast<std::size_t>(__builtin_ctz(mask));
  }
#elif defined(__wasm_simd128__)
  const v128_t least = wasm_i8x16_splat(limit);
  for (; at + 16 <= size; at += 16) {
    const auto mask = static_cast<std::uint32_t>(wasm_i8x16_bitmask(wasm_i8x16_lt(wasm_v128_load(data + at), least)));
    if (mask != 0) return at + static_cast<std::size_t>(__builtin_ctz(mask));
  }
#endif
  while (at < size && static_cast<signed char>(data[at]) >= limit) ++at;
  return at;
}

// How many characters begin in text of UTF-8: all bytes but those that continue one.
inline std::size_t CountCharacters(const char* data, std::size_t size) {
  std::size_t count = 0;
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i last = _mm_set1_epi8(static_cast<char>(0xBF));
  for (; at + 16 <= size; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    count += static_cast<std::size_t>(__builtin_popcount(static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpgt_epi8(block, last)))));
  }
#elif defined(__wasm_simd128__)
  const v128_t last = wasm_i8x16_splat(static_cast<signed char>(0xBF));
  for (; at + 16 <= size; at += 16) {
    count += static_cast<std::size_t>(__builtin_popcount(wasm_i8x16_bitmask(wasm_i8x16_gt(wasm_v128_load(data + at), last))));
  }
#endif
  for (; at < size; ++at) count += (data[at] & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

// Behind the last of the sequences of three bytes that begin at `at`, one after the other, and that UTF-8 allows with any
// continuation: U+1000 to U+CFFF, so all of Chinese.
inline std::size_t SkipThreeByteCharacters(const char* data, std::size_t at, std::size_t size) {
  while (at + 3 <= size) {
    const auto lead = static_cast<unsigned char>(data[at]);
    if (lead < 0xE1 || lead > 0xEC || (data[at + 1] & 0xC0) != 0x80 || (data[at + 2] & 0xC0) != 0x80) break;
    at += 3;
  }
  return at;
}

}  // namespace kedang
