// AddressLimit: at most so many of something for each network address, so that one machine cannot take it from all others.
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace kedang {

class AddressLimit {
 public:
  explicit AddressLimit(int most) : most_(most) {}

  // A place that is given back when the last copy is gone; null when the address has as many as it may.
  std::shared_ptr<void> Take(const std::string& address) {
    const std::lock_guard lock(mutex_);
    int& count = counts_[address];
    if (count >= most_) return nullptr;
    ++count;
    return std::shared_ptr<void>(this, [this, address](void*) { GiveBack(address); });
  }

 private:
  void GiveBack(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(address);
    if (--found->second == 0) counts_.erase(found);
  }

  const int most_;
  std::mutex mutex_;
  std::map<std::string, int> counts_;
};

}  // namespace kedang
