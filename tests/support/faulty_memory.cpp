#include "tests/support/faulty_memory.h"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// Counts down to the allocation that fails.
struct Countdown {
  std::atomic<std::uint64_t> left{0};
  std::atomic<bool> stays{false};
  std::atomic<bool> has_failed{false};

  bool Set(std::uint64_t n, bool stays_failing) {
    left = n;
    stays = stays_failing;
    return has_failed.exchange(false);
  }
  bool MustFail() {
    std::uint64_t now = left.load();
    while (now > 0) {
      const std::uint64_t next = now == 1 && stays ? 1 : now - 1;
      if (!left.compare_exchange_weak(now, next)) continue;
      if (now > 1) return false;
      has_failed = true;
      return true;
    }
    return false;
  }
};

Countdown sqlite_memory;
Countdown memory;
sqlite3_mem_methods usual;

void* SqliteAllocate(int size) { return sqlite_memory.MustFail() ? nullptr : usual.xMalloc(size); }
void* SqliteReallocate(void* old, int size) { return sqlite_memory.MustFail() ? nullptr : usual.xRealloc(old, size); }

}  // namespace

void* operator new(std::size_t size) {
  void* got = memory.MustFail() ? nullptr : std::malloc(size > 0 ? size : 1);
  if (got == nullptr) throw std::bad_alloc();
  return got;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return memory.MustFail() ? nullptr : std::malloc(size > 0 ? size : 1);
}
void operator delete(void* old, const std::nothrow_t&) noexcept { std::free(old); }
void operator delete(void* old) noexcept { std::free(old); }
void operator delete(void* old, std::size_t) noexcept { std::free(old); }

namespace kedang {

bool TakeOverSqliteMemory() {
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual) != SQLITE_OK) return false;
  sqlite3_mem_methods faulty = usual;
  faulty.xMalloc = SqliteAllocate;
  faulty.xRealloc = SqliteReallocate;
  // Small allocations must not come from elsewhere.
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty) == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

bool FailSqliteMemory(std::uint64_t n, bool stays) { return sqlite_memory.Set(n, stays); }
bool FailMemory(std::uint64_t n, bool stays) { return memory.Set(n, stays); }

}  // namespace kedang
