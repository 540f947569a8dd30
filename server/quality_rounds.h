// QualityRounds: once a day the server measures how good the records of every schema are and keeps it (QualityLedger), so that
// people see where quality is going. On a thread of its own, on a quiet moment: when nothing was written between two looks, or
// after a while anyway; in slices, resting as long as it worked.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "server/instance.h"

namespace kedang {

struct QualityRoundsOptions {
  std::string data_directory;  // of the instance; opened anew for every look that has something to do, as commands do
  int every_seconds = 600;     // between two looks, the first after one
};

class QualityRounds {
 public:
  explicit QualityRounds(QualityRoundsOptions options) : options_(std::move(options)) {}
  ~QualityRounds() { Stop(); }
  QualityRounds(const QualityRounds&) = delete;
  QualityRounds& operator=(const QualityRounds&) = delete;

  void Start();
  // Gives up what is under way; the next start does it anew.
  void Stop();

  // Looks once: measures what has no snapshot of today, if it is quiet.
  Status Turn();

 private:
  Status Measure(Instance& instance);
  // False: to be stopped.
  bool Rest(double seconds);
  void Run();

  QualityRoundsOptions options_;
  bool is_done_ = false;           // of `day_`
  Date day_;
  std::uint64_t seen_ = 0;         // last number of the order at the look before
  int waited_ = 0;                 // looks that were not quiet
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_stopped_ = false;
};

}  // namespace kedang
