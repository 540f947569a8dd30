// Memory that runs out when it is told to: the n-th allocation of SQLite, and the n-th of operator new in the whole
// process. A test program that links this has both replaced.
#pragma once

#include <cstdint>

namespace kedang {

// Call before anything else uses SQLite; false when it is too late.
bool TakeOverSqliteMemory();
// The n-th allocation by SQLite from now fails, counted from 1; `stays`: all after it, too. 0: none fails.
// True when one failed since the last call.
bool FailSqliteMemory(std::uint64_t n, bool stays = false);

// The n-th operator new of any thread from now throws std::bad_alloc; 0: none. True as above.
bool FailMemory(std::uint64_t n, bool stays = false);

}  // namespace kedang
