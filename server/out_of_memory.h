// What becomes of an allocation that fails: an error like any other where the work can be given up whole, which is decided
// at the few places that use this. Elsewhere the process ends (std::terminate), as it does when its machine loses power:
// nothing that was acknowledged depends on it.
#pragma once

#include <new>
#include <utility>

#include "shared/base/result.h"

namespace kedang {

inline Error OutOfMemory() {
  return Error{ErrorCode::kResourceExhausted,
               "out of memory; nothing was changed: give the server more, or send less at once, and try again"};
}

// `work()`, or OutOfMemory when it ran out in the middle.
template <typename Work>
Status GuardMemory(Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::bad_alloc&) {
    return OutOfMemory();
  }
}

}  // namespace kedang
