// Passwords: what a new one must be, and hashing that cannot be used to exhaust the machine. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang {

// The code of what is wrong with a new password, or "": password_too_short (under 8 characters), password_too_long (over
// 256), password_too_common (often used, or the user's own name).
std::string_view CheckNewPassword(std::string_view user_name, std::string_view password);

// At most two hashes of 64 MiB at a time and sixteen callers waiting; kUnavailable for the next.
class PasswordGate {
 public:
  Result<std::string> Hash(std::string_view password);
  // An empty or outdated hash takes as long as any other.
  Result<bool> Verify(std::string_view password, const std::string& hash);

 private:
  static constexpr int kMaxRunning = 2;
  static constexpr int kMaxWaiting = 16;

  // Holds one of the places.
  class Turn {
   public:
    explicit Turn(PasswordGate& gate);
    ~Turn();
    bool is_granted = false;

   private:
    PasswordGate& gate_;
  };

  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0;
  int waiting_ = 0;
};

}  // namespace kedang
