// AuthThrottle: guessing passwords becomes slow. Some tries are free, then each failure doubles the wait from one second
// to fifteen minutes; nobody is ever locked out for good. Kept in memory: a restart forgives. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "shared/base/clock.h"

namespace kedang {

class AuthThrottle {
 public:
  explicit AuthThrottle(int free_tries) : free_tries_(free_tries) {}

  // 0 when `key` may try now: the try counts as failed until Succeed. Otherwise the milliseconds to wait; nothing counts.
  int Try(const std::string& key, TimeMs now);
  void Succeed(const std::string& key);

 private:
  struct Entry {
    int failures = 0;
    TimeMs allowed_ms = 0;
    TimeMs last_ms = 0;
  };

  const int free_tries_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace kedang
