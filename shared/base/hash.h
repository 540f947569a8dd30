// A 128-bit hash that finds damage in stored and transmitted bytes (XXH3-128, seed 0, canonical big-endian form). Not a
// protection against malice: nothing secret is derived from it.
#pragma once

#include <array>

#include "shared/base/bytes.h"

namespace kedang {

using Hash128 = std::array<std::uint8_t, 16>;

Hash128 HashOf(ByteSpan bytes);

}  // namespace kedang
