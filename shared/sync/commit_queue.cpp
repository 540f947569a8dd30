#include "shared/sync/commit_queue.h"

#include <memory>

#include "shared/sync/mutant.h"

namespace kedang {

void CommitQueue::Keep(Writes writes, Done done) {
  const auto kept = std::make_shared<Writes>(std::move(writes));
  Keep([kept] { return std::move(*kept); }, std::move(done));
}

void CommitQueue::Keep(std::function<Writes()> build, Done done) {
  waiting_.push_back({std::move(build), std::move(done), true});
  Next();
}

void CommitQueue::Try(std::function<Writes()> build, Done done) {
  waiting_.push_back({std::move(build), std::move(done), false});
  Next();
}

void CommitQueue::Forget(StorageArea area) {
  std::erase_if(owed_, [area](const auto& write) { return write.first.first == area; });
}

void CommitQueue::Next() {
  if (is_writing_ || waiting_.empty()) return;
  is_writing_ = true;
  const auto transaction = std::make_shared<Transaction>(std::move(waiting_.front()));
  waiting_.pop_front();
  Writes own = transaction->build();
  Writes writes;
  writes.reserve(owed_.size() + own.size());
  // What this transaction writes itself is newer.
  std::map<std::pair<StorageArea, std::string>, std::optional<Bytes>> owed;
  if (!IsPlanted(Mutant::kOwedForgotten)) owed = owed_;
  for (const StorageWrite& write : own) owed.erase({write.area, write.key});
  for (auto& [place, value] : owed) writes.push_back({place.first, place.second, std::move(value)});
  const auto kept = std::make_shared<Writes>();
  if (transaction->is_owed) *kept = own;
  for (StorageWrite& write : own) writes.push_back(std::move(write));
  storage_.Commit(std::move(writes), [this, transaction, kept](Status status) {
    if (status.ok()) {
      owed_.clear();
    } else {
      for (StorageWrite& write : *kept) owed_[{write.area, std::move(write.key)}] = std::move(write.value);
    }
    is_writing_ = false;
    transaction->done(std::move(status));
    Next();
  });
}

}  // namespace kedang
