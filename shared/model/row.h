// Row: the number of a record within one replica's memory. It stays the same as long as the record is held and is used
// instead of the id by lists, sorting and the search index; it never leaves the process.
#pragma once

#include <cstdint>

namespace kedang {

using Row = std::uint32_t;
inline constexpr Row kNoRow = 0xFFFFFFFF;

}  // namespace kedang
