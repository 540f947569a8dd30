// The native decoder of GB18030 (and so of GBK and GB2312), by the C library's iconv. Its tables are loaded from the
// system's gconv folder; where they are missing MakeIconvDecoder says so.
#pragma once

#include <memory>

#include "shared/base/result.h"
#include "shared/intake/encoding.h"

namespace kedang {

// A decoder for one stream. kUnavailable when the system has no GB18030 table.
Result<std::unique_ptr<TextDecoder>> MakeIconvDecoder();

}  // namespace kedang
