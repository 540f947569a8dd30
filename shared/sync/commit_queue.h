// CommitQueue: the order in which a client's transactions reach its storage: one at a time, each whole. What must happen
// (rows of the server, the client's own numbers) and cannot be written now is owed: it goes, whole, with the next
// transaction, so that what storage holds is always one state the client was in, never a mixture of two.
#pragma once

#include <deque>
#include <map>

#include "shared/sync/client_storage.h"

namespace kedang {

class CommitQueue {
 public:
  using Writes = std::vector<StorageWrite>;
  using Done = std::function<void(Status)>;

  explicit CommitQueue(ClientStorage& storage) : storage_(storage) {}

  // Written now or, when storage refuses, owed. `done` hears how the first attempt went.
  void Keep(Writes writes, Done done);
  void Keep(std::function<Writes()> build, Done done);
  // Written now or not at all. `build` is called when it is the transaction's turn.
  void Try(std::function<Writes()> build, Done done);
  bool is_busy() const { return is_writing_ || !waiting_.empty(); }
  bool owes() const { return !owed_.empty(); }
  // What was owed to this area is given up.
  void Forget(StorageArea area);

 private:
  struct Transaction {
    std::function<Writes()> build;
    Done done;
    bool is_owed = false;  // if it fails
  };

  void Next();

  ClientStorage& storage_;
  std::deque<Transaction> waiting_;
  std::map<std::pair<StorageArea, std::string>, std::optional<Bytes>> owed_;
  bool is_writing_ = false;
};

}  // namespace kedang
