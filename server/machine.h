// The machine's clock and randomness, as the interfaces of shared/base see them. Thread-safe.
#pragma once

#include "shared/base/clock.h"

namespace kedang {

Clock& MachineClock();
// The operating system's cryptographic generator.
Random& MachineRandom();

// The most memory this process ever held, in bytes.
std::uint64_t PeakMemoryBytes();

}  // namespace kedang
