// Writer: the one thread that writes to the database. Works from many threads are gathered into one transaction with one
// fsync (group commit); Submit returns only when its work is durable. Works run one after another in the order of their
// arrival, so commit order is sequence order and no reader meets a number below one it has already seen.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>

#include "server/group_commit.h"
#include "server/work_pace.h"

namespace kedang {

class Writer {
 public:
  // Runs on the writer thread.
  using Work = WriteWork;
  // Called on the writer thread after a commit that changed something, with the last number of the order: be quick.
  using Listener = std::function<void(std::uint64_t last_sequence)>;

  // `connection` holds a migrated database.
  static Result<std::unique_ptr<Writer>> Start(std::unique_ptr<Connection> connection);
  // Same as Stop.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits until `work` is committed and on disk. The work's own error, or the error of the commit: then nothing of it
  // stays. kUnavailable after Stop. Called from any thread but the writer's own.
  Status Submit(Work work);
  // Replaces the listener; none by default.
  void SetListener(Listener listener);
  // What waits here, by how long works took so far: until all of it is through, and one work by itself.
  struct Load {
    WorkPace::Clock::duration until_done;
    WorkPace::Clock::duration one_work;
  };
  Load CurrentLoad();
  // Finishes what was accepted, refuses what comes later, ends the thread. May be called twice.
  void Stop();

 private:
  struct Job : WritePart {
    std::binary_semaphore done{0};
  };

  explicit Writer(std::unique_ptr<Connection> connection, std::unique_ptr<SqliteStore> store)
      : connection_(std::move(connection)), store_(std::move(store)) {}
  void Run();

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteStore> store_;
  std::mutex mutex_;
  std::condition_variable wanted_;  // jobs arrived or stopping
  std::deque<Job*> jobs_;
  WorkPace pace_;
  Listener listener_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace kedang
