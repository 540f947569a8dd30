#include "tests/support/allocation_count.h"

#include <cstdlib>
#include <new>

namespace {

std::size_t allocation_count = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocation_count;
  void* memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) std::abort();
  return memory;
}
// What a stable sort asks for: without it the memory would come from elsewhere and be freed here.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return operator new(size); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace kedang {

std::size_t AllocationCount() { return allocation_count; }

}  // namespace kedang
