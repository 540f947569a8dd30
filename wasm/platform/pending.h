// Calls into the browser that answer later: each gets a number, the answer brings it back. Every
// callback is called once, or never when the page goes away.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

namespace kedang {

template <typename Call>
class Pending {
 public:
  // The number to hand to the browser; never 0.
  uint32_t Add(Call call) {
    if (++last_ == 0) ++last_;
    calls_.insert_or_assign(last_, std::move(call));
    return last_;
  }

  // Null when that call was never made, answered or forgotten.
  Call* Find(uint32_t number) {
    const auto it = calls_.find(number);
    return it == calls_.end() ? nullptr : &it->second;
  }

  // Takes the call out; an empty Call when there is none. It may safely make new calls itself.
  Call Take(uint32_t number) {
    const auto it = calls_.find(number);
    if (it == calls_.end()) return Call();
    Call call = std::move(it->second);
    calls_.erase(it);
    return call;
  }

 private:
  std::unordered_map<uint32_t, Call> calls_;
  uint32_t last_ = 0;
};

}  // namespace kedang
