// Bytes in memory as the file that minizip reads or writes through its callbacks. The only header with minizip's types: what
// opens archives (zip_archive) and makes them (zip_writer) shares it.
#pragma once

#include <minizip/ioapi.h>

#include "shared/base/bytes.h"

namespace kedang {

// For opening only: what is opened keeps the span, whose bytes must outlive it.
zlib_filefunc64_def ReadFromMemory(const ByteSpan* bytes);
// Appends, and goes back where sizes are filled in. `bytes` must outlive what is opened.
zlib_filefunc64_def WriteToMemory(Bytes* bytes);

}  // namespace kedang
