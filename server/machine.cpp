#include "server/machine.h"

#include <sys/resource.h>

#include <chrono>

#include "server/crypto.h"
#include "shared/base/assert.h"

namespace kedang {
namespace {

class SystemClock final : public Clock {
 public:
  TimeMs NowMs() override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }
};

}  // namespace

Clock& MachineClock() {
  static SystemClock clock;
  return clock;
}

Random& MachineRandom() {
  static SystemRandom random = [] {
    KEDANG_CHECK(StartCrypto().ok());  // a machine without randomness can keep nobody's secrets
    return SystemRandom();
  }();
  return random;
}

std::uint64_t PeakMemoryBytes() {
  rusage usage{};
  KEDANG_CHECK(getrusage(RUSAGE_SELF, &usage) == 0);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace kedang
