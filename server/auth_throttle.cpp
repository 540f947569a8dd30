#include "server/auth_throttle.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr TimeMs kFirstWaitMs = 1000;
constexpr TimeMs kLongestWaitMs = 15 * 60 * 1000;
constexpr TimeMs kForgetMs = 24LL * 60 * 60 * 1000;
constexpr std::size_t kMaxEntries = 20'000;

}  // namespace

int AuthThrottle::Try(const std::string& key, TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kMaxEntries) {
    // First those that no longer wait; when everybody does, names are being made up: start over rather than grow.
    std::erase_if(entries_, [now](const auto& entry) { return entry.second.allowed_ms <= now; });
    if (entries_.size() >= kMaxEntries) entries_.clear();
  }
  Entry& entry = entries_[key];
  if (now - entry.last_ms > kForgetMs) entry = Entry();
  if (now < entry.allowed_ms) return static_cast<int>(entry.allowed_ms - now);
  entry.last_ms = now;
  ++entry.failures;
  if (entry.failures >= free_tries_) {
    const int doublings = std::min(entry.failures - free_tries_, 20);
    entry.allowed_ms = now + std::min(kFirstWaitMs << doublings, kLongestWaitMs);
  }
  return 0;
}

void AuthThrottle::Succeed(const std::string& key) {
  const std::lock_guard lock(mutex_);
  entries_.erase(key);
}

}  // namespace kedang
