#include "server/http_pool.h"

namespace kedang {

HttpPool::HttpPool(std::size_t workers, std::size_t max_queued) : max_queued_(max_queued) {
  workers_.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i) workers_.emplace_back([this] { Work(); });
}

HttpPool::~HttpPool() { Finish(); }

bool HttpPool::Submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (is_finishing_ || jobs_.size() >= max_queued_) return false;
    jobs_.push_back(std::move(job));
  }
  wanted_.notify_one();
  return true;
}

void HttpPool::Finish() {
  {
    const std::lock_guard lock(mutex_);
    is_finishing_ = true;
  }
  wanted_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void HttpPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return is_finishing_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // lets go of the connection outside the lock
    lock.lock();
  }
}

}  // namespace kedang
