// Traditional to simplified, one character at a time, by OpenCC's first choice. Compiled in: folding needs no data.
#pragma once

#include <cstdint>

namespace kedang {

inline constexpr char32_t kFirstFlatHanzi = 0x3400;  // Extension A and the Unified block in one flat table
inline constexpr char32_t kEndFlatHanzi = 0xA000;

// For kFirstFlatHanzi <= character < kEndFlatHanzi: 0 when it stays, 1 when SimplifiedOf must tell, else the
// simplified character.
extern const std::uint16_t* const kFlatSimplified;

// The simplified form, or the character itself.
char32_t SimplifiedOf(char32_t character);

}  // namespace kedang
