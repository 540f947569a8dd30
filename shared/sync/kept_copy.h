// What a device keeps of the base for times without the server: the rows as they came, without the values of sensitive fields
// (withheld.h). The one place that says what a copy leaves out.
#pragma once

#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/model/withheld.h"

namespace kedang {

// `row` as it is kept under that key of the base area. A row that cannot be read becomes one that Restore calls damaged: what
// is in it is not known, so it is not kept.
Bytes KeptRow(std::string_view key, Bytes row, const SensitiveFields& sensitive);

}  // namespace kedang
