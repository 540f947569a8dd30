// The server's log: one line per entry on standard error, with time and severity. Thread-safe. Whatever a client sent
// stays on its line: control characters are written as escapes.
#pragma once

#include <string_view>

namespace kedang {

void StartLog();
void LogInfo(std::string_view message);
void LogError(std::string_view message);

}  // namespace kedang
