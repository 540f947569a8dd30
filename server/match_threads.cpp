#include "server/match_threads.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace kedang {

void RunPartsOnThreads(std::size_t parts, const std::function<void(std::size_t)>& work) {
  const std::size_t count = std::min<std::size_t>({std::max(1U, std::thread::hardware_concurrency()), 8, parts});
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t part; (part = next.fetch_add(1)) < parts;) work(part);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(take);
  take();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace kedang
