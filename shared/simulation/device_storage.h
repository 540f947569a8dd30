// DeviceStorage: a simulated browser's database. Transactions wait in a queue, as IndexedDB's do, until the world lets the
// first one finish, fail or die with the tab. It counts where every edit is kept, so that one that is nowhere any more is
// noticed at once.
#pragma once

#include <deque>
#include <map>
#include <unordered_map>

#include "shared/sync/client_storage.h"

namespace kedang {

// The number under which the oracle knows a group: it travels as the group's source text. 0: none of ours.
std::uint32_t GroupNumberOf(const std::string& source);

class DeviceStorage final : public ClientStorage {
 public:
  using Rows = std::map<std::string, Bytes>;

  void Commit(std::vector<StorageWrite> writes, std::function<void(Status)> done) override;

  bool is_busy() const { return !queue_.empty(); }
  // The first transaction ends: well, or with an error and nothing written.
  void Finish(const Status& status);
  // The tab is gone: of what is under way the first `finished` reached the disk.
  void Crash(std::size_t finished);
  // The browser removes all rows, or those of one area.
  void Evict();
  void Evict(StorageArea area);
  // What the server can give again is deleted, at the server's word, and not written any more before the tab is gone.
  void Wipe();
  // A bit of some row of the area turns; the number of the edit that was in it, 0 for none.
  std::uint32_t Damage(StorageArea area, std::uint64_t where);

  const Rows& rows(StorageArea area) const { return areas_[static_cast<std::size_t>(area)]; }
  bool Holds(std::uint32_t group) const { return places_.count(group) != 0; }
  bool Holds(StorageArea area, std::uint32_t group) const;
  // Edits that the last transactions took out of their last place.
  std::vector<std::uint32_t> TakeForgotten();

 private:
  struct Transaction {
    std::vector<StorageWrite> writes;
    std::function<void(Status)> done;
  };
  void Write(std::vector<StorageWrite>& writes);
  void WriteHalf(std::vector<StorageWrite>& writes);
  void Count(StorageArea area, const std::string& key, const Bytes* value);

  Rows areas_[kStorageAreaCount];
  std::deque<Transaction> queue_;
  std::map<std::pair<StorageArea, std::string>, std::uint32_t> groups_;
  std::unordered_map<std::uint32_t, int> places_;
  std::vector<std::uint32_t> forgotten_;
  bool is_wiped_ = false;
};

}  // namespace kedang
