#include "server/writer.h"

#include <chrono>
#include <utility>
#include <vector>

namespace kedang {
namespace {

// How long a work may wait for company. Those who were answered just now need about this long to come back.
constexpr std::chrono::milliseconds kGatherTime{1};
constexpr std::size_t kMaxBatch = 256;

}  // namespace

Result<std::unique_ptr<Writer>> Writer::Start(std::unique_ptr<Connection> connection) {
  KEDANG_ASSIGN(auto store, SqliteStore::Open(*connection));
  std::unique_ptr<Writer> writer(new Writer(std::move(connection), std::move(store)));
  writer->thread_ = std::thread([raw = writer.get()] { raw->Run(); });
  return writer;
}

Writer::~Writer() { Stop(); }

void Writer::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopping_ = true;
  }
  wanted_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Writer::SetListener(Listener listener) {
  const std::lock_guard<std::mutex> lock(mutex_);
  listener_ = std::move(listener);
}

Status Writer::Submit(Work work) {
  Job job;
  job.work = std::move(work);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (is_stopping_) return Status(ErrorCode::kUnavailable, "the server is stopping");
    jobs_.push_back(&job);
  }
  wanted_.notify_one();
  job.done.acquire();
  return std::move(job.status);
}

Writer::Load Writer::CurrentLoad() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {pace_.UntilDone(jobs_.size(), WorkPace::Clock::now()), pace_.OneWork()};
}

void Writer::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  bool had_company = false;
  std::size_t last_batch = 0;
  std::vector<WritePart*> batch;
  for (;;) {
    wanted_.wait(lock, [this] { return !jobs_.empty() || is_stopping_; });
    if (jobs_.empty()) return;
    // A single writer gets its answer at once; waiting for others pays only while others are about.
    if (had_company && !is_stopping_) {
      wanted_.wait_for(lock, kGatherTime, [&] { return jobs_.size() >= last_batch || is_stopping_; });
    }
    batch.clear();
    while (!jobs_.empty() && batch.size() < kMaxBatch) {
      batch.push_back(jobs_.front());
      jobs_.pop_front();
    }
    pace_.Begin(batch.size(), WorkPace::Clock::now());
    lock.unlock();
    const std::uint64_t last_sequence = CommitTogether(*store_, batch);
    last_batch = batch.size();
    // A job is gone as soon as its owner knows; each is told alone, so that none wakes for another's answer.
    for (WritePart* job : batch) static_cast<Job*>(job)->done.release();
    lock.lock();
    pace_.End(WorkPace::Clock::now());
    had_company = last_batch > 1 || !jobs_.empty();
    const Listener listener = last_sequence != 0 ? listener_ : Listener();
    if (listener) {
      lock.unlock();
      listener(last_sequence);
      lock.lock();
    }
  }
}

}  // namespace kedang
