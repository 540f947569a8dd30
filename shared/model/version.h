// Version: the place of a change in the server's one order. The epoch changes when a server's history is replaced
// (restore of a backup), so that numbers used again cannot look like ones already seen (sync.md, lesson 5).
#pragma once

#include <cstdint>

#include "shared/model/id.h"

namespace kedang {

struct Version {
  std::uint32_t epoch = 0;
  std::uint64_t sequence = 0;  // 0 = never on the server

  bool operator==(const Version&) const = default;
  bool operator<(const Version& other) const {
    return epoch != other.epoch ? epoch < other.epoch : sequence < other.sequence;
  }
};

// Names a history: number for ordering, random id against two servers with the same number.
struct Epoch {
  std::uint32_t number = 0;
  Id id;

  bool operator==(const Epoch&) const = default;
};

}  // namespace kedang
