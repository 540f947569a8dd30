// The one door to Brotli and zlib: whole buffers, compressed once and served many times. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang {

// Brotli of quality 0..11 (4 and 5 are for data made while somebody waits). Empty only when memory ran out.
std::string CompressBrotli(std::string_view data, int quality);
// A gzip member of level 1..9.
std::string CompressGzip(std::string_view data, int level);
// What CompressGzip made; kCorrupt for anything else, kTooLarge when more than `max_bytes` would come out.
Result<std::string> DecompressGzip(std::string_view data, std::size_t max_bytes);

}  // namespace kedang
