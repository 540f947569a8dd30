// Time and randomness as shared/ sees them: injected, so that everything can be replayed from a seed.
#pragma once

#include <cstdint>
#include <span>

namespace kedang {

// Milliseconds since 1970-01-01T00:00:00Z. Information for people, never used to order changes.
using TimeMs = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs NowMs() = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  // Fills `out` with bytes nobody can predict (in tests: that the seed determines).
  virtual void Fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace kedang
