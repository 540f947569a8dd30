#include "shared/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace kedang {

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace kedang
