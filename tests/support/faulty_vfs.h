// FaultyVfs: a disk in memory as SQLite's file system, for tests. It can lose its power at any call, fail the n-th call of
// a kind, run full, and claim a sync that never was. While one lives, every connection of the process is opened in it.
// Thread-safe; one at a time.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/faulty_file.h"

namespace kedang {

// Calls that can fail, each counted by itself.
enum class DiskCall : std::uint8_t { kOpen, kRead, kWrite, kSync, kTruncate, kDelete, kShare, kGrow };
inline constexpr std::size_t kDiskCallCount = 8;
const char* DiskCallName(DiskCall call);

class FaultyVfs {
 public:
  using Image = std::map<std::string, std::vector<std::uint8_t>>;  // by name

  explicit FaultyVfs(std::uint64_t seed);
  // No connection may be open any more.
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  void Reseed(std::uint64_t seed);
  // The files as processes see them; and a disk with these files and no other.
  Image Save();
  void Load(const Image& image);
  void Remove(const std::string& name);

  // From the `calls`-th change of the disk on (write, sync, truncate, delete) nothing works any more: the power is gone.
  void CutAfter(std::uint64_t calls);
  bool is_cut();
  // After the cut, when all connections are closed: the disk with what it kept of what was not synced. Works again.
  void Restart();

  // The n-th call of this kind from now fails, counted from 1; `stays`: all after it, too. kGrow fails as a full disk.
  void Fail(DiskCall call, std::uint64_t n, bool stays);
  // Nothing is to fail any more. True when something did since Fail.
  bool Heal();
  // Calls of the kind so far.
  std::uint64_t CountOf(DiskCall call);
  // Syncs say yes and do nothing: a disk that lies.
  void SetSyncLies(bool lies);

  // What SQLite's callbacks work with; declared in the source.
  struct Handle;
  struct Shared;

 private:
  friend struct FaultyCalls;
  struct Entry {
    std::shared_ptr<FaultyFile> seen;     // null: there is none
    std::shared_ptr<FaultyFile> durable;  // what the directory says after a power cut
  };
  struct Plan {
    DiskCall call = DiskCall::kOpen;
    std::uint64_t at = 0;  // 0: none
    bool stays = false;
    bool has_failed = false;
  };

  // Under the mutex, before the call does anything: whether it must fail.
  bool MustFail(DiskCall call);
  bool Changes();  // counts towards the cut; false when the power is gone
  void SyncDirectory();

  std::mutex mutex_;
  SeededRandom random_;
  std::map<std::string, Entry> files_;
  std::map<std::string, std::weak_ptr<Shared>> shared_;
  std::array<std::uint64_t, kDiskCallCount> counts_{};
  std::uint64_t calls_until_cut_ = 0;  // 0: none planned
  bool is_cut_ = false;
  bool sync_lies_ = false;
  Plan plan_;
  std::vector<std::uint8_t> registration_;  // sqlite3_vfs, whose type is not known here
};

}  // namespace kedang
