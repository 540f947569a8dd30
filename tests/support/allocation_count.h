// How often the test program has allocated; needs allocation_count.cpp among its sources.
#pragma once

#include <cstddef>

namespace kedang {

std::size_t AllocationCount();

}  // namespace kedang
