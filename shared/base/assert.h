// KEDANG_CHECK stops the program on a bug of ours. Input from outside can never reach one: it is answered with a
// Result or an Issue instead.
#pragma once

namespace kedang {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace kedang

#define KEDANG_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::kedang::CheckFailed(#condition, __FILE__, __LINE__))
