// Dice: randomness that a seed determines, cheap enough to make by the thousand (splitmix64).
#pragma once

#include "shared/base/clock.h"

namespace kedang {

class Dice final : public Random {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // 0 … limit − 1; 0 for a limit of 0.
  std::size_t Below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(Next() % limit); }
  bool OneIn(std::size_t n) { return Below(n) == 0; }
  void Fill(std::span<std::uint8_t> out) override {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (i % 8 == 0) bits = Next();
      out[i] = static_cast<std::uint8_t>(bits >> (i % 8 * 8));
    }
  }

 private:
  std::uint64_t state_;
};

// A clock that moves when told; the clock of a device may be years off.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(const VirtualClock* reference = nullptr) : reference_(reference) {}
  TimeMs NowMs() override { return Now(); }
  TimeMs Now() const { return (reference_ != nullptr ? reference_->Now() : 0) + offset_ms; }

  TimeMs offset_ms = 0;

 private:
  const VirtualClock* reference_;
};

}  // namespace kedang
