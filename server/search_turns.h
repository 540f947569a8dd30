// SearchTurns: who may ask the server's search. A person who types asks again at every pause: the newest question of a device
// is answered, older ones that still wait are not, and nobody asks more often than a person can type. Thread-safe.
#pragma once

#include <mutex>
#include <unordered_map>

#include "shared/base/clock.h"
#include "shared/model/id.h"

namespace kedang {

class SearchTurns {
 public:
  static constexpr int kMostWaiting = 32;       // of all, being answered included
  static constexpr double kPerSecond = 5, kAtOnce = 20;  // questions of one device

  // A question and, until it goes out of scope, its place.
  class Turn {
   public:
    Turn(SearchTurns& turns, Id device, TimeMs now);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    // False: too many at once, try later.
    bool is_granted() const { return is_granted_; }
    // The device has asked again since.
    bool IsStale() const;

   private:
    SearchTurns& turns_;
    Id device_;
    std::uint64_t number_ = 0;
    bool is_granted_ = false;
  };

 private:
  struct Device {
    std::uint64_t newest = 0;
    double left = kAtOnce;
    TimeMs last_ms = 0;
  };

  mutable std::mutex mutex_;
  std::unordered_map<Id, Device> devices_;
  std::uint64_t numbers_ = 0;
  int waiting_ = 0;
};

}  // namespace kedang
