// Seeded randomness and a clock that only moves when told, for tests that must replay.
#pragma once

#include <random>

#include "shared/base/clock.h"

namespace kedang {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_());
  }
  // 0 … limit − 1. Precondition: limit > 0.
  std::size_t Below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

class ManualClock final : public Clock {
 public:
  TimeMs NowMs() override { return now_ms; }
  TimeMs now_ms = 1'790'000'000'000;
};

}  // namespace kedang
