// Secrets that commands ask for: the first line of standard input; on a terminal unseen.
#pragma once

#include <string>

#include "shared/base/result.h"

namespace kedang {

// kInvalidArgument when it is no UTF-8.
Result<std::string> ReadSecretLine(const char* prompt);
// The same; a terminal is asked twice, and both must be the same.
Result<std::string> ReadNewSecretLine(const char* prompt);

}  // namespace kedang
