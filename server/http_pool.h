// HttpPool: the worker threads that answer requests, with a bounded queue in front.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kedang {

class HttpPool {
 public:
  HttpPool(std::size_t workers, std::size_t max_queued);
  ~HttpPool();
  HttpPool(const HttpPool&) = delete;
  HttpPool& operator=(const HttpPool&) = delete;

  // False when the queue is full or Finish was called. Thread-safe.
  bool Submit(std::function<void()> job);
  // Runs everything that was accepted, then ends the threads. May be called twice.
  void Finish();

 private:
  void Work();

  const std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<std::function<void()>> jobs_;
  bool is_finishing_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace kedang
