// FuzzCount: how many messages the inputs of a fuzz target brought, where one input brings several. Said on standard error when
// the process ends, as "messages: 12345", for ci/fuzz.
#pragma once

#include <cstdint>
#include <cstdio>

namespace kedang {

class FuzzCount {
 public:
  FuzzCount() = default;
  FuzzCount(const FuzzCount&) = delete;
  FuzzCount& operator=(const FuzzCount&) = delete;
  ~FuzzCount() { std::fprintf(stderr, "messages: %llu\n", static_cast<unsigned long long>(count_)); }

  void Note() { ++count_; }

 private:
  std::uint64_t count_ = 0;
};

}  // namespace kedang
