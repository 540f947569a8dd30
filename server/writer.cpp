#include "server/writer.h"

#include <chrono>
#include <utility>
#include <vector>

namespace kedang {
namespace {

constexpr std::chrono::milliseconds kGatherTime{5};  // how long a work may wait for company
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
  std::unique_lock<std::mutex> lock(mutex_);
  if (is_stopping_) return Status(ErrorCode::kUnavailable, "the server is stopping");
  jobs_.push_back(&job);
  wanted_.notify_one();
  done_.wait(lock, [&job] { return job.is_done; });
  return std::move(job.status);
}

void Writer::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  bool had_company = false;
  for (;;) {
    wanted_.wait(lock, [this] { return !jobs_.empty() || is_stopping_; });
    if (jobs_.empty()) return;
    // A single writer gets its answer at once; waiting for others pays only while others are about.
    if (had_company && !is_stopping_ && jobs_.size() < kMaxBatch) {
      wanted_.wait_for(lock, kGatherTime, [this] { return jobs_.size() >= kMaxBatch || is_stopping_; });
    }
    std::deque<Job*> batch;
    while (!jobs_.empty() && batch.size() < kMaxBatch) {
      batch.push_back(jobs_.front());
      jobs_.pop_front();
    }
    lock.unlock();
    const std::uint64_t last_sequence = RunBatch(batch);
    lock.lock();
    had_company = batch.size() > 1 || !jobs_.empty();
    const Listener listener = last_sequence != 0 ? listener_ : Listener();
    for (Job* job : batch) job->is_done = true;
    done_.notify_all();
    if (listener) {
      lock.unlock();
      listener(last_sequence);
      lock.lock();
    }
  }
}

std::uint64_t Writer::RunBatch(const std::deque<Job*>& batch) {
  const auto fail_all = [&batch](const Status& status) {
    for (Job* job : batch) job->status = status;
    return std::uint64_t{0};
  };
  if (const Status status = store_->Begin(); !status.ok()) return fail_all(status);
  const std::uint64_t before = *store_->LastSequence();
  for (Job* job : batch) {
    if (const Status status = store_->BeginPart(); !status.ok()) {
      store_->Rollback();
      return fail_all(status);
    }
    job->status = job->work(*store_);
    const Status part = job->status.ok() ? store_->CommitPart() : store_->RollbackPart();
    if (!part.ok()) {
      // SQLite took the whole transaction back (a full disk): what the others were told so far is void as well.
      const Status reason = job->status.ok() ? part : job->status;
      store_->Rollback();
      return fail_all(reason);
    }
  }
  const std::uint64_t after = *store_->LastSequence();
  if (const Status status = store_->Commit(); !status.ok()) return fail_all(status);
  return after != before ? after : 0;
}

}  // namespace kedang
